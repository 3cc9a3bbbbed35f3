/** Searches for optima that are known in closed form, with limits, their prices and what they cost. */
import { describe, expect, it } from "vitest";
import { Goals } from "../../../main/engine/optimisation/goals.ts";
import { optimise } from "../../../main/engine/optimisation/optimise.ts";
import { shadowPrices } from "../../../main/engine/optimisation/shadowPrices.ts";
import { outcomeWords, type OptimisationEvent, type OptimisationFound, type OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import { studyFigures } from "../../../shared/contract/studies.ts";

const names = ["f", "g"];
const outputs = names.map((name, output) => ({ system: 0, use: 0, output, assetId: "a", name, signal: name, unit: "1", factor: 1, offset: 0, compared: undefined }));

type Fn = (x: readonly number[]) => number;
interface Asked {
  readonly f: Fn;
  readonly g?: Fn;
  readonly dimensions: number;
  readonly low: number;
  readonly high: number;
  readonly objective?: OptimiseRequest["objective"]["sense"];
  readonly constraints?: OptimiseRequest["constraints"];
  readonly seed?: number;
  readonly evaluations?: number;
  readonly tell?: (event: OptimisationEvent) => void;
}

/** As if a model had solved rows: f and g are means of two outputs. */
async function found({ f, g = () => 0, dimensions, low, high, objective = "minimise", constraints = [], seed = 1, evaluations = 1_500, tell = () => undefined }: Asked): Promise<OptimisationFound> {
  const variables = Array.from({ length: dimensions }, (_, i) => ({ of: "parameter" as const, use: "U", name: `x${i + 1}`, how: "shift" as const, range: { kind: "even" as const, low, high }, unit: "1" }));
  const goal = { objective: { sense: objective, output: "f", figure: "mean" as const }, constraints };
  return optimise({ use: "U", span: { fromUs: 0, toUs: 1 }, ...goal, variables, seed, evaluations }, {
    goals: new Goals(goal, outputs, undefined), uses: [], tell, progress: () => undefined,
    solve: (rows) => Promise.resolve(rows.map((amounts) => {
      const x = amounts.map((amount) => (Number.isNaN(amount) ? 0 : amount));
      const figures = new Float64Array(names.length * studyFigures.length).fill(NaN);
      figures[0] = f(x);
      figures[studyFigures.length] = g(x);
      return { figures, lines: new Float64Array(), isSolved: !Number.isNaN(figures[0]) };
    })),
  });
}

const squares: Fn = (x) => x.reduce((sum, one) => sum + one * one, 0);
const sumOf: Fn = (x) => x.reduce((sum, one) => sum + one, 0);
const amounts = ({ values }: OptimisationFound): number[] => values.map(({ amount }) => amount);
const gAbove = (limit: number): OptimiseRequest["constraints"] => [{ kind: "figure", output: "g", figure: "mean", side: "above", limit }];

describe("an optimisation", () => {
  it("finds the least of x² + y² where x + y is at least 1, what that costs, and its price", async () => {
    const best = await found({ f: squares, g: sumOf, dimensions: 2, low: -2, high: 2, constraints: gAbove(1) });
    expect(amounts(best)).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.5, 2)]);
    expect(best).toMatchObject({ feasible: true, settled: true, best: expect.closeTo(0.5, 3), present: 0 });
    // The least is limit²/2: its slope at a limit of 1 is 1, and without a limit it is 0.
    expect(best.constraints).toMatchObject([{ binding: true, limit: 1, costs: expect.closeTo(0.5, 3), price: expect.closeTo(1, 2), present: 0 }]);
    expect(outcomeWords(best, undefined)).toEqual([]);
  });

  it("goes the other way where the most is asked for, up to a bound", async () => {
    const best = await found({ f: ([x = 0]) => 3 * x, g: ([x = 0]) => x, dimensions: 1, low: 0, high: 2, objective: "maximise", constraints: [{ kind: "figure", output: "g", figure: "mean", side: "below", limit: 5 }] });
    expect(best.values).toMatchObject([{ amount: 2, atBound: "high" }]);
    expect(best).toMatchObject({ best: 6, constraints: [{ binding: false, costs: 0, slack: 3 }] });
  });

  it("gets along a curved valley and out of poor ones", async () => {
    const rosenbrock: Fn = ([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    expect(amounts(await found({ f: rosenbrock, dimensions: 2, low: -2, high: 2, evaluations: 4_000 }))).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
    const rastrigin: Fn = (x) => x.reduce((sum, one) => sum + (one - 0.7) ** 2 - Math.cos(2 * Math.PI * (one - 0.7)) + 1, 0);
    expect(amounts(await found({ f: rastrigin, dimensions: 3, low: -5, high: 5, evaluations: 4_000 })).map((one) => Math.abs(one - 0.7) < 1e-3)).toEqual([true, true, true]);
  });

  it("is indifferent to jumps, and leaves out what has no solution", async () => {
    const best = await found({ f: ([x = 0]) => (x < 0.3 ? NaN : Math.ceil(10 * x) + x), dimensions: 1, low: 0, high: 1 });
    expect(amounts(best)[0]).toBeCloseTo(0.3, 4);
  });

  it("says which limit is furthest off where none can be kept", async () => {
    const best = await found({ f: squares, g: sumOf, dimensions: 2, low: -1, high: 1, constraints: [...gAbove(1), ...gAbove(5)] });
    expect(best).toMatchObject({ feasible: false, furthestOff: 1 });
    expect(best.constraints.map(({ costs }) => costs)).toEqual([undefined, undefined]);
    // It comes as near as it can: the corner.
    expect(best.values.map(({ atBound }) => atBound)).toEqual(["high", "high"]);
    expect(outcomeWords(best, "g")).toEqual([expect.stringMatching(/No values .* furthest off is: g/)]);
  });

  it("says which variable does not matter", async () => {
    const best = await found({ f: ([x = 0]) => x * x, dimensions: 2, low: -1, high: 1 });
    expect(outcomeWords(best, undefined)).toEqual([expect.stringMatching(/^Flat: x2 is not sharply determined/)]);
  });

  it("is the same for the same seed, another for another, and tells ever better values", async () => {
    const told: number[] = [];
    const asked = { f: squares, g: sumOf, dimensions: 2, low: -2, high: 2, constraints: gAbove(1), evaluations: 200 };
    const first = await found({ ...asked, tell: (event) => event.kind === "best" && event.feasible && told.push(event.objective) });
    expect(await found(asked)).toEqual(first);
    expect(await found({ ...asked, seed: 2 })).not.toEqual(first);
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(first.curve.best).toEqual(told);
    expect(first).toMatchObject({ settled: false });
    expect(first.searched).toBeLessThanOrEqual(200);
  });
});

describe("shadow prices", () => {
  it("are the multipliers at a corner of two limits, in each one's unit", () => {
    // Minimise −3x − 2y with x ≤ a and 10 y ≤ b: a unit of a gains 3, a unit of b 0.2.
    expect(shadowPrices([-3, -2], [[1, 0], [0, 10]])).toEqual([expect.closeTo(3, 12), expect.closeTo(0.2, 12)]);
  });

  it("are none where limits depend on each other, or slopes are left over", () => {
    expect(shadowPrices([-1, 0], [[1, 0], [2, 0]])).toBeUndefined();
    expect(shadowPrices([-1, -1], [[1, 0]])).toBeUndefined();
  });
});
