/** What goes into a study's worker and what comes out of it: plain data and typed arrays. */
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { StudyVariable } from "../../../shared/contract/studies.ts";
import type { RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import type { LedgerSpans, SampleColumns } from "../history/index.ts";
import type { InputSeries, SystemStart } from "../simulation/index.ts";

/** Rules that are tried on each row, and the past that they read. */
export interface RowRules {
  readonly programs: readonly RuleProgram[];
  /** Of measured signals: the number of each series. Outputs of rows are given numbers of their own. */
  readonly series: ReadonlyMap<string, number>;
  /** From some time before the span to its end, in time order. */
  readonly recorded: readonly SampleColumns[];
  readonly ledger: LedgerSpans;
}

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
  readonly starts?: readonly SystemStart[];
  readonly rules?: RowRules;
}

/** Rows for a worker: places, and amounts of each variable. */
export type StudyPortion = readonly { readonly row: number; readonly amounts: readonly number[] }[];

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
  readonly isSolved: boolean;
  /** For each rule how long it is active within the span, in µs; absent where there is none or no solution. */
  readonly activeUs?: Float64Array;
}

export type StudyMessage =
  | { readonly kind: "row"; readonly row: number; readonly result: RowResult }
  /** The portion has ended. */
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: ErrorData };

/** What a preview's worker says to each problem. */
export type TrialMessage = { readonly kind: "solved"; readonly result: RowResult } | { readonly kind: "failed"; readonly error: ErrorData };
