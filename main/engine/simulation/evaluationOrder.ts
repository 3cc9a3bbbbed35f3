/**
 * In which order a system's values can be worked out, each after those it reads at the same instant. Uses may read each
 * other in a circle as long as a state lies in it: a controller and its plant, machines and their line.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { fail, slotIndex } from "./codeText.ts";
import { operandsOf, type Leaf } from "./lowerExpression.ts";

/** An input that is fed by another use's output, an output, or, at the start alone, a state's first value. */
export interface Step {
  readonly kind: "input" | "output" | "state";
  readonly use: number;
  readonly index: number;
}

/** While it runs, states and conditions are given; `atStart` states have to be worked out too. Throws `bad-input` naming the loop. */
export function evaluationOrder(uses: readonly UseProgram[], { atStart }: { readonly atStart: boolean }): readonly Step[] {
  const places = new Map(uses.map(({ id }, index) => [id, index]));
  const order: Step[] = [];
  const marks = new Map<string, "open" | "done">();
  // A stack of its own instead of recursion: a ring of thousands of uses is deeper than the runtime's.
  const way: { readonly step: Step; readonly unread: Step[] }[] = [];
  const open = (step: Step): void => {
    marks.set(keyOf(step), "open");
    way.push({ step, unread: isComputed(uses, step) ? readBy(uses, places, step, atStart).toReversed() : [] });
  };
  const visit = (step: Step): void => {
    if (!marks.has(keyOf(step))) open(step);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const next = top.unread.pop();
      const mark = next && marks.get(keyOf(next));
      if (next && mark === "open") throw loopError(uses, [...way.map((on) => on.step), next]);
      if (next && !mark) open(next);
      if (next) continue;
      way.pop();
      marks.set(keyOf(top.step), "done");
      if (isComputed(uses, top.step)) order.push(top.step);
    }
  };
  uses.forEach(({ inputs, model }, use) => {
    for (const index of inputs.keys()) visit({ kind: "input", use, index });
    if (atStart) for (const index of model.states.keys()) visit({ kind: "state", use, index });
    for (const index of model.outputs.keys()) visit({ kind: "output", use, index });
  });
  return order;
}

const keyOf = ({ use, kind, index }: Step): string => `${use} ${kind} ${index}`;

/** Inputs from signals and constants are there without being worked out. */
function isComputed(uses: readonly UseProgram[], { kind, use, index }: Step): boolean {
  return kind !== "input" || uses[use]?.inputs[index]?.kind === "output";
}

/** What has to be known before a step can be taken. */
function readBy(uses: readonly UseProgram[], places: ReadonlyMap<string, number>, { kind, use, index }: Step, atStart: boolean): Step[] {
  const { inputs, model } = uses[use] ?? fail("a use has no place in the layout");
  if (kind === "input") {
    const input = inputs[index];
    if (input?.kind !== "output") return [];
    return [{ kind: "output", use: places.get(input.use) ?? fail("an input is connected to a use outside of the system"), index: input.output }];
  }
  const expr = (kind === "output" ? model.outputs[slotIndex(index)]?.value : model.states[slotIndex(index)]?.initial) ?? fail("a model refers to a slot that does not exist");
  const steps: Step[] = [];
  const collect = ({ op, index: slot }: Leaf): void => {
    if (op === "input" || op === "output" || (op === "state" && atStart)) steps.push({ kind: op, use, index: slot });
    if (op !== "relation" || !atStart) return;
    const relation = model.relations[slot] ?? fail("a model reads a relation that does not exist");
    for (const side of [relation.a, relation.b]) eachLeaf(side, collect);
  };
  eachLeaf(expr, collect);
  return steps;
}

function eachLeaf(expr: ModelExpr, tell: (leaf: Leaf) => void): void {
  switch (expr.op) {
    case "number":
      return;
    case "state":
    case "input":
    case "parameter":
    case "output":
    case "relation":
      tell(expr);
      return;
    case "affine":
      eachLeaf(expr.x, tell);
      return;
    case "lookup":
    case "slope":
      for (const operand of expr.at) eachLeaf(operand, tell);
      return;
    default:
      for (const operand of operandsOf(expr)) eachLeaf(operand, tell);
  }
}

/** Named from the first in the alphabet on, so that a loop is called the same from wherever it was met. */
function loopError(uses: readonly UseProgram[], way: readonly Step[]): TwinError {
  const last = way.at(-1);
  const begin = way.findIndex((step) => step.use === last?.use && step.kind === last.kind && step.index === last.index);
  const names = way.slice(begin).map(({ use }) => uses[use]?.name ?? "");
  const around = names.slice(1).filter((name, i) => name !== names[i]);
  const turned = around.indexOf(around.toSorted()[0] ?? "");
  const loop = [...around.slice(turned), ...around.slice(0, turned + 1)];
  return new TwinError("bad-input", `The models depend on each other in a circle with no state in it: ${loop.join(" → ")}. One of them must read a measured signal instead, or a state of its own.`);
}
