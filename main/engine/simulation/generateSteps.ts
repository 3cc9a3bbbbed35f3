/**
 * Steps of a system's evaluation, and expressions in them, as text: numbers, operators, our helper names and slot indices only.
 * Where values lie in the system's arrays is decided here.
 */
import type { ModelExpr, ModelProgram, ModelRelation, UseProgram } from "../../../shared/language/ir.ts";
import { delayAt, type Step } from "../../../shared/language/evaluationOrder.ts";
import { modelPartsOf } from "../../../shared/language/modelParts.ts";
import { affineText, delayText, fail, literal, operationText, slotIndex, slotText, tableText, type Offset } from "./codeText.ts";
import type { TableNumbers } from "./tables.ts";

/** Where each use's values lie in the system's arrays. */
export interface Layout {
  readonly states: number;
  readonly inputs: number;
  readonly parameters: number;
  readonly outputs: number;
  readonly relations: number;
  readonly delays: number;
  /** Behind all other states where there are delays: seconds since the solver's piece began. */
  readonly clock?: number;
  /** First index of each use, in the order of `uses`. */
  readonly offsets: readonly Offset[];
}

export function layoutOf(uses: readonly UseProgram[]): Layout {
  const offsets: Offset[] = [];
  const next = { state: 0, input: 0, parameter: 0, output: 0, relation: 0, delayed: 0 };
  for (const { model } of uses) {
    offsets.push({ ...next });
    next.state += model.states.length;
    next.input += model.inputs.length;
    next.parameter += model.parameters.length;
    next.output += model.outputs.length;
    next.relation += model.relations.length;
    next.delayed += model.delays.length;
  }
  return { states: next.state + (next.delayed > 0 ? 1 : 0), ...(next.delayed > 0 && { clock: next.state }), delays: next.delayed, inputs: next.input, parameters: next.parameter, outputs: next.output, relations: next.relation, offsets };
}

/** What a step works out, the same for code and for derivatives: an expression of its own use, or another use's output, converted. */
export type StepValue =
  | { readonly kind: "expression"; readonly expr: ModelExpr }
  | { readonly kind: "connected"; readonly use: number; readonly output: number; readonly factor: number; readonly offset: number };

/** `atStart`: nothing is held yet, each relation is as it is there. */
export class StepTexts {
  readonly #uses: readonly UseProgram[];
  readonly #layout: Layout;
  readonly #tables: TableNumbers;
  readonly atStart: boolean;
  readonly #places: ReadonlyMap<string, number>;

  constructor(uses: readonly UseProgram[], tables: TableNumbers, { atStart }: { readonly atStart: boolean }) {
    this.#uses = uses;
    this.#layout = layoutOf(uses);
    this.#tables = tables;
    this.atStart = atStart;
    this.#places = new Map(uses.map(({ id }, use) => [id, use]));
  }

  /** The array's element that a step fills. */
  target({ kind, use, index }: Step): string {
    return slotText(kind, offsetOf(this.#layout.offsets, use), index);
  }

  statement(step: Step): string {
    const value = stepValue(this.#uses, this.#places, step);
    if (value.kind === "expression") return `${this.target(step)}=${this.expression(step.use, value.expr)};`;
    return `${this.target(step)}=${slotText("output", offsetOf(this.#layout.offsets, value.use), value.output)}*${literal(value.factor)}+${literal(value.offset)};`;
  }

  expression(use: number, expr: ModelExpr): string {
    const { offsets, clock } = this.#layout;
    const starting = this.atStart ? this.#uses[use]?.model : undefined;
    return expressionText(expr, { at: offsetOf(offsets, use), tables: this.#tables, ...(clock !== undefined && { clock }), ...(starting && { starting }) });
  }

  relation(use: number, relation: ModelRelation): string {
    return relationText(relation, (expr) => this.expression(use, expr));
  }
}

export function stepValue(uses: readonly UseProgram[], places: ReadonlyMap<string, number>, { kind, use, index }: Step): StepValue {
  const { inputs, model } = uses[use] ?? fail("a use has no place in the layout");
  if (kind !== "input") return { kind: "expression", expr: (kind === "output" ? model.outputs[index]?.value : model.states[index]?.initial) ?? fail("a model refers to a slot that does not exist") };
  const input = inputs[index];
  if (input?.kind !== "output") return fail("an input is connected to nothing");
  return { kind: "connected", use: places.get(input.use) ?? fail("an input is connected to a use outside of the system"), output: input.output, factor: input.factor, offset: input.offset };
}

export function offsetOf(offsets: readonly Offset[], use: number): Offset {
  return offsets[use] ?? fail("a use has no place in the layout");
}

interface TextContext {
  readonly at: Offset;
  readonly tables: TableNumbers;
  readonly clock?: number;
  /** Where it is given nothing is held yet: a relation stands as the comparison that it is, a delay as what it delays. */
  readonly starting?: Pick<ModelProgram, "relations" | "delays">;
}

function expressionText(expr: ModelExpr, context: TextContext): string {
  const { at, tables, clock, starting } = context;
  const text = (inner: ModelExpr) => expressionText(inner, context);
  switch (expr.op) {
    case "number":
      return literal(expr.value);
    case "relation":
      return starting ? relationText(starting.relations[expr.index] ?? fail("a model reads a relation that does not exist"), text) : slotText(expr.op, at, expr.index);
    case "delayed":
      return starting ? text(delayAt(starting, expr.index).x) : delayText(at.delayed + slotIndex(expr.index), clock);
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
      return operationText(expr.op, modelPartsOf(expr).map(text));
  }
}

function relationText({ a, b, orEqual }: ModelRelation, text: (expr: ModelExpr) => string): string {
  return `(${text(a)}${orEqual ? ">=" : ">"}${text(b)}?1:0)`;
}
