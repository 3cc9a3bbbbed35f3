/** What goes into a simulation worker and what comes out of it: plain data and typed arrays. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { ErrorData } from "../../../shared/contract/errors.ts";

/** A signal's samples in time order. Unknown ones are NaN. The first may lie before the span: it holds at its start. */
export interface InputSeries {
  readonly tUs: Float64Array;
  readonly value: Float64Array;
}

/** Where a system stands at an instant, and what a run goes on from. */
export interface SystemStart {
  /** In the units of the models, use by use. */
  readonly states: Float64Array;
  /** Which conditions of events held there, in the order of the uses and their texts: one that has come true since happens at once. */
  readonly holds: Uint8Array;
  /** What each imported model is in, in the order of the uses; absent where there are none, or one cannot say. */
  readonly imported?: readonly Uint8Array[];
  /** What each delay remembers, in the order of the uses (`DelayLine.save`); absent where there are none. */
  readonly delays?: readonly Float64Array[];
}

/** Uses that read each other's outputs, sorted so that each comes after those it reads, and all they need. */
export interface SystemTask {
  readonly uses: readonly UseProgram[];
  /** By signal id. */
  readonly inputs: ReadonlyMap<string, InputSeries>;
  /** Measured samples of compared signals, by signal id, within the span. */
  readonly measured: ReadonlyMap<string, InputSeries>;
  readonly fromUs: number;
  readonly toUs: number;
  /** Outputs are kept at least this often, besides at every sample of a compared signal. */
  readonly outputStepUs: number;
  readonly relativeTolerance: number;
  readonly maxSteps: number;
  /** Where it stands at `fromUs`; absent: the models' own start values, and no event happens there. */
  readonly start?: SystemStart;
  /** Exactly the instants at which each use is kept, in its place of `outputStepUs`; use by use. */
  readonly instants?: readonly Float64Array[];
  /** From an instant on the solver also ends a step at every whole multiple of a time, so that nothing depends on how the span is cut there. */
  readonly breaks?: { readonly fromUs: number; readonly everyUs: number };
}

/** How a system that was solved up to an instant goes on from it: what has become known since, and how far. */
export interface NextPiece extends Pick<SystemTask, "measured" | "toUs"> {
  /** By signal id; samples after those that are there. */
  readonly inputs: ReadonlyMap<string, InputSeries>;
  readonly instants: readonly Float64Array[];
  /** Outputs that may be kept for a jump, by use. */
  readonly mostJumps: number;
  /** Where it stands now instead of where it came to. */
  readonly start?: SystemStart;
}

/** A stretch of one output: `use` and `output` are indexes into the task. NaN where an input is unknown. */
export interface OutputChunk {
  readonly use: number;
  readonly output: number;
  readonly tUs: Float64Array;
  readonly value: Float64Array;
}

/** Root mean square of measured minus simulated at the known samples of one compared signal. */
export interface ResidualSummary {
  readonly use: number;
  /** Index into the use's `compared`. */
  readonly compared: number;
  readonly rmse: number;
  readonly samples: number;
  /** At the last of them; NaN without any. */
  readonly last: number;
}

/** Stands at the end of the span; as far as it came where there is a problem. */
export interface SystemResult extends SystemStart {
  readonly steps: number;
  /** Whether all inputs have had a value, so that the model has begun. */
  readonly begun: boolean;
  readonly residuals: readonly ResidualSummary[];
  /** The model stopped having a finite solution; everything before is kept. */
  readonly problem?: ErrorData;
}

export type WorkerMessage =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "output"; readonly chunk: OutputChunk }
  | { readonly kind: "done"; readonly result: SystemResult }
  | { readonly kind: "failed"; readonly error: ErrorData };
