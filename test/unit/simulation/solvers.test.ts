import { describe, expect, it } from "vitest";
import { DormandPrince } from "../../../main/engine/simulation/dormandPrince.ts";
import { LuFactors } from "../../../main/engine/simulation/LuFactors.ts";
import { Rodas4 } from "../../../main/engine/simulation/rodas4.ts";
import { denseAt, type StepMethod } from "../../../main/engine/simulation/StepMethod.ts";
import { closedForms, decay, fastLag, oscillator, solveProblem, stiffReferences, vanDerPol, type SolverProblem } from "../../fixtures/solverProblems.ts";
import { binary, makeUse, number, state } from "../../fixtures/modelBuilders.ts";

/**
 * How many tolerances the answer may be off at the end. The tolerance is that of one step; what errors of steps add up to
 * depends on the problem. docs/solvers.md has what is measured, at most 8.
 */
const TOLERANCES_OFF = 10;

describe.each(closedForms)("$name", (problem) => {
  it.each([1e-4, 1e-6, 1e-8, 1e-10])("meets its closed form at a tolerance of %d", (tolerance) => {
    const { end, error } = solveProblem(problem, tolerance);
    expect(end).toBe("reached");
    expect(error).toBeLessThan(TOLERANCES_OFF * tolerance);
  });
});

describe.each(stiffReferences)("$name", (problem) => {
  it.each([1e-4, 1e-6, 1e-8])("meets its published reference at a tolerance of %d, by the stiff method where it is stiff", (tolerance) => {
    const { end, error, stiffSteps } = solveProblem(problem, tolerance);
    expect(end).toBe("reached");
    expect(error).toBeLessThan(TOLERANCES_OFF * tolerance);
    expect(stiffSteps).toBeGreaterThan(0);
  });

  it("gives the same bytes every time", () => {
    const [first, second] = [solveProblem(problem, 1e-6), solveProblem(problem, 1e-6)];
    expect([...second.y]).toEqual([...first.y]);
    expect(second.steps).toBe(first.steps);
  });
});

describe("choosing the method", () => {
  it("never takes the stiff one for what is not stiff", () => {
    for (const problem of [decay, oscillator]) expect(solveProblem(problem, 1e-6).stiffSteps).toBe(0);
  });

  it("needs a hundredth of the explicit method's steps for a stiff system", () => {
    const chosen = solveProblem(fastLag, 1e-6);
    const explicit = solveProblem(fastLag, 1e-6, { explicitOnly: true });
    expect(explicit.end).toBe("reached");
    expect(chosen.steps * 100).toBeLessThan(explicit.steps);
  });

  it("changes to and fro where a system is stiff for a part of the time", () => {
    let changes = 0;
    let before = 0;
    let wasStiff = false;
    solveProblem(vanDerPol, 1e-6, {
      onStep: (solver) => {
        // A step's method is counted after its callback.
        const isStiff = solver.stiffSteps > before;
        if (isStiff !== wasStiff) changes += 1;
        wasStiff = isStiff;
        before = solver.stiffSteps;
      },
    });
    // Into and out of the slow stretches between the three jumps of the span.
    expect(changes).toBeGreaterThanOrEqual(5);
    expect(changes).toBeLessThan(20);
  });
});

describe("a stiff system whose Jacobian has no value where the system has one", () => {
  it("is solved by the explicit method", () => {
    // z stays at 0, where the root has a slope without end.
    const use = makeUse({ name: "Edge", states: [
      { initial: number(0), derivative: binary("multiply", number(1e3), binary("subtract", number(2), state(0))) },
      { initial: number(0), derivative: { op: "sqrt", x: state(1) } },
    ] });
    const { end, error, stiffSteps } = solveProblem({ name: "Edge", use, endS: 10, reference: [2, 0], nominal: [1, 1] }, 1e-6);
    expect(end).toBe("reached");
    expect(error).toBeLessThan(1e-5);
    expect(stiffSteps).toBe(0);
  });
});

describe("dense output", () => {
  const exact = { decay: (t: number) => [Math.exp(-t)], oscillator: (t: number) => [Math.cos(t), -Math.sin(t)], fastLag: (t: number) => [fastLagAt(t), Math.cos(t), -Math.sin(t)] };
  const SHARES = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

  it.each<[string, SolverProblem, (t: number) => number[]]>([["explicit steps", decay, exact.decay], ["explicit steps", oscillator, exact.oscillator], ["steps of both methods", fastLag, exact.fastLag]])("of %s is as good inside of a step as at its ends: $name", (_, problem, solution) => {
    const result = new Float64Array(problem.reference.length);
    let worst = 0;
    solveProblem(problem, 1e-7, {
      onStep: (solver, fromS, toS) => {
        for (const share of SHARES) {
          const tS = fromS + share * (toS - fromS);
          solver.interpolate(tS, result);
          solution(tS).forEach((value, i) => (worst = Math.max(worst, Math.abs((result[i] ?? NaN) - value))));
        }
      },
    });
    expect(worst).toBeLessThan(1e-5);
    expect(worst).toBeGreaterThan(0);
  });
});

/** The lag of the fixture with its transient: λ = 1e4 and a start at 0. */
function fastLagAt(t: number): number {
  const share = 1 / (1 + 1e-8);
  return share * (Math.cos(t) + Math.sin(t) * 1e-4 - Math.exp(-1e4 * t));
}

describe("order of the methods", () => {
  /** y1' = y1 · y2, y2' = −y1²: nonlinear, with the first integral y1² + y2² = 1 and y1 = sech t, y2 = −tanh t. */
  const derivative = (y: Float64Array, dy: Float64Array) => {
    dy[0] = (y[0] ?? 0) * (y[1] ?? 0);
    dy[1] = -((y[0] ?? 0) ** 2);
  };
  const jacobian = (y: Float64Array, matrix: Float64Array) => matrix.set([y[1] ?? 0, y[0] ?? 0, -2 * (y[0] ?? 0), 0]);
  const options = { states: 2, derivative, jacobian, tolerances: { relative: 1, absolute: new Float64Array(2) } };

  /** Largest error over fixed steps from 0 to 1: at their ends, and in their middles by dense output. */
  function errorsOf(method: StepMethod, steps: number): { readonly ends: number; readonly inside: number } {
    const y = Float64Array.of(1, 0);
    const middle = new Float64Array(2);
    const h = 1 / steps;
    let ends = 0;
    let inside = 0;
    method.restart(y);
    for (let i = 0; i < steps; i++) {
      method.attempt(y, h);
      method.accept(y, h);
      denseAt(method.dense, 0.5, middle);
      ends = Math.max(ends, Math.abs((y[0] ?? NaN) - 1 / Math.cosh((i + 1) * h)), Math.abs((y[1] ?? NaN) + Math.tanh((i + 1) * h)));
      inside = Math.max(inside, Math.abs((middle[0] ?? NaN) - 1 / Math.cosh((i + 0.5) * h)), Math.abs((middle[1] ?? NaN) + Math.tanh((i + 0.5) * h)));
    }
    return { ends, inside };
  }

  it.each<[string, () => StepMethod, number, number]>([
    ["Dormand–Prince: 5, its dense output 4", () => new DormandPrince(options), 5, 4],
    ["Rodas4: 4, its dense output 3", () => new Rodas4(options), 4, 3],
  ])("is that of %s", (_, make, order, denseOrder) => {
    const coarse = errorsOf(make(), 20);
    const fine = errorsOf(make(), 40);
    expect(Math.log2(coarse.ends / fine.ends)).toBeGreaterThan(order - 0.3);
    expect(Math.log2(coarse.inside / fine.inside)).toBeGreaterThan(denseOrder - 0.3);
  });
});

describe("linear systems", () => {
  it("are solved with rows exchanged where a pivot is 0 or small", () => {
    const lu = new LuFactors(3);
    lu.matrix.set([0, 2, 1, 1e-20, 1, 1, 4, -2, 8]);
    expect(lu.factor()).toBe(true);
    // The right-hand side of x = (1, 2, 3).
    const x = Float64Array.of(7, 5 + 1e-20, 24);
    lu.solve(x);
    [1, 2, 3].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 13));
  });

  it("are refused where singular or without a value", () => {
    const lu = new LuFactors(2);
    lu.matrix.set([1, 2, 2, 4]);
    expect(lu.factor()).toBe(false);
    lu.matrix.set([NaN, 1, 1, 1]);
    expect(lu.factor()).toBe(false);
  });
});
