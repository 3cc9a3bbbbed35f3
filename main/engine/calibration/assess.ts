/** How well fitted values do, on what they were fitted to and on what was held out, and how far each can be trusted. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ComparedFit, FitErrors, FittedParameter } from "../../../shared/contract/calibration.ts";
import { groupBy } from "../../../shared/collections.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { ConnectImported } from "../simulation/index.ts";
import type { Assessment, CalibrationProblem } from "./calibrationTypes.ts";
import { estimates } from "./identifiability.ts";
import { ModelResiduals } from "./ModelResiduals.ts";
import { whiteness } from "./residualTests.ts";
import type { Stretch } from "./solveStretches.ts";
import { weigh } from "./weighResiduals.ts";

/** Shares of a standard deviation, where signals have no unit in common. */
const NO_COMMON_UNIT = "1";

/** `connect` steps the imported models there are. Throws `diverged` where there is no solution over what was held out. */
export function assess(problem: CalibrationProblem, parameters: readonly number[], connect?: ConnectImported): Assessment {
  const residuals = new ModelResiduals(problem, connect);
  const stretches = residuals.solve(parameters, { withSlopes: true, heldOut: true });
  if (!stretches) throw new TwinError("diverged", `With the values found the model has no finite solution over the spans that were held out.${residuals.trouble === undefined ? "" : ` ${residuals.trouble}`}`);
  const fitted = weigh(stretches.filter((stretch) => !stretch.heldOut), problem.weights);
  const found = problem.fitted.map(({ low, high }, j) => ({ value: parameters[j] ?? Number.NaN, low, high }));
  const known = estimates(found, fitted.residuals, fitted.jacobian, fitted.stretches);
  const compared = [...groupBy(stretches, ({ signal }) => signal)].map(([signal, own]): ComparedFit => ({ signal, unit: codeOfDifference(own[0]?.unit ?? NO_COMMON_UNIT), weight: problem.weights.get(signal) ?? 1, samples: samplesOf(own), residuals: reducedResiduals(own), ...errorsOf(own.map((stretch) => ({ stretch, scale: 1 }))) }));
  const counted = compared.filter(({ weight }) => weight > 0);
  const unit = counted.every((one) => one.unit === counted[0]?.unit) ? counted[0]?.unit : undefined;
  const scales = fitted.scales;
  const overall = errorsOf(stretches.filter(({ signal }) => counted.some((one) => one.signal === signal)).map((stretch) => ({ stretch, scale: unit === undefined ? (scales.get(stretch.signal) ?? 1) : 1 })));
  return {
    parameters: problem.fitted.map(({ use, name, unit: own, before }, j): FittedParameter => {
      const { low, high, verdict, correlation } = known[j] ?? { low: Number.NaN, high: Number.NaN, verdict: "not-identifiable" as const, correlation: [] };
      return { use, name, unit: own, value: parameters[j] ?? Number.NaN, before, ...(Number.isFinite(low) && { low }), ...(Number.isFinite(high) && { high }), verdict, correlation };
    }),
    compared,
    overall,
    unit: unit ?? NO_COMMON_UNIT,
    whiteness: whiteness(fitted.stretches, problem.fitted.length),
    sensitivities: residuals.sensitivities,
  };
}

/** Enough for a plot across a screen, little enough to be kept with the run. */
const MOST_RESIDUALS = 600;

/** Of each stretch of so many samples the residual that is furthest from zero, so that no outlier is lost. */
function reducedResiduals(stretches: readonly Stretch[]): ComparedFit["residuals"] {
  const tUs: number[] = [];
  const value: number[] = [];
  const each = Math.max(1, Math.ceil(samplesOf(stretches) / MOST_RESIDUALS));
  for (const stretch of stretches) {
    const residuals = stretch.measured.map((measured, i) => measured - (stretch.simulated[i] ?? Number.NaN));
    for (let first = 0; first < residuals.length; first += each) {
      const furthest = residuals.subarray(first, first + each).reduce((found, one, i, all) => (Math.abs(one) > Math.abs(all[found] ?? 0) ? i : found), 0);
      tUs.push(stretch.tUs[first + furthest] ?? Number.NaN);
      value.push(residuals[first + furthest] ?? Number.NaN);
    }
  }
  return { tUs, value };
}

interface Scaled {
  readonly stretch: Stretch;
  readonly scale: number;
}

function errorsOf(all: readonly Scaled[]): FitErrors {
  const inFit = all.filter(({ stretch }) => !stretch.heldOut);
  const heldOut = all.filter(({ stretch }) => stretch.heldOut);
  const judged = heldOut.length > 0 ? heldOut : inFit;
  const means = new Map([...groupBy(inFit, ({ stretch }) => stretch.signal)].map(([signal, own]) => [signal, meanOf(own.map(({ stretch }) => stretch.measured))]));
  return {
    fit: rootMeanSquare(inFit, ({ simulated }, i) => simulated[i]),
    ...(heldOut.length > 0 && { heldOut: rootMeanSquare(heldOut, ({ simulated }, i) => simulated[i]) }),
    constant: rootMeanSquare(judged, ({ signal }) => means.get(signal)),
    lastValue: rootMeanSquare(judged, ({ measured }) => measured[0]),
  };
}

function rootMeanSquare(all: readonly Scaled[], guess: (stretch: Stretch, index: number) => number | undefined): number {
  let sum = 0;
  for (const { stretch, scale } of all) stretch.measured.forEach((value, i) => (sum += ((value - (guess(stretch, i) ?? Number.NaN)) * scale) ** 2));
  return Math.sqrt(sum / samplesOf(all.map(({ stretch }) => stretch)));
}

function meanOf(columns: readonly Float64Array[]): number {
  const count = columns.reduce((sum, column) => sum + column.length, 0);
  return columns.reduce((sum, column) => sum + column.reduce((inner, value) => inner + value, 0), 0) / count;
}

function samplesOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { tUs }) => sum + tUs.length, 0);
}
