/** The Jacobian of an FMU for model exchange, for the stiff method: by the FMU's directional derivatives where it has them, else by differences. The clock is its last state. */
import type { ExchangeCalls } from "./ExchangeCalls.ts";

/** By how much of its size a value is moved: halves the digits between the error of a difference and that of rounding. */
export const DIFFERENCE = Math.sqrt(Number.EPSILON);

export interface ExchangeJacobianParts {
  readonly calls: ExchangeCalls;
  readonly isDirectional: boolean;
  /** Places and evaluates; derivatives that have no value are NaN. */
  readonly derivative: (y: Float64Array, dy: Float64Array) => void;
  /** By how much a state is moved from this value. */
  readonly differenceOf: (state: number, value: number) => number;
}

/** Fills a matrix row by row; a column that has no value is NaN. */
export function exchangeJacobian({ calls, isDirectional, derivative, differenceOf }: ExchangeJacobianParts): (y: Float64Array, matrix: Float64Array) => void {
  const n = calls.states.length + 1;
  const [trial, at, moved] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  return (y, matrix) => {
    const column = (j: number, of: (i: number) => number): void => {
      for (let i = 0; i < n; i++) matrix[i * n + j] = of(i);
    };
    derivative(y, at);
    for (let j = 0; j < n; j++) {
      if (isDirectional && j < n - 1) {
        // It stands at y: the clock, which is differed, comes last.
        const hasValue = calls.differentiate(j);
        column(j, (i) => (i === n - 1 ? 0 : hasValue ? (calls.derivatives[i] as number) : NaN));
        continue;
      }
      trial.set(y);
      trial[j] = (y[j] as number) + differenceOf(j, y[j] as number);
      // What was really added, after rounding.
      const step = (trial[j] as number) - (y[j] as number);
      derivative(trial, moved);
      column(j, (i) => ((moved[i] as number) - (at[i] as number)) / step);
    }
  };
}
