/**
 * A system of uses as plain JavaScript arithmetic on typed arrays, without allocation per step.
 *
 * The text made here holds numbers, operators, our helper names and slot indices only: never a string or a name from the
 * project. It is compiled in a worker thread, nowhere else.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { cos, exp, ln, pow, sin } from "../../../shared/math/elementary.ts";

/** Where each use's values lie in the system's arrays. */
export interface Layout {
  readonly states: number;
  readonly inputs: number;
  readonly parameters: number;
  readonly outputs: number;
  /** First index of each use, in the order of `uses`. */
  readonly offsets: readonly { readonly state: number; readonly input: number; readonly parameter: number; readonly output: number }[];
}

export interface CompiledSystem {
  readonly layout: Layout;
  /** Derivatives per second and outputs, from states, inputs and parameters. */
  readonly evaluate: (y: Float64Array, u: Float64Array, p: Float64Array, dy: Float64Array, out: Float64Array) => void;
  /** Start values of the states. Uses are started in order, so one may start from another's output. */
  readonly initialise: (y: Float64Array, u: Float64Array, p: Float64Array, out: Float64Array) => void;
}

const helpers = { abs: Math.abs, sqrt: Math.sqrt, exp, ln, sin, cos, pow, least, greatest };
const helperNames = Object.keys(helpers);

export function layoutOf(uses: readonly UseProgram[]): Layout {
  const offsets: Layout["offsets"][number][] = [];
  let state = 0;
  let input = 0;
  let parameter = 0;
  let output = 0;
  for (const { model } of uses) {
    offsets.push({ state, input, parameter, output });
    state += model.states.length;
    input += model.inputs.length;
    parameter += model.parameters.length;
    output += model.outputs.length;
  }
  return { states: state, inputs: input, parameters: parameter, outputs: output, offsets };
}

/** The bodies of `evaluate` and `initialise` as text; separate from compiling it so that tests can search it. */
export function generateBodies(uses: readonly UseProgram[]): { evaluate: string; initialise: string } {
  const { offsets } = layoutOf(uses);
  const evaluate: string[] = [];
  const initialise: string[] = [];
  uses.forEach((use, index) => {
    const at = offsets[index] ?? fail("a use has no place in the layout");
    const connect = use.inputs.flatMap((input, i): string[] => {
      if (input.kind !== "output") return [];
      const from = uses.findIndex((other) => other.id === input.use);
      const source = offsets[from] ?? fail("an input is connected to a use outside of the system");
      return [`u[${at.input + i}]=out[${source.output + input.output}]*${literal(input.factor)}+${literal(input.offset)};`];
    });
    const text = (expr: ModelExpr) => expressionText(expr, at);
    const outputs = use.model.outputs.map((output, i) => `out[${at.output + i}]=${text(output.value)};`);
    evaluate.push(...connect, ...outputs, ...use.model.states.map((state, i) => `dy[${at.state + i}]=${text(state.derivative)};`));
    initialise.push(...connect, ...use.model.states.map((state, i) => `y[${at.state + i}]=${text(state.initial)};`), ...outputs);
  });
  return { evaluate: evaluate.join("\n"), initialise: initialise.join("\n") };
}

/** Compiles a sorted system. Call in a worker only. */
export function compileSystem(uses: readonly UseProgram[]): CompiledSystem {
  const { evaluate, initialise } = generateBodies(uses);
  const build = (args: readonly string[], body: string): unknown => new Function(...helperNames, `"use strict";return function(${args.join(",")}){${body}}`)(...Object.values(helpers));
  return {
    layout: layoutOf(uses),
    // The generated functions have exactly these arguments; the compiler of the platform cannot know.
    evaluate: build(["y", "u", "p", "dy", "out"], evaluate) as CompiledSystem["evaluate"],
    initialise: build(["y", "u", "p", "out"], initialise) as CompiledSystem["initialise"],
  };
}

function expressionText(expr: ModelExpr, at: Layout["offsets"][number]): string {
  const text = (inner: ModelExpr) => expressionText(inner, at);
  switch (expr.op) {
    case "number":
      return literal(expr.value);
    case "state":
      return `y[${at.state + index(expr.index)}]`;
    case "input":
      return `u[${at.input + index(expr.index)}]`;
    case "parameter":
      return `p[${at.parameter + index(expr.index)}]`;
    case "output":
      return `out[${at.output + index(expr.index)}]`;
    case "affine":
      return `(${text(expr.x)}*${literal(expr.factor)}+${literal(expr.offset)})`;
    case "negate":
      return `(-${text(expr.x)})`;
    case "abs":
    case "sqrt":
    case "exp":
    case "ln":
    case "sin":
    case "cos":
      return `${expr.op}(${text(expr.x)})`;
    case "add":
      return `(${text(expr.a)}+${text(expr.b)})`;
    case "subtract":
      return `(${text(expr.a)}-${text(expr.b)})`;
    case "multiply":
      return `(${text(expr.a)}*${text(expr.b)})`;
    case "divide":
      return `(${text(expr.a)}/${text(expr.b)})`;
    case "pow":
    case "least":
    case "greatest":
      return `${expr.op}(${text(expr.a)},${text(expr.b)})`;
  }
}

function literal(value: number): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return fail("a model holds a constant that is no finite number");
  return Object.is(value, -0) ? "(-0)" : `(${value})`;
}

function index(value: number): number {
  return Number.isInteger(value) && value >= 0 ? value : fail("a model refers to a slot that does not exist");
}

function least(a: number, b: number): number {
  return a !== a || b !== b ? NaN : a < b ? a : b;
}

function greatest(a: number, b: number): number {
  return a !== a || b !== b ? NaN : a > b ? a : b;
}

function fail(what: string): never {
  throw new TwinError("internal", `The simulation cannot be compiled: ${what}.`);
}
