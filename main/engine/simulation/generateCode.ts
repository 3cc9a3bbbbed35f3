/**
 * A system of uses as plain JavaScript arithmetic on typed arrays, without allocation per step.
 *
 * The text made here holds numbers, operators, our helper names and slot indices only: never a string or a name from the
 * project. It is compiled in a worker thread, nowhere else.
 */
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { affineText, compileFunction, fail, literal, operationText, slotText, type Offset } from "./codeText.ts";
import { operandsOf } from "./lowerExpression.ts";

/** Where each use's values lie in the system's arrays. */
export interface Layout {
  readonly states: number;
  readonly inputs: number;
  readonly parameters: number;
  readonly outputs: number;
  /** First index of each use, in the order of `uses`. */
  readonly offsets: readonly Offset[];
}

export interface CompiledSystem {
  readonly layout: Layout;
  /** Derivatives per second and outputs, from states, inputs and parameters. */
  readonly evaluate: (y: Float64Array, u: Float64Array, p: Float64Array, dy: Float64Array, out: Float64Array) => void;
  /** Start values of the states. Uses are started in order, so one may start from another's output. */
  readonly initialise: (y: Float64Array, u: Float64Array, p: Float64Array, out: Float64Array) => void;
}

export function layoutOf(uses: readonly UseProgram[]): Layout {
  const offsets: Offset[] = [];
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
  return {
    layout: layoutOf(uses),
    // The generated functions have exactly these arguments; the compiler of the platform cannot know.
    evaluate: compileFunction(["y", "u", "p", "dy", "out"], evaluate) as CompiledSystem["evaluate"],
    initialise: compileFunction(["y", "u", "p", "out"], initialise) as CompiledSystem["initialise"],
  };
}

function expressionText(expr: ModelExpr, at: Offset): string {
  const text = (inner: ModelExpr) => expressionText(inner, at);
  switch (expr.op) {
    case "number":
      return literal(expr.value);
    case "state":
    case "input":
    case "parameter":
    case "output":
      return slotText(expr.op, at, expr.index);
    case "affine":
      return affineText(text(expr.x), expr.factor, expr.offset);
    default:
      return operationText(expr.op, operandsOf(expr).map(text));
  }
}
