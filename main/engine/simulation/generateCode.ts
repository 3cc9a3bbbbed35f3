/**
 * A system of uses as plain JavaScript arithmetic on typed arrays, without allocation per step.
 *
 * The text made here holds numbers, operators, our helper names and slot indices only: never a string or a name from the
 * project. It is compiled in a worker thread, nowhere else.
 */
import type { ModelEvent, ModelExpr, ModelRelation, ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { affineText, compileFunction, fail, literal, operationText, slotIndex, slotText, tableText, type Offset } from "./codeText.ts";
import { evaluationOrder, type Step } from "./evaluationOrder.ts";
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
  /** Start values of the states. One may start from another use's output. */
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
  const placeOf = (use: number): Offset => offsets[use] ?? fail("a use has no place in the layout");
  const places = new Map(uses.map(({ id }, use) => [id, use]));
  const text = (use: number) => (expr: ModelExpr): string => expressionText(expr, { at: placeOf(use), tables });
  // At the start nothing is held yet: each relation is as it is there.
  const fresh = (use: number) => (expr: ModelExpr): string => expressionText(expr, { at: placeOf(use), tables, relations: uses[use]?.model.relations ?? [] });
  const statement = ({ kind, use, index }: Step, valueText: (expr: ModelExpr) => string): string => {
    const { inputs, model } = uses[use] ?? fail("a use has no place in the layout");
    const at = placeOf(use);
    const input = inputs[index];
    if (kind === "output") return `out[${at.output + index}]=${valueText(model.outputs[index]?.value ?? fail("a model refers to a slot that does not exist"))};`;
    if (kind === "state") return `y[${at.state + index}]=${valueText(model.states[index]?.initial ?? fail("a model refers to a slot that does not exist"))};`;
    if (input?.kind !== "output") return fail("an input is connected to nothing");
    const source = placeOf(places.get(input.use) ?? fail("an input is connected to a use outside of the system"));
    return `u[${at.input + index}]=out[${source.output + input.output}]*${literal(input.factor)}+${literal(input.offset)};`;
  };
  const outputs = evaluationOrder(uses, { atStart: false }).map((step) => statement(step, text(step.use)));
  const start = evaluationOrder(uses, { atStart: true }).map((step) => statement(step, fresh(step.use)));
  const body: Record<BodyName, string[]> = { evaluate: [...outputs], initialise: start, relate: [...outputs], conditions: [], fire: [] };
  let events = 0;
  uses.forEach(({ model }, use) => {
    const at = placeOf(use);
    const own = text(use);
    body.evaluate.push(...model.states.map((state, i) => `dy[${at.state + i}]=${own(state.derivative)};`));
    body.relate.push(...model.relations.map((relation, i) => `next[${at.relation + i}]=${relationText(relation, own)};`));
    for (const { when, sets } of model.events) {
      body.conditions.push(`holds[${events}]=${when.kind === "condition" ? own(when.condition) : "0"};`);
      body.fire.push(`case ${events}:${sets.map(({ state, value }) => `next[${at.state + slotIndex(state)}]=${own(value)};`).join("")}break;`);
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
