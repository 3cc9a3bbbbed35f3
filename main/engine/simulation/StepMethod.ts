/** What a one-step method offers to the loop that drives it, and how errors are measured for all of them. */

/** Derivatives per second. Time does not appear: inputs are held between two of their samples. */
export type Derivative = (y: Float64Array, dy: Float64Array) => void;

export interface Tolerances {
  readonly relative: number;
  /** Per state, in its unit. */
  readonly absolute: Float64Array;
}

/** Works on arrays of its own, made once: nothing is allocated while it runs. */
export interface StepMethod {
  /** The states or the inputs were changed from outside: what is remembered of the last step no longer holds. */
  restart(y: Float64Array): void;
  /** Tries a step from y; returns its error in units of the tolerance, NaN where the system has no value. */
  attempt(y: Float64Array, hS: number): number;
  /** Takes the step tried last: y becomes its end. */
  accept(y: Float64Array, hS: number): void;
  /** By which the step is multiplied so that an error like this one meets the tolerance; 1 means no change. */
  factorFor(error: number): number;
  /** The solution inside the step taken last, for each state what the powers of a share of the step, from 0 to 1, are multiplied with. */
  readonly dense: Float64Array;
  /** h·|λ|: how fast the fastest part of the system moves in the step taken last. */
  readonly stiffness: number;
}

/** Numbers by which the dense output tells of one state: a polynomial of fourth order, the highest that any method has. */
export const POWERS = 5;

/** The dense output at a share of the step. */
export function denseAt(dense: Float64Array, share: number, result: Float64Array): void {
  for (let i = 0, d = 0; d < dense.length; i++, d += POWERS) {
    result[i] = (dense[d] as number) + share * ((dense[d + 1] as number) + share * ((dense[d + 2] as number) + share * ((dense[d + 3] as number) + share * (dense[d + 4] as number))));
  }
}

/** A state much smaller than its nominal value is held to this share of what that value is held to. */
const ABSOLUTE_SHARE = 1e-3;

/** Tolerances by the sizes that states have when they are of interest, their nominal values. */
export function tolerancesBy(relative: number, nominals: Float64Array): Tolerances {
  return { relative, absolute: nominals.map((size) => relative * ABSOLUTE_SHARE * size) };
}

/** What a state's error may be. */
export function toleranceOf({ absolute, relative }: Tolerances, index: number, before: number, after: number): number {
  return (absolute[index] as number) + relative * Math.max(Math.abs(before), Math.abs(after));
}

/** Root mean square from the sum of squared ratios. Never 0, so that step control can divide by it; infinite is no value. */
export function errorFrom(sumOfSquares: number, states: number): number {
  const error = Math.sqrt(sumOfSquares / Math.max(1, states));
  return error === Infinity ? NaN : Math.max(1e-10, error);
}
