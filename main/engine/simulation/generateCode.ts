/**
 * A system of uses as plain JavaScript arithmetic on typed arrays, without allocation per step.
 *
 * The text made here holds numbers, operators, our helper names and slot indices only: never a string or a name from the
 * project. It is compiled in a worker thread, nowhere else.
 */
import type { ModelEvent, ModelExpr, ModelRelation, ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { affineText, compileFunction, fail, literal, operationText, slotIndex, slotText, tableText, type Offset } from "./codeText.ts";
import { operandsOf } from "./lowerExpression.ts";
import { TableNumbers } from "./tables.ts";

/** Where each use's values lie in the system's arrays. */
export interface Layout {
  readonly states: number;
  readonly inputs: number;
  readonly parameters: number;
  readonly outputs: number;
  readonly relations: number;
  /** First index of each use, in the order of `uses`. */
  readonly offsets: readonly Offset[];
}

/** One `when` of one use. */
export interface SystemEvent {
  readonly use: number;
  readonly event: ModelEvent;
}

/** `r` holds which relations are taken to hold, 1 or 0, until the next event. */
export interface CompiledSystem {
  readonly layout: Layout;
  /** All `when` of the system, in its order. */
  readonly events: readonly SystemEvent[];
  /** Derivatives per second and outputs, from states, inputs and parameters. */
  readonly evaluate: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, dy: Float64Array, out: Float64Array) => void;
  /** Start values of the states. Uses are started in order, so one may start from another's output. */
  readonly initialise: (y: Float64Array, u: Float64Array, p: Float64Array, out: Float64Array) => void;
  /** Which relations hold at y, into `next`. */
  readonly relate: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, next: Uint8Array) => void;
  /** Which conditions of events hold by r, into `holds`; 0 for those that come by the clock. */
  readonly conditions: (r: Uint8Array, holds: Uint8Array) => void;
  /** The states that one event sets, into `next`, from the values and outputs before it. */
  readonly fire: (event: number, y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, next: Float64Array) => void;
}

export function layoutOf(uses: readonly UseProgram[]): Layout {
  const offsets: Offset[] = [];
  const next = { state: 0, input: 0, parameter: 0, output: 0, relation: 0 };
  for (const { model } of uses) {
    offsets.push({ ...next });
    next.state += model.states.length;
    next.input += model.inputs.length;
    next.parameter += model.parameters.length;
    next.output += model.outputs.length;
    next.relation += model.relations.length;
  }
  return { states: next.state, inputs: next.input, parameters: next.parameter, outputs: next.output, relations: next.relation, offsets };
}

type BodyName = "evaluate" | "initialise" | "relate" | "conditions" | "fire";

/** The bodies of a system's functions as text, with the tables they read; separate from compiling them so that tests can search them. */
export function generateBodies(uses: readonly UseProgram[]): Record<BodyName, string> & { readonly tables: readonly ModelTable[] } {
  const { offsets } = layoutOf(uses);
  const tables = new TableNumbers();
  const body: Record<BodyName, string[]> = { evaluate: [], initialise: [], relate: [], conditions: [], fire: [] };
  let events = 0;
  uses.forEach((use, index) => {
    const { model } = use;
    const at = offsets[index] ?? fail("a use has no place in the layout");
    const connect = use.inputs.flatMap((input, i): string[] => {
      if (input.kind !== "output") return [];
      const from = uses.findIndex((other) => other.id === input.use);
      const source = offsets[from] ?? fail("an input is connected to a use outside of the system");
      return [`u[${at.input + i}]=out[${source.output + input.output}]*${literal(input.factor)}+${literal(input.offset)};`];
    });
    const text = (expr: ModelExpr) => expressionText(expr, { at, tables });
    // At the start nothing is held yet: each relation is as it is there.
    const fresh = (expr: ModelExpr) => expressionText(expr, { at, tables, relations: model.relations });
    const outputs = model.outputs.map((output, i) => `out[${at.output + i}]=${text(output.value)};`);
    body.evaluate.push(...connect, ...outputs, ...model.states.map((state, i) => `dy[${at.state + i}]=${text(state.derivative)};`));
    body.initialise.push(...connect, ...model.states.map((state, i) => `y[${at.state + i}]=${fresh(state.initial)};`), ...model.outputs.map((output, i) => `out[${at.output + i}]=${fresh(output.value)};`));
    body.relate.push(...connect, ...outputs, ...model.relations.map((relation, i) => `next[${at.relation + i}]=${relationText(relation, text)};`));
    for (const { when, sets } of model.events) {
      body.conditions.push(`holds[${events}]=${when.kind === "condition" ? text(when.condition) : "0"};`);
      body.fire.push(`case ${events}:${sets.map(({ state, value }) => `next[${at.state + slotIndex(state)}]=${text(value)};`).join("")}break;`);
      events += 1;
    }
  });
  const joined = (name: BodyName) => body[name].join("\n");
  return { evaluate: joined("evaluate"), initialise: joined("initialise"), relate: joined("relate"), conditions: joined("conditions"), fire: `switch(event){${joined("fire")}}`, tables: tables.tables };
}

/** Compiles a sorted system. Call in a worker only. */
export function compileSystem(uses: readonly UseProgram[]): CompiledSystem {
  const bodies = generateBodies(uses);
  const compiled = (name: BodyName, ...args: string[]) => compileFunction(args, bodies[name], bodies.tables);
  return {
    layout: layoutOf(uses),
    events: uses.flatMap(({ model }, use) => model.events.map((event) => ({ use, event }))),
    // The generated functions have exactly these arguments; the compiler of the platform cannot know.
    evaluate: compiled("evaluate", "y", "u", "p", "r", "dy", "out") as CompiledSystem["evaluate"],
    initialise: compiled("initialise", "y", "u", "p", "out") as CompiledSystem["initialise"],
    relate: compiled("relate", "y", "u", "p", "r", "out", "next") as CompiledSystem["relate"],
    conditions: compiled("conditions", "r", "holds") as CompiledSystem["conditions"],
    fire: compiled("fire", "event", "y", "u", "p", "r", "out", "next") as CompiledSystem["fire"],
  };
}

interface TextContext {
  readonly at: Offset;
  readonly tables: TableNumbers;
  /** Given: relations are worked out where they stand. Absent: they are read from what is held. */
  readonly relations?: readonly ModelRelation[];
}

function expressionText(expr: ModelExpr, context: TextContext): string {
  const { at, tables, relations } = context;
  const text = (inner: ModelExpr) => expressionText(inner, context);
  switch (expr.op) {
    case "number":
      return literal(expr.value);
    case "relation":
      return relations ? relationText(relations[expr.index] ?? fail("a model reads a relation that does not exist"), text) : slotText(expr.op, at, expr.index);
    case "state":
    case "input":
    case "parameter":
    case "output":
      return slotText(expr.op, at, expr.index);
    case "affine":
      return affineText(text(expr.x), expr.factor, expr.offset);
    case "lookup":
      return tableText(tables.of(expr.table), expr.at.map(text));
    case "slope":
      return tableText(tables.of(expr.table), expr.at.map(text), expr.axis);
    default:
      return operationText(expr.op, operandsOf(expr).map(text));
  }
}

function relationText({ a, b, orEqual }: ModelRelation, text: (expr: ModelExpr) => string): string {
  return `(${text(a)}${orEqual ? ">=" : ">"}${text(b)}?1:0)`;
}
