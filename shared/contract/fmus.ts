/** What an FMU (FMI 2.0 and 3.0, fmi-standard.org) says of itself, and whether it may run on this machine. */

export const fmuCausalities = ["input", "output", "parameter", "structuralParameter", "calculatedParameter", "local", "independent"] as const;
export type FmuCausality = (typeof fmuCausalities)[number];

/** The standard's unit as it defines it: a value in SI units is value · factor + offset. */
export interface FmuUnit {
  readonly name: string;
  /** Exponents by `kg`, `m`, `s`, `A`, `K`, `mol`, `cd`, `rad`; absent where the file gives no more than a name. */
  readonly base?: { readonly exponents: Readonly<Record<string, number>>; readonly factor: number; readonly offset: number };
}

export interface FmuVariable {
  readonly name: string;
  readonly causality: FmuCausality;
  readonly variability: string;
  /** The standard's word: `Real`, `Integer`, `Boolean`, `Float64`, `Int32`, … */
  readonly type: string;
  readonly reference: number;
  readonly unit?: string;
  /** A difference, so that its unit's offset does not count. */
  readonly relative?: true;
  readonly start?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  /** Why it cannot be given or read by a model text; absent where it can. */
  readonly unusable?: string;
}

/** One of the continuous states of an FMU for model exchange. */
export interface FmuState {
  readonly name: string;
  readonly reference: number;
  /** The reference of its derivative. */
  readonly derivative: number;
}

/** What we solve of an FMU that does not solve itself. */
export interface FmuExchange {
  /** In the order of its functions. */
  readonly states: readonly FmuState[];
  readonly eventIndicators: number;
  readonly directionalDerivatives: boolean;
}

/** Of the interface that it is run by: co-simulation, or model exchange where it has no other. */
export interface FmuCapabilities {
  readonly modelIdentifier: string;
  readonly needsExecutionTool: boolean;
  readonly variableStep: boolean;
  readonly oncePerProcess: boolean;
  readonly saveState: boolean;
  readonly serializeState: boolean;
  readonly eventMode: boolean;
  readonly returnsEarly: boolean;
  /** Its own step in seconds, where it is fixed. */
  readonly fixedStepS?: number;
  /** Present where it is run by model exchange. */
  readonly exchange?: FmuExchange;
}

/** What an FMU says of itself. Nothing of it was run. */
export interface FmuFacts {
  /** Path inside the project: `models/chiller.fmu`. */
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 over the file, in hexadecimal digits. */
  readonly hash: string;
  readonly fmiVersion: string;
  readonly model: string;
  readonly description?: string;
  /** Who made it and with what, as far as it says. */
  readonly origin: { readonly author?: string; readonly tool?: string; readonly date?: string; readonly version?: string; readonly copyright?: string; readonly license?: string };
  /** The standard's `guid` or `instantiationToken`. */
  readonly token: string;
  readonly interfaces: readonly ("co-simulation" | "model exchange" | "scheduled execution")[];
  /** Absent where it has neither co-simulation nor model exchange. */
  readonly capabilities?: FmuCapabilities;
  /** Platforms that it has a library for, in the standard's words. */
  readonly platforms: readonly string[];
  /** Why it cannot run here; absent where it can. */
  readonly unfit?: string;
  readonly defaultStepS?: number;
  readonly units: readonly FmuUnit[];
  readonly variables: readonly FmuVariable[];
  /** What is odd about it and good to know. */
  readonly notes: readonly string[];
}

export interface FmuConsent {
  readonly allowedUs: number;
  readonly file: string;
}

export interface FmuInspection {
  readonly facts: FmuFacts;
  readonly consent?: FmuConsent;
}
