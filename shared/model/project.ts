/**
 * What a project defines: the types behind `project.json`. Plain data with stable ids, in tables keyed by id, so that
 * every change to it is "entity before, entity after" (`change.ts`) and one mechanism serves undo, audit and autosave.
 */

/** The version of `project.json`; raised with a migration whenever the meaning of a field changes. */
export const PROJECT_FORMAT = 1;

export type DataType = "number" | "boolean" | "text" | "enum";

/** Range of plausible values; outside is flagged, never dropped. `low` or `high` alone is allowed. */
export interface Limits {
  readonly low?: number;
  readonly high?: number;
}

/** A variable that every asset of a type has. `name` may be dotted: `bearing.temperature`. */
export interface SignalDef {
  /** Stable within its type; samples stay attached to it when the name changes. */
  readonly id: string;
  readonly name: string;
  /** UCUM code (`Cel`, `kW`, `m3/h`), `"1"` for a plain number; absent for text, boolean and enum. */
  readonly unit?: string;
  readonly dataType: DataType;
  /** For `enum`: value i of a sample means the i-th member. */
  readonly members?: readonly string[];
  readonly limits?: Limits;
  readonly description?: string;
  /** H of the language reference: a held value counts as unknown after this long without sample or confirmation. */
  readonly staleAfterUs?: number;
}

export interface ParameterDef {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly value: number;
  readonly description?: string;
}

/** An operational state that rules may set, `health` for instance. The first member is the default. */
export interface StateDef {
  readonly name: string;
  readonly members: readonly string[];
}

export type Shape = "pump" | "motor" | "tank" | "valve" | "pipe" | "heat-exchanger" | "box" | "none";

/** How assets of a type look in the viewport. Sizes in metres. */
export interface Look {
  readonly shape: Shape;
  readonly size: readonly [width: number, height: number, depth: number];
  /** Signal shown on the label and used for a tank's fill, by signal name. */
  readonly labelSignal?: string;
  readonly levelSignal?: string;
  /** Signal that tells whether the machine runs, by name. */
  readonly runningSignal?: string;
}

export interface AssetType {
  readonly id: string;
  /** A plain word, as rules name it: `CentrifugalPump`. */
  readonly name: string;
  readonly description?: string;
  readonly signals: readonly SignalDef[];
  readonly parameters: readonly ParameterDef[];
  readonly states: readonly StateDef[];
  readonly look: Look;
}

export type Lifecycle = "provisioning" | "active" | "maintenance" | "error" | "retired";

/** Position in metres (x right, y up, z away), rotation about y in degrees. */
export interface Placement {
  readonly position: readonly [number, number, number];
  readonly rotationDeg: number;
  readonly scale: number;
}

export interface Asset {
  readonly id: string;
  readonly name: string;
  /** Id of its type. */
  readonly type: string;
  /** Id of the asset it is a part of; absent at the top. */
  readonly parent?: string;
  /** Place among its siblings: fractional, so that a move touches one asset. */
  readonly order: number;
  readonly description?: string;
  /** Values that differ from the type's, by parameter id, in the parameter's unit. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Specification facts shown as they are: serial number, maker, installed on. */
  readonly facts: Readonly<Record<string, string>>;
  readonly lifecycle: { readonly state: Lifecycle; readonly sinceUs: number; readonly reason?: string; readonly by?: string };
  readonly placement?: Placement;
}

/** A named link other than containment: feeds, drives, measures. */
export interface Relation {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A signal that belongs to no asset yet: a recorded column, a subscribed node. */
export interface LooseSignal {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly dataType: DataType;
  readonly members?: readonly string[];
  readonly limits?: Limits;
  readonly description?: string;
}

/** Requested rates of a live binding; the server's revised values are part of the source's status, not of the project. */
export interface Sampling {
  readonly intervalMs: number;
  readonly queueSize: number;
}

/** Ties one signal to an address in a source. */
export interface Binding {
  readonly id: string;
  /** The signal's id, as `signals.ts` makes it. One binding per signal. */
  readonly signal: string;
  readonly source: string;
  /** OPC UA: `nsu=<namespace uri>;<id type>=<id>`, never an index. File: the column's name. */
  readonly address: string;
  /** The unit in which the source delivers; values are converted to the signal's unit. */
  readonly sourceUnit?: string;
  readonly sampling?: Sampling;
  /** Raised whenever unit or address changes, so that samples can name the binding that converted them. */
  readonly revision: number;
}

/** A configured origin of data. `settings` is checked by the driver of its kind; secrets are never in it. */
export interface Source {
  readonly id: string;
  readonly kind: "opcua" | "file";
  readonly name: string;
  /** Connect when the project opens. */
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A GLB of the engineer's own in the scene, its nodes tied to assets. */
export interface SceneModel {
  readonly id: string;
  /** Path inside the project, `scene/pump.glb`. */
  readonly file: string;
  readonly placement: Placement;
  /** Node (by name, else `#index`) to asset id. */
  readonly nodes: Readonly<Record<string, string>>;
}

/** A `.twin` file, or a table `models/curve.csv`. Its id is its path inside the project, `rules/overheating.twin`; the text lives in that file. */
export interface TwinText {
  readonly id: string;
  /** As saved: what an editor opens, what a simulation takes. */
  readonly text: string;
  /** The version that was applied: its rules and calcs run live. Absent: nothing of it runs. */
  readonly applied?: string;
}

export interface ProjectSettings {
  readonly id: "settings";
  readonly name: string;
  /** IANA zone in which times are shown and zone-less times are read. */
  readonly zone: string;
}

/** All tables of a project. `texts` is stored as files, everything else in `project.json`. */
export interface Project {
  readonly settings: Readonly<Record<string, ProjectSettings>>;
  readonly sources: Readonly<Record<string, Source>>;
  readonly types: Readonly<Record<string, AssetType>>;
  readonly assets: Readonly<Record<string, Asset>>;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly signals: Readonly<Record<string, LooseSignal>>;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly models: Readonly<Record<string, SceneModel>>;
  readonly texts: Readonly<Record<string, TwinText>>;
}

export type TableName = keyof Project;
export type Entity<T extends TableName = TableName> = Project[T][string];

/** The project's one settings row. */
export function settingsOf(project: Project): ProjectSettings {
  return project.settings["settings"] ?? { id: "settings", name: "Untitled", zone: "UTC" };
}
