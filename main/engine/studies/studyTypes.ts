/** What goes into a study's worker and what comes out of it: plain data and typed arrays. */
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { StudyVariable } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { InputSeries } from "../simulation/index.ts";

/** What stays the same over all rows of a study. */
export interface StudyProblem {
  /** Sorted systems that hold what is looked at. */
  readonly systems: readonly (readonly UseProgram[])[];
  readonly series: ReadonlyMap<string, InputSeries>;
  readonly fromUs: number;
  readonly toUs: number;
  readonly variables: readonly StudyVariable[];
  /** Ids of the uses whose outputs are looked at. */
  readonly watched: readonly string[];
  /** Figures see outputs this often; the band keeps every multiple of `gridStepUs`. */
  readonly outputStepUs: number;
  readonly gridStepUs: number;
  /** States to begin each system with instead of the models' own. */
  readonly startStates?: readonly Float64Array[];
  readonly importedStates?: readonly (readonly Uint8Array[] | undefined)[];
}

export interface StudyTask {
  readonly problem: StudyProblem;
  /** Amounts of each variable, row by row. */
  readonly rows: readonly (readonly number[])[];
}

/** One output that is looked at. Its figures and its line on the grid stand at its place in every row's answer. */
export interface WatchedOutput {
  readonly system: number;
  readonly use: number;
  readonly output: number;
  readonly assetId: string;
  readonly name: string;
  readonly signal: string;
  readonly unit: string;
  readonly factor: number;
  readonly offset: number;
  /** Whether measured values are there to compare with. */
  readonly compared: number | undefined;
}

export interface RowResult {
  /** For each watched output its figures, in the order of `studyFigures`; NaN where there is none. */
  readonly figures: Float64Array;
  /** For each watched output its values on the grid; NaN where an input is unknown. Empty where the model has no solution. */
  readonly lines: Float64Array;
}

export type StudyMessage =
  | { readonly kind: "row"; readonly row: number; readonly result: RowResult }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: ErrorData };
