/** What goes into a calibration worker and what comes out of it: plain data and typed arrays. */
import type { CalibrationStart, ComparedFit, FitErrors, FittedParameter } from "../../../shared/contract/calibration.ts";
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { InputSeries } from "../simulation/index.ts";
import type { Whiteness } from "./residualTests.ts";

export interface FittedName {
  readonly use: string;
  readonly name: string;
  readonly unit: string;
  readonly before: number;
  /** −Infinity and Infinity where there is no bound. */
  readonly low: number;
  readonly high: number;
}

export interface SpanData {
  readonly fromUs: number;
  readonly toUs: number;
  readonly heldOut: boolean;
  /** Samples of all signals read over this span, by id, as `readInputs` gives them. */
  readonly series: ReadonlyMap<string, InputSeries>;
}

/** Everything a calibration is about, beside the values tried. */
export interface CalibrationProblem {
  /** Sorted as for a simulation. */
  readonly systems: readonly (readonly UseProgram[])[];
  /** Ids of the uses that have the fitted parameters, or whose outputs are compared; what feeds them is solved with them as it is. */
  readonly members: readonly string[];
  readonly fitted: readonly FittedName[];
  readonly spans: readonly SpanData[];
  /** By compared signal; 1 where not given. */
  readonly weights: ReadonlyMap<string, number>;
}

export type CalibrationTask =
  | { readonly kind: "fit"; readonly problem: CalibrationProblem; readonly start: readonly number[] }
  | { readonly kind: "assess"; readonly problem: CalibrationProblem; readonly parameters: readonly number[] };

/** How well parameters do, and how far they can be trusted. */
export interface Assessment {
  readonly parameters: readonly FittedParameter[];
  readonly compared: readonly ComparedFit[];
  readonly overall: FitErrors;
  readonly unit: string;
  readonly whiteness: Whiteness;
  readonly sensitivities: "exact" | "differences";
}

export type CalibrationMessage =
  | { readonly kind: "iteration"; readonly number: number; readonly parameters: readonly number[]; readonly cost: number }
  | { readonly kind: "fitted"; readonly result: CalibrationStart }
  | { readonly kind: "assessed"; readonly result: Assessment }
  | { readonly kind: "failed"; readonly error: ErrorData };
