/** Calibrations: parameters of a model fitted to what was measured, with how far to trust them. */
import { z } from "zod";
import { stream } from "./define.ts";
import type { Run } from "./runs.ts";

/** Whether the data fix a parameter, hold it loosely, or say nothing of it. */
export type ParameterVerdict = "identified" | "weak" | "not-identifiable";

export interface FittedParameter {
  readonly name: string;
  /** Whose it is; absent where an older Twinbench fitted it, of the calibration's own use. */
  readonly use?: string;
  readonly unit: string;
  readonly value: number;
  /** What the use had before. */
  readonly before: number;
  /** Ends of the 95 % interval, within the bounds. Undefined where there is none. */
  readonly low?: number;
  readonly high?: number;
  readonly verdict: ParameterVerdict;
  /** With each fitted parameter in their order, itself included (1). */
  readonly correlation: readonly number[];
}

/** Root mean squares of measured minus simulated. */
export interface FitErrors {
  readonly fit: number;
  /** Undefined without a span that was held out. */
  readonly heldOut?: number;
  /** Of guessing without a model over the held-out spans (the fitted ones without): the mean of the fitted spans, and each span's first value. */
  readonly constant: number;
  readonly lastValue: number;
}

export interface ComparedFit extends FitErrors {
  readonly signal: string;
  readonly unit: string;
  /** What a residual of one standard deviation of this signal counts. */
  readonly weight: number;
  readonly samples: number;
  /** Measured minus simulated over all spans, in time order, reduced to the furthest from zero of each stretch of time. */
  readonly residuals: { readonly tUs: readonly number[]; readonly value: readonly number[] };
}

export interface CalibrationSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly heldOut: boolean;
}

export interface CalibrationStart {
  readonly parameters: readonly number[];
  readonly found: readonly number[];
  /** Half the sum of squared weighted residuals; undefined where there is no finite solution from here. */
  readonly cost?: number;
  /** Why there is none, in plain words. */
  readonly trouble?: string;
  readonly iterations: number;
  readonly ended: "converged" | "noProgress" | "tooMany" | "noSolution";
}

/** A use with the assets on which it was fitted. */
export interface FittedUse {
  readonly use: string;
  readonly assetIds: readonly string[];
}

export interface CalibrationResult extends FittedUse {
  /** Other uses whose parameters were fitted with it, and whose outputs were compared too. */
  readonly others?: readonly FittedUse[];
  readonly parameters: readonly FittedParameter[];
  readonly spans: readonly CalibrationSpan[];
  readonly compared: readonly ComparedFit[];
  /** Over all compared signals, in `unit`: their common one, or shares of each one's standard deviation. */
  readonly overall: FitErrors;
  readonly unit: string;
  /** May be called calibrated: a held-out span was met better than by any guess, and not much worse than the fitted ones. */
  readonly passed: boolean;
  /** Why not, in plain words. */
  readonly reason?: string;
  readonly whiteness: { readonly autocorrelation: readonly number[]; readonly band: number; /** Undefined with too few samples. */ readonly probability?: number };
  readonly starts: readonly CalibrationStart[];
  /** Whose derivatives led the fit. */
  readonly sensitivities: "exact" | "differences";
  readonly author: string;
  readonly seed: number;
}

export type CalibrationEvent =
  | { readonly kind: "iteration"; readonly start: number; readonly number: number; readonly parameters: readonly number[]; readonly cost: number }
  | { readonly kind: "done"; readonly run: Run };

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });

/** More starts than this find nothing more. */
export const MAX_STARTS = 64;

const calibrateRequest = z.object({
  /** Whose assets are chosen, and whose outputs are compared. */
  use: z.string(),
  /** Without, all assets of the use share the values. */
  assets: z.array(z.string()).nonempty().optional(),
  /** A parameter of another `use` is fitted, and that use's outputs compared, where it feeds the first, is fed by it, or stands on the same asset. */
  fit: z.array(z.object({ use: z.string().optional(), name: z.string(), low: z.number().optional(), high: z.number().optional() })).nonempty(),
  /** Weights of compared signals, by id; 1 where not given, 0 leaves one out. */
  weights: z.record(z.string(), z.number().nonnegative()).optional(),
  fitSpans: z.array(span).nonempty(),
  heldOut: z.array(span),
  starts: z.number().int().min(1).max(MAX_STARTS).optional(),
  seed: z.number().int().nonnegative().optional(),
  name: z.string().max(200).optional(),
});
export type CalibrateRequest = z.infer<typeof calibrateRequest>;

/** Whose parameters were fitted, and where. */
export function fittedUses({ use, assetIds, others = [] }: CalibrationResult): FittedUse[] {
  return [{ use, assetIds }, ...others];
}

/** Of these parameters those of one use; `own` is the calibration's. */
export function parametersOf<P extends { readonly use?: string }>(parameters: readonly P[], own: string, use: string): P[] {
  return parameters.filter((parameter) => (parameter.use ?? own) === use);
}

/** `R`, or `Cooling.k` of another use than the calibration's own. */
export function parameterName({ use, name }: { readonly use?: string | undefined; readonly name: string }, own: string): string {
  return use === undefined || use === own ? name : `${use}.${name}`;
}

export const calibrationService = {
  /** Iterations as they come, at the end the stored run with its `calibration`. Progress and cancel through the job too. */
  calibrate: stream<CalibrationEvent>()(calibrateRequest),
};
