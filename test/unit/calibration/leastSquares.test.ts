/** Against problems with published answers: Rosenbrock's valley, and Misra1a of NIST's Statistical Reference Datasets. */
import { describe, expect, it } from "vitest";
import { leastSquares, type Evaluation } from "../../../main/engine/calibration/leastSquares.ts";

const free = (count: number) => ({ low: Array.from({ length: count }, () => -Infinity), high: Array.from({ length: count }, () => Infinity) });

/** Residuals of y against a curve, with its derivatives. */
function curve(x: readonly number[], y: readonly number[], of: (x: number, b: readonly number[]) => { readonly value: number; readonly slopes: readonly number[] }) {
  return (b: readonly number[]): Evaluation => {
    const points = x.map((one) => of(one, b));
    return { residuals: Float64Array.from(points, ({ value }, i) => (y[i] ?? 0) - value), jacobian: Float64Array.from(points.flatMap(({ slopes }) => slopes.map((slope) => -slope))) };
  };
}

const MISRA_X = [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760];
const MISRA_Y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78];
const misra1a = curve(MISRA_X, MISRA_Y, (x, [b1 = 0, b2 = 0]) => {
  const decay = Math.exp(-b2 * x);
  return { value: b1 * (1 - decay), slopes: [1 - decay, b1 * x * decay] };
});

const rosenbrock = ([x = 0, y = 0]: readonly number[]): Evaluation => ({ residuals: Float64Array.of(10 * (y - x * x), 1 - x), jacobian: Float64Array.of(-20 * x, 10, -1, 0) });

describe("least squares within bounds", () => {
  it("finds NIST's Misra1a from both of its starts", () => {
    for (const start of [[500, 0.0001], [250, 0.0005]]) {
      const { parameters, cost, ended } = leastSquares({ start, ...free(2), evaluate: misra1a });
      expect(ended).toBe("converged");
      expect(parameters[0]).toBeCloseTo(238.94212918, 4);
      expect(parameters[1]).toBeCloseTo(5.5015643181e-4, 10);
      expect(2 * cost).toBeCloseTo(0.12455138894, 9);
    }
  });

  it("follows Rosenbrock's valley to its end", () => {
    const { parameters, ended } = leastSquares({ start: [-1.2, 1], ...free(2), evaluate: rosenbrock });
    expect(ended).toBe("converged");
    for (const value of parameters) expect(value).toBeCloseTo(1, 5);
  });

  it("stays within bounds and finds the best on them", () => {
    // On x ≤ 0.5 the valley's best is x = 0.5, y = 0.25.
    const seen: number[] = [];
    const { parameters, ended } = leastSquares({
      start: [-1.2, 1], low: [-2, -2], high: [0.5, 2],
      evaluate: (values) => {
        seen.push(values[0] ?? NaN);
        return rosenbrock(values);
      },
    });
    expect(ended).toBe("converged");
    expect(parameters[0]).toBeCloseTo(0.5, 8);
    expect(parameters[1]).toBeCloseTo(0.25, 5);
    expect(Math.max(...seen)).toBeLessThanOrEqual(0.5);
  });

  it("begins at the bound where the start lies outside", () => {
    const { parameters } = leastSquares({ start: [900, 1], low: [0, 0], high: [300, 0.01], evaluate: misra1a });
    expect(parameters[0]).toBeCloseTo(238.94212918, 3);
  });

  it("steps around values for which there is no solution", () => {
    const evaluate = (values: readonly number[]) => ((values[0] ?? 0) > 0.9 && (values[1] ?? 0) < 0.5 ? undefined : rosenbrock(values));
    const { parameters } = leastSquares({ start: [-1.2, 1], ...free(2), evaluate });
    expect(parameters[0]).toBeCloseTo(1, 4);
  });

  it("says so where there is no solution to begin with", () => {
    expect(leastSquares({ start: [1], ...free(1), evaluate: () => undefined })).toMatchObject({ ended: "noSolution", cost: Infinity });
  });

  it("leaves a parameter alone that nothing depends on", () => {
    const { parameters, ended } = leastSquares({ start: [0, 7], ...free(2), evaluate: ([x = 0]) => ({ residuals: Float64Array.of(x - 3, 1), jacobian: Float64Array.of(1, 0, 0, 0) }) });
    expect(ended).toBe("converged");
    expect(parameters[0]).toBeCloseTo(3, 6);
    expect(parameters[1]).toBe(7);
  });

  it("tells each step with the cost falling", () => {
    const costs: number[] = [];
    leastSquares({ start: [500, 0.0001], ...free(2), evaluate: misra1a, onIteration: ({ cost }) => costs.push(cost) });
    expect(costs.length).toBeGreaterThan(2);
    expect([...costs].sort((a, b) => b - a)).toEqual(costs);
  });
});
