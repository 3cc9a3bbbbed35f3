import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateBodies } from "../../../main/engine/simulation/generateCode.ts";
import { generateJacobianBody } from "../../../main/engine/simulation/generateJacobian.ts";
import type { InputSeries, OutputChunk, SystemTask } from "../../../main/engine/simulation/simulationTypes.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import { sortSystems } from "../../../main/engine/simulation/sortSystem.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_HOUR, US_PER_S } from "../../../shared/time/time.ts";
import { binary, input, makeUse, number, parameter, state } from "../../fixtures/modelBuilders.ts";

const series = (points: readonly (readonly [seconds: number, value: number])[]): InputSeries => ({ tUs: Float64Array.from(points, ([s]) => s * US_PER_S), value: Float64Array.from(points, ([, v]) => v) });

interface SolveOptions {
  readonly inputs?: Record<string, InputSeries>;
  readonly measured?: Record<string, InputSeries>;
  readonly toS: number;
  readonly outputStepS?: number;
}

function solve(uses: readonly UseProgram[], { inputs = {}, measured = {}, toS, outputStepS = 1 }: SolveOptions) {
  const chunks: OutputChunk[] = [];
  const task: SystemTask = { uses, inputs: new Map(Object.entries(inputs)), measured: new Map(Object.entries(measured)), fromUs: 0, toUs: toS * US_PER_S, outputStepUs: outputStepS * US_PER_S, relativeTolerance: 1e-7, maxSteps: 1e7 };
  const result = solveSystem(task, { onOutput: (chunk) => chunks.push(chunk), onProgress: () => undefined });
  const points = (use: number, output = 0) => chunks.filter((chunk) => chunk.use === use && chunk.output === output).flatMap((chunk) => [...chunk.tUs].map((t, i) => [t / US_PER_S, chunk.value[i] as number] as const));
  return { ...result, points };
}

/** dT/dt = (u − T) / tau, T(0) = 0. */
const lag = (name: string, tau: number, source: UseProgram["inputs"][number], compared: UseProgram["compared"] = []) =>
  makeUse({ name, inputs: [source], parameters: [tau], states: [{ initial: number(0), derivative: binary("divide", binary("subtract", input(0), state(0)), parameter(0)) }], compared });
const fromSignal = (signal: string) => ({ kind: "signal", signal, factor: 1, offset: 0 }) as const;

describe("solving a system", () => {
  it("follows a closed-form answer: a first-order lag under a held input that jumps", () => {
    const { points } = solve([lag("Lag", 50, fromSignal("u"))], { inputs: { u: series([[0, 1], [100, 3]]) }, toS: 300 });
    const at100 = 1 - Math.exp(-2);
    for (const [t, value] of points(0)) {
      const exact = t <= 100 ? 1 - Math.exp(-t / 50) : 3 + (at100 - 3) * Math.exp(-(t - 100) / 50);
      expect(Math.abs(value - exact)).toBeLessThan(2e-6);
    }
    expect(points(0)).toHaveLength(301);
  });

  it("keeps an oscillator's energy over a hundred periods to 1e-4", () => {
    const oscillator = makeUse({ name: "Swing", states: [{ initial: number(1), derivative: state(1) }, { initial: number(0), derivative: { op: "negate", x: state(0) } }] });
    const { points } = solve([oscillator], { toS: 628 });
    const [, x] = points(0, 0).at(-1) ?? [];
    const [, v] = points(0, 1).at(-1) ?? [];
    expect(Math.abs((x ?? 0) ** 2 + (v ?? 0) ** 2 - 1)).toBeLessThan(1e-4);
  });

  it("solves a stiff model over a day in steps that follow what is slow, outputs and jumps of inputs exact", () => {
    // Two lags in a row: a sensor of 1 ms behind a wall of an hour.
    const stiff = makeUse({ name: "Wall", inputs: [fromSignal("u")], parameters: [3600, 0.001], states: [{ initial: number(0), derivative: binary("divide", binary("subtract", input(0), state(0)), parameter(0)) }, { initial: number(0), derivative: binary("divide", binary("subtract", state(0), state(1)), parameter(1)) }] });
    const { steps, points, problem } = solve([stiff], { inputs: { u: series([[0, 1], [43_200, 3]]) }, toS: 86_400, outputStepS: 600 });
    expect(problem).toBeUndefined();
    // The explicit method alone is held to steps of 3 ms: 29 million.
    expect(steps).toBeLessThan(2_000);
    const half = 1 - Math.exp(-12);
    for (const [t, value] of points(0, 1)) {
      const exact = t <= 43_200 ? 1 - Math.exp(-t / 3600) : 3 + (half - 3) * Math.exp(-(t - 43_200) / 3600);
      expect(Math.abs(value - exact)).toBeLessThan(3e-6);
    }
    expect(points(0, 1)).toHaveLength(145);
  });

  it("sees at an instant the input that begins there, because signals are left-closed", () => {
    const pass = makeUse({ name: "Pass", inputs: [fromSignal("u")], states: [], outputs: [input(0)] });
    expect(solve([pass], { inputs: { u: series([[-5, 1], [2, 7]]) }, toS: 3 }).points(0)).toEqual([[0, 1], [1, 1], [2, 7], [3, 7]]);
  });

  it("gives no prediction where an input is unknown, and goes on behind it", () => {
    const { points } = solve([lag("Lag", 10, fromSignal("u"))], { inputs: { u: series([[0, 1], [10, NaN], [20, 1]]) }, toS: 30, outputStepS: 5 });
    expect(points(0).map(([t, value]) => [t, Number.isNaN(value)])).toEqual([[0, false], [5, false], [10, true], [15, true], [20, false], [25, false], [30, false]]);
  });

  it("solves uses that read each other's outputs as one system", () => {
    const first = lag("First", 10, fromSignal("u"));
    const second = lag("Second", 20, { kind: "output", use: first.id, output: 0, factor: 1, offset: 0 });
    const [system] = sortSystems([second, first]);
    const { points } = solve(system ?? [], { inputs: { u: series([[0, 1]]) }, toS: 60 });
    // Two lags in a row, 10 s and 20 s: 1 + e^(-t/10) − 2 e^(-t/20).
    for (const [t, value] of points(1)) expect(Math.abs(value - (1 + Math.exp(-t / 10) - 2 * Math.exp(-t / 20)))).toBeLessThan(2e-6);
  });

  it("compares at the measured samples and leaves unknown ones out", () => {
    const measured = series([[-7, 99], [0.5, 0], [1.5, NaN], [2.5, 4]]);
    const constant = makeUse({ name: "Three", states: [], outputs: [number(3)], compared: [{ output: 0, signal: "m", factor: 1, offset: 0, unit: "1" }] });
    const { residuals } = solve([constant], { measured: { m: measured }, toS: 3 });
    expect(residuals).toEqual([{ use: 0, compared: 0, samples: 2, rmse: Math.sqrt((9 + 1) / 2), last: expect.closeTo(1, 12) }]);
  });

  it("ends with the state's name and the time when a model diverges, and keeps what came before", () => {
    const blowUp = makeUse({ name: "BlowUp", states: [{ initial: number(1), derivative: binary("multiply", state(0), state(0)) }] });
    const { problem, points } = solve([blowUp], { toS: 10 });
    expect(problem).toMatchObject({ code: "diverged" });
    expect(problem?.message).toMatch(/BlowUp, state x0 .* has no finite solution after 1970-01-01T00:00:0[01]/);
    expect(points(0).length).toBeGreaterThan(0);
  });

  it("says so when an input was never recorded in the span", () => {
    expect(() => solve([lag("Lag", 10, fromSignal("nowhere"))], { toS: 10 })).toThrow(/no known value between/);
  });

  it("gives the same bytes every time", () => {
    const run = () => solve([lag("Lag", 50, fromSignal("u"))], { inputs: { u: series(Array.from({ length: 200 }, (_, i) => [i * 7, Math.sqrt(i)])) }, toS: US_PER_HOUR / US_PER_S / 2 }).points(0);
    expect(run()).toEqual(run());
  });
});

describe("sorting uses into systems", () => {
  it("keeps independent uses apart", () => {
    expect(sortSystems([lag("A", 1, fromSignal("u")), lag("B", 1, fromSignal("u"))]).map((system) => system.map((use) => use.name))).toEqual([["A"], ["B"]]);
  });

  it("names an algebraic loop", () => {
    const reads = (name: string, other: string) => makeUse({ name, states: [], outputs: [{ op: "sqrt", x: input(0) }], inputs: [{ kind: "output", use: `${other}@a`, output: 0, factor: 1, offset: 0 }] });
    expect(() => sortSystems([reads("A", "B"), reads("B", "C"), reads("C", "A")])).toThrow(/A.y0 → B.y0 → C.y0 → A.y0/);
  });

  it("names a loop of values at the start", () => {
    const starts = (name: string, other: string) => makeUse({ name, states: [{ initial: input(0), derivative: number(0) }], inputs: [{ kind: "output", use: `${other}@a`, output: 0, factor: 1, offset: 0 }] });
    expect(() => sortSystems([starts("A", "B"), starts("B", "A")])).toThrow(/A.x0 → B.y0 → B.x0 → A.y0 → A.x0|A.x0 → A.y0|A.x0/);
  });

  it("keeps together what reads each other with a state between", () => {
    const reads = (name: string, other: string) => lag(name, 1, { kind: "output", use: `${other}@a`, output: 0, factor: 1, offset: 0 });
    const systems = sortSystems([lag("D", 1, fromSignal("u")), reads("A", "B"), reads("B", "C"), reads("C", "A"), reads("E", "C")]);
    expect(systems.map((system) => system.map((use) => use.name).toSorted())).toEqual([["D"], ["A", "B", "C", "E"]]);
  });
});

describe("generated code", () => {
  const expression = fc.letrec<{ expr: ModelExpr }>((tie) => ({
    expr: fc.oneof({ maxDepth: 5 },
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): ModelExpr => ({ op: "number", value })),
      fc.constantFrom<ModelExpr>(state(0), input(0), parameter(0)),
      fc.record({ op: fc.constantFrom("add" as const, "multiply" as const, "divide" as const, "pow" as const, "least" as const, "greatest" as const), a: tie("expr"), b: tie("expr") }),
      fc.record({ op: fc.constantFrom("abs" as const, "exp" as const, "ln" as const, "sin" as const, "sqrt" as const, "negate" as const), x: tie("expr") })),
  })).expr;

  it("holds numbers, operators, helper names and slots only, whatever the project's names are", () => {
    const allowed = /^(?:[yup]\[\d+\]|(?:dy|out|jacobian)\[\d+\]|(?:const )?v\d+|abs|sqrt|exp|ln|sin|cos|pow|least|greatest|sign|ifBelow|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[-+*/(),=;\n])*$/;
    fc.assert(fc.property(expression, fc.string(), (derivative, name) => {
      const use = makeUse({ name, inputs: [fromSignal(name)], parameters: [1], states: [{ initial: number(0), derivative }] });
      const { evaluate, initialise } = generateBodies([use]);
      return allowed.test(evaluate) && allowed.test(initialise) && allowed.test(generateJacobianBody([use])?.body ?? "");
    }));
  });

  it("refuses a state that is no number in a Jacobian too, where its derivative alone is left of it", () => {
    const derivative = { op: "state", index: "0];alert(1);[" } as unknown as ModelExpr;
    expect(() => generateJacobianBody([makeUse({ name: "Evil", states: [{ initial: number(0), derivative }] })])).toThrow(/cannot be compiled/);
  });

  it("refuses constants and slots that are not what they say", () => {
    for (const derivative of [number(NaN), { op: "state", index: "0];alert(1);[" }, { op: "number", value: "1;alert(1)" }] as unknown as ModelExpr[]) {
      for (const expr of [derivative, binary("multiply", derivative, state(0))]) {
        const evil = [makeUse({ name: "Evil", states: [{ initial: number(0), derivative: expr }] })];
        expect(() => generateBodies(evil)).toThrow(/cannot be compiled/);
      }
      // A constant alone leaves nothing of itself in a derivative.
      const evil = [makeUse({ name: "Evil", states: [{ initial: number(0), derivative: binary("multiply", derivative, state(0)) }] })];
      expect(() => generateJacobianBody(evil)).toThrow(/cannot be compiled/);
    }
  });
});
