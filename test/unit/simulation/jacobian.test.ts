import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSystem } from "../../../main/engine/simulation/generateCode.ts";
import { compileJacobian, generateJacobianBody, MAX_JACOBIAN_STATES } from "../../../main/engine/simulation/generateJacobian.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { binary, input, makeUse, number, parameter, state } from "../../fixtures/modelBuilders.ts";

const unary = (op: "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos" | "negate", x: ModelExpr): ModelExpr => ({ op, x });

/** The Jacobian as it is generated, and by central differences. */
function bothWays(uses: readonly UseProgram[], at: readonly number[]): { readonly exact: number[]; readonly differences: number[] } {
  const { evaluate, layout } = compileSystem(uses);
  const n = layout.states;
  const p = Float64Array.from(uses.flatMap((use) => use.parameters));
  const u = new Float64Array(layout.inputs).fill(1.5);
  const out = new Float64Array(layout.outputs);
  const r = new Uint8Array(layout.relations).fill(1);
  const exact = new Float64Array(n * n);
  evaluate(Float64Array.from(at), u, p, r, new Float64Array(n), out);
  compileJacobian(uses, [])?.(Float64Array.from(at), u, p, r, out, exact);
  const differences = new Float64Array(n * n);
  const H = 1e-6;
  for (let j = 0; j < n; j++) {
    const side = (h: number): Float64Array => {
      const dy = new Float64Array(n);
      evaluate(Float64Array.from(at, (value, i) => (i === j ? value + h : value)), u, p, r, dy, out);
      return dy;
    };
    const [above, below] = [side(H), side(-H)];
    for (let i = 0; i < n; i++) differences[i * n + j] = ((above[i] ?? 0) - (below[i] ?? 0)) / (2 * H);
  }
  return { exact: [...exact], differences: [...differences] };
}

function expectSame(uses: readonly UseProgram[], at: readonly number[]): void {
  const { exact, differences } = bothWays(uses, at);
  exact.forEach((value, i) => expect(Math.abs(value - (differences[i] ?? NaN)), `entry ${i}: ${value} against ${differences[i]}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))));
}

const curve = { axes: [[-1, 0.6, 1.1, 4]], values: [2, -3, 5, 5.5] };
const grid = { axes: [[0, 1, 2], [0, 1, 5]], values: [1, 4, -2, 0, 3, 8, 2, 2, 7] };
const one = (derivative: ModelExpr): UseProgram[] => [makeUse({ name: "One", relations: [{ a: state(0), b: number(-99), orEqual: false }], parameters: [2.5], inputs: [{ kind: "signal", signal: "u", factor: 1, offset: 0 }], states: [{ initial: number(0), derivative }, { initial: number(0), derivative: state(0) }] })];

describe("the differentiated Jacobian", () => {
  const x = state(0);
  const y = state(1);
  it.each<[string, ModelExpr]>([
    ["sum and difference", binary("subtract", binary("add", x, y), parameter(0))],
    ["product", binary("multiply", x, binary("multiply", y, input(0)))],
    ["quotient", binary("divide", x, binary("add", y, number(3)))],
    ["whole power", binary("pow", x, number(3))],
    ["broken power", binary("pow", x, number(1.7))],
    ["power with a state above", binary("pow", x, y)],
    ["power of a parameter", binary("pow", parameter(0), y)],
    ["exp, ln, sin, cos, sqrt", unary("exp", unary("sin", binary("multiply", unary("ln", x), unary("cos", unary("sqrt", y)))))],
    ["negation and conversion", { op: "affine", x: unary("negate", x), factor: 1.8, offset: 32 }],
    ["size", unary("abs", binary("subtract", x, number(5)))],
    ["lesser", { op: "least", a: binary("multiply", x, x), b: y }],
    ["greater", { op: "greatest", a: binary("multiply", x, x), b: y }],
    ["lesser of a constant and a state", { op: "least", a: number(9), b: y }],
    ["value of a table", { op: "lookup", table: curve, at: [binary("multiply", x, y)] }],
    ["value of a table of two arguments", { op: "lookup", table: grid, at: [x, binary("multiply", y, y)] }],
    ["value of a table beyond its ends", { op: "lookup", table: curve, at: [binary("add", x, number(50))] }],
    ["choice", { op: "choose", test: { op: "relation", index: 0 }, a: binary("multiply", x, x), b: y }],
    ["other choice", { op: "choose", test: { op: "not", x: { op: "relation", index: 0 } }, a: binary("multiply", x, x), b: y }],
  ])("is that of central differences: %s", (_, derivative) => {
    expectSame(one(derivative), [0.7, 1.3]);
    expectSame(one(derivative), [1.9, 0.4]);
  });

  it("goes through outputs that are solved for, one loop behind another", () => {
    const output = (index: number): ModelExpr => ({ op: "output", index });
    const use = makeUse({
      name: "Loops", states: [{ initial: number(0), derivative: binary("multiply", output(1), y) }, { initial: number(0), derivative: binary("add", output(2), x) }],
      // a = x + b / 3, b = y − a / 2; c = cos(c / 2) + a · x.
      outputs: [binary("add", x, binary("divide", output(1), number(3))), binary("subtract", y, binary("divide", output(0), number(2))), binary("add", unary("cos", binary("divide", output(2), number(2))), binary("multiply", output(0), x))],
    });
    const { model } = use;
    expectSame([{ ...use, model: { ...model, outputs: model.outputs.map((one, i) => (i === 2 ? { ...one, start: 1 } : one)) } }], [0.7, 1.3]);
  });

  const smooth = fc.letrec<{ expr: ModelExpr }>((tie) => ({
    expr: fc.oneof({ maxDepth: 5 },
      fc.double({ min: -2, max: 2, noNaN: true }).map(number),
      fc.constantFrom<ModelExpr>(state(0), state(1), input(0), parameter(0)),
      fc.record({ op: fc.constantFrom("add" as const, "subtract" as const, "multiply" as const), a: tie("expr"), b: tie("expr") }),
      fc.record({ op: fc.constantFrom("sin" as const, "cos" as const, "negate" as const), x: tie("expr") }),
      tie("expr").map((inner) => binary("divide", inner, binary("add", number(1.5), binary("pow", unary("sin", inner), number(2)))))),
  })).expr;

  it("is that of central differences for whatever smooth expression", () => {
    fc.assert(fc.property(smooth, fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (derivative, a, b) => {
      const { exact, differences } = bothWays(one(derivative), [a, b]);
      // Differences are as good as the expression's curvature lets them be.
      return exact.every((value, i) => Math.abs(value - (differences[i] ?? NaN)) <= 1e-3 * Math.max(1, Math.abs(value), Math.abs(differences[i] ?? NaN)));
    }), { numRuns: 300, seed: 7 });
  });

  it("follows outputs, and inputs that are outputs of other uses", () => {
    const first = makeUse({ name: "First", states: [{ initial: number(0), derivative: unary("negate", state(0)) }], outputs: [binary("multiply", state(0), state(0)), binary("add", { op: "output", index: 0 }, state(0))] });
    const second = makeUse({ name: "Second", inputs: [{ kind: "output", use: first.id, output: 1, factor: 10, offset: -1 }], states: [{ initial: number(0), derivative: binary("multiply", input(0), state(0)) }] });
    expectSame([first, second], [0.8, 1.7]);
    const { exact } = bothWays([first, second], [0.8, 1.7]);
    // d/dx1 of (10 (x1² + x1) − 1) x2.
    expect(exact[2]).toBeCloseTo(10 * (2 * 0.8 + 1) * 1.7, 12);
  });

  it("stays small because equal parts are shared", () => {
    let tower: ModelExpr = state(0);
    for (let i = 0; i < 12; i++) tower = unary("sin", binary("multiply", tower, tower));
    const body = generateJacobianBody([makeUse({ name: "Tower", states: [{ initial: number(0), derivative: tower }] })])?.body ?? "";
    // Written out, the derivative has two to the twelfth parts.
    expect(body.length).toBeLessThan(3_000);
  });

  it("is not made for systems too large for a full matrix", () => {
    const states = Array.from({ length: MAX_JACOBIAN_STATES + 1 }, (_, i) => ({ initial: number(0), derivative: unary("negate", state(i)) }));
    expect(generateJacobianBody([makeUse({ name: "Large", states })])).toBeUndefined();
  });
});
