/** What the data say of each parameter: an interval, how it goes with the others, and a verdict in a word. */
import { studentInterval } from "../../../shared/math/distributions.ts";
import { symmetricEigen } from "../../../shared/math/symmetricEigen.ts";
import type { ParameterVerdict } from "../../../shared/contract/calibration.ts";
import { normalEquations } from "./leastSquares.ts";
import { effectiveCount, type Stretches } from "./residualTests.ts";

export interface FittedValue {
  readonly value: number;
  /** −Infinity and Infinity where there is no bound. */
  readonly low: number;
  readonly high: number;
}

export interface Estimate {
  /** Ends of the 95 % interval; the bounds where the data tell nothing. */
  readonly low: number;
  readonly high: number;
  readonly verdict: ParameterVerdict;
  /** With each parameter, itself included (1). */
  readonly correlation: readonly number[];
}

const CONFIDENCE = 0.95;
/** Nothing is measured finer than by this share of how it varied (some thirteen bits): residuals come in shares of that. */
const FINEST = 1e-4;
/** Residuals that all hang together still say how far the model is off: an interval of one degree of freedom is wide, not endless. */
const FEWEST_DEGREES = 1;
/**
 * Eigenvalue of the normalised JᵀJ below which a combination of parameters changes nothing that was measured: a collinearity
 * index of 3,000, where 15 is called poor (Brun, Reichert and Künsch, Water Resour. Res. 37 (2001) 1015).
 */
const NULL_EIGENVALUE = 1e-7;
/** A parameter takes part in such a combination when along it it moves by more than this share of what the most moved one does, each measured by its size. */
const TAKES_PART = 0.1;
/** Keeps correlations finite where parameters are exchangeable. */
const LEAST_EIGENVALUE = 1e-12;
/** Half an interval of more than this share of the value leaves a parameter weak. */
const WEAK_SHARE = 0.1;

/** `jacobian` row by row for the weighted residuals of all `stretches` one after another, as `leastSquares` has them. */
export function estimates(fitted: readonly FittedValue[], residuals: Float64Array, jacobian: Float64Array, stretches: Stretches): Estimate[] {
  const count = fitted.length;
  const { hessian } = normalEquations(residuals, jacobian, count);
  const norms = hessian.map((row, j) => Math.sqrt(row[j] ?? 0));
  const normalised = hessian.map((row, j) => row.map((value, k) => value / ((norms[j] || 1) * (norms[k] || 1))));
  const { values, vectors } = symmetricEigen(normalised);
  const effective = effectiveCount(stretches, FINEST);
  const degrees = residuals.length > count ? Math.max(effective - count, FEWEST_DEGREES) : 0;
  const variance = residuals.reduce((sum, value) => sum + value * value + FINEST * FINEST, 0) / Math.max(residuals.length - count, 1);
  const spread = studentInterval(CONFIDENCE, degrees) * Math.sqrt((variance * residuals.length) / Math.max(effective, 1));
  const told = inverse(values, vectors, (value) => (value < NULL_EIGENVALUE ? 0 : 1 / value));
  const whole = inverse(values, vectors, (value) => 1 / Math.max(value, LEAST_EIGENVALUE));
  const silent = vectors.filter((_, k) => (values[k] ?? 0) < NULL_EIGENVALUE).map((vector) => fitted.map((parameter, j) => Math.abs(vector[j] ?? 0) / ((norms[j] || 1) * sizeOf(parameter))));
  return fitted.map((parameter, j) => {
    const untold = (norms[j] ?? 0) === 0 || silent.some((moves) => (moves[j] ?? 0) > TAKES_PART * Math.max(...moves));
    const half = untold ? Infinity : (spread * Math.sqrt(told[j]?.[j] ?? 0)) / (norms[j] ?? 1);
    const correlation = whole.map((row, k) => (k === j ? 1 : (row[j] ?? 0) / Math.sqrt((row[k] ?? 1) * (whole[j]?.[j] ?? 1))));
    return { low: Math.max(parameter.low, parameter.value - half), high: Math.min(parameter.high, parameter.value + half), verdict: verdictOf(parameter, half), correlation };
  });
}

function sizeOf({ value, low, high }: FittedValue): number {
  return Math.abs(value) || (Number.isFinite(high - low) ? high - low : 1);
}

function verdictOf({ value, low, high }: FittedValue, half: number): ParameterVerdict {
  if (!Number.isFinite(half) || half >= Math.abs(value) || (value - half <= low && value + half >= high)) return "not-identifiable";
  // At a bound it is the bound that was found, not the parameter.
  return half > WEAK_SHARE * Math.abs(value) || value <= low || value >= high ? "weak" : "identified";
}

function inverse(values: readonly number[], vectors: readonly (readonly number[])[], of: (value: number) => number): number[][] {
  return vectors.map((_, j) => vectors.map((__, k) => values.reduce((sum, value, i) => sum + of(value) * (vectors[i]?.[j] ?? 0) * (vectors[i]?.[k] ?? 0), 0)));
}
