/** What a plant exposes: objects in a hierarchy and signals on them, with everything a server or a project needs to know. */
import type { Sensor } from "./sensor.ts";

export type PlantDataType = "number" | "boolean" | "enum" | "text";

/** How a machine is called and what it is a part of. Signals of an object have ids `<object id>.<signal name>`. */
export interface PlantObject {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
  /** The asset type's name in the sample project: `CentrifugalPump`. */
  readonly type: string;
  readonly description: string;
}

/**
 * How often a signal is looked at. `fast` 0.2 s, `medium` 1 s, `slow` 5 s, `rare` 30 s; `change` is reported only when it
 * changes. Fast to slow ones are reported only when they moved by more than their resolution.
 */
export type Pace = "fast" | "medium" | "slow" | "rare" | "change";

export const LIVE_PERIOD_S: Readonly<Record<Pace, number>> = { fast: 0.2, medium: 1, slow: 5, rare: 30, change: 0.2 };

export interface PlantSignal {
  readonly id: string;
  /** Id of the object it is on. */
  readonly object: string;
  /** Dotted name on that object: `winding.temperature`. */
  readonly name: string;
  readonly dataType: PlantDataType;
  /** UCUM code; numbers only. */
  readonly unit?: string;
  /** Range of the instrument, in the unit. */
  readonly range?: readonly [low: number, high: number];
  readonly members?: readonly string[];
  readonly description: string;
  readonly pace: Pace;
  /** Standard deviation of the instrument's noise, in the unit. */
  readonly noise: number;
  /** Step of the instrument's resolution, in the unit; 0 for none. */
  readonly resolution: number;
  /** A change by more than this is reported at once, whatever the pace: starts and stops are never missed. */
  readonly jump?: number;
  readonly sensor: Sensor;
  /** The true value: a number, 0 or 1, the member's index. NaN for text. */
  readonly read: () => number;
  /** For text. */
  readonly readText?: () => string;
  /** OPC UA StatusCode when it is not plainly Good. */
  readonly status?: () => number;
  /** Present on set-points: takes a value within `range`. */
  readonly write?: (value: number | string) => void;
}
