/**
 * In which order a system's values can be worked out, each after those it reads at the same instant. Uses may read each other in
 * a circle where a state lies in it. A circle without one is an algebraic loop: some of its outputs are unknowns, from which
 * all others follow, and are solved for together (Tarjan, SIAM J. Comput. 1, 1972, finds the loops; tearing as in Cellier and
 * Kofman, Continuous System Simulation, 7.4). Solves nothing itself.
 */
import { TwinError } from "../contract/errors.ts";
import type { ModelDelay, ModelProgram, UseProgram } from "./ir.ts";
import { type Degree, degreeOf, eachLeaf, type ModelLeafExpr } from "./modelParts.ts";
import { stronglyConnected } from "./stronglyConnected.ts";

/** An input that is fed by another use's output, an output, or, at the start alone, a state's first value. */
export interface Step {
  readonly kind: "input" | "output" | "state";
  readonly use: number;
  readonly index: number;
}

export interface AlgebraicLoop {
  readonly kind: "loop";
  /** Outputs to be solved for; those that declare a start first. */
  readonly unknowns: readonly Step[];
  /** The rest of the loop, in an order in which it follows from the unknowns. */
  readonly rest: readonly Step[];
  /** In the unknowns, as long as conditions are held. */
  readonly linear: boolean;
  /** Once around, as it is shown: `pump.flow → pipe.head → pump.flow`. */
  readonly shown: string;
  /** Why it cannot be solved. */
  readonly trouble?: string;
}

export type Block = Step | AlgebraicLoop;

/** Each evaluation factors a full matrix of so many rows. */
const MOST_UNKNOWNS = 200;

type Uses = readonly Pick<UseProgram, "id" | "name" | "inputs" | "model">[];

/** While it runs, states and conditions are given; `atStart` states and conditions have to be worked out too. */
export function evaluationOrder(uses: Uses, { atStart }: { readonly atStart: boolean }): readonly Block[] {
  const reading = new Reading(uses, atStart);
  return stronglyConnected(reading.roots, (step) => reading.readBy(step)).flatMap((steps): Block[] => {
    const [only] = steps;
    if (only !== undefined && steps.length === 1 && !reading.readBy(only).includes(only)) return reading.isComputed(only) ? [reading.steps[only] as Step] : []; // in range
    return [loopOf(uses, reading, steps)];
  });
}

/** All steps of a system by number, and what each reads at the same instant. */
class Reading {
  readonly steps: readonly Step[];
  readonly roots: readonly number[];
  readonly #uses: Uses;
  readonly #atStart: boolean;
  readonly #places: ReadonlyMap<string, number>;
  readonly #first: readonly Readonly<Record<Step["kind"], number>>[];
  readonly #known = new Map<number, readonly number[]>();

  constructor(uses: Uses, atStart: boolean) {
    this.#uses = uses;
    this.#atStart = atStart;
    this.#places = new Map(uses.map(({ id }, index) => [id, index]));
    const steps: Step[] = [];
    this.#first = uses.map(({ model }, use) => {
      const add = (kind: Step["kind"], count: number): number => {
        const from = steps.length;
        for (let index = 0; index < count; index++) steps.push({ kind, use, index });
        return from;
      };
      return { input: add("input", model.inputs.length), state: add("state", atStart ? model.states.length : 0), output: add("output", model.outputs.length) };
    });
    this.steps = steps;
    this.roots = steps.map((_, step) => step);
  }

  /** Inputs from signals and constants are there without being worked out. */
  isComputed(step: number): boolean {
    const { kind, use, index } = this.steps[step] as Step; // in range
    return kind !== "input" || this.#uses[use]?.inputs[index]?.kind === "output";
  }

  readBy(step: number): readonly number[] {
    const known = this.#known.get(step);
    if (known) return known;
    const reads = [...new Set(this.#readBy(this.steps[step] as Step))]; // in range
    this.#known.set(step, reads);
    return reads;
  }

  place(kind: Step["kind"], use: number, index: number): number {
    const first = this.#first[use]?.[kind];
    const place = first === undefined ? Number.NaN : first + index;
    const found = this.steps[place];
    if (found?.kind !== kind || found.use !== use) throw new TwinError("internal", "The simulation cannot be compiled: a model refers to a slot that does not exist.");
    return place;
  }

  #readBy({ kind, use, index }: Step): number[] {
    const { inputs, model } = this.#uses[use] as Uses[number]; // in range
    if (kind === "input") {
      const input = inputs[index];
      const source = input?.kind === "output" ? this.#places.get(input.use) : undefined;
      return input?.kind === "output" && source !== undefined ? [this.place("output", source, input.output)] : [];
    }
    const expr = kind === "output" ? model.outputs[index]?.value : model.states[index]?.initial;
    const reads: number[] = [];
    if (expr) eachLeaf(expr, (leaf) => this.#collect(use, model, leaf, reads));
    return reads;
  }

  #collect(use: number, model: ModelProgram, { op, index }: ModelLeafExpr, reads: number[]): void {
    if (op === "input" || op === "output" || (op === "state" && this.#atStart)) reads.push(this.place(op, use, index));
    // While it runs, what a delay gives is of the past.
    if (!this.#atStart) return;
    if (op === "delayed") eachLeaf(delayAt(model, index).x, (leaf) => this.#collect(use, model, leaf, reads));
    if (op !== "relation") return;
    const relation = model.relations[index];
    if (!relation) throw new TwinError("internal", "The simulation cannot be compiled: a model reads a relation that does not exist.");
    for (const side of [relation.a, relation.b]) eachLeaf(side, (leaf) => this.#collect(use, model, leaf, reads));
  }
}

/** What a delay of the model delays. */
export function delayAt(model: Pick<ModelProgram, "delays">, index: number): ModelDelay {
  const delay = model.delays[index];
  if (!delay) throw new TwinError("internal", "The simulation cannot be compiled: a model reads a delay that does not exist.");
  return delay;
}

function loopOf(uses: Uses, reading: Reading, numbers: readonly number[]): AlgebraicLoop {
  const around = new Set(numbers);
  const stepAt = (number: number): Step => reading.steps[number] as Step; // in range
  const startOf = ({ use, index }: Step): number | undefined => uses[use]?.model.outputs[index]?.start;
  const unknowns = new Set(numbers.filter((number) => stepAt(number).kind === "output" && startOf(stepAt(number)) !== undefined).sort((a, b) => a - b));
  const cycle = orderOf([...around], (number) => reading.readBy(number).filter((read) => around.has(read)));
  let order = cycle;
  for (;;) {
    order = orderOf([...around].filter((number) => !unknowns.has(number)), (number) => reading.readBy(number).filter((read) => around.has(read) && !unknowns.has(read)));
    const cut = "cycle" in order ? order.cycle.find((number) => stepAt(number).kind === "output") : undefined;
    if (cut === undefined) break;
    unknowns.add(cut);
  }
  const solved = [...unknowns].map(stepAt);
  const rest = "order" in order ? order.order.map(stepAt) : [];
  const linear = isLinear(uses, solved, rest);
  const shown = shownLoop(uses, ("cycle" in cycle ? cycle.cycle : numbers).map(stepAt));
  const unstarted = solved.filter((step) => startOf(step) === undefined);
  const trouble = troubleOf(uses, { shown, linear, hasState: numbers.some((number) => stepAt(number).kind === "state"), unknowns: solved.length, unstarted });
  return { kind: "loop", unknowns: solved, rest, linear, shown, ...(trouble !== undefined && { trouble }) };
}

function troubleOf(uses: Uses, { shown, linear, hasState, unknowns, unstarted }: { readonly shown: string; readonly linear: boolean; readonly hasState: boolean; readonly unknowns: number; readonly unstarted: readonly Step[] }): string | undefined {
  if (hasState) return `These values at the start depend on each other: ${shown}. Let one of the states start from a number or a parameter.`;
  if (unknowns > MOST_UNKNOWNS) return `These outputs depend on each other at the same instant in a loop with ${unknowns} unknowns, more than the ${MOST_UNKNOWNS} that are solved: ${shown}. Put a state into it.`;
  if (linear || unstarted.length === 0) return undefined;
  const names = unstarted.map((step) => nameOf(uses, step)).join(", ");
  const { use, index } = unstarted[0] as Step; // not empty
  const output = uses[use]?.model.outputs[index];
  return `These outputs depend on each other at the same instant, with no state between: ${shown}. The loop is not linear, so say where ${names} ${unstarted.length === 1 ? "lies" : "lie"} at the start, about: output ${output?.name ?? ""} : ${output?.unit ?? "1"} = … start 1. Or put a state into it.`;
}

function isLinear(uses: Uses, unknowns: readonly Step[], rest: readonly Step[]): boolean {
  const degrees = new Map<string, Degree>(unknowns.map((step) => [keyOf(step), 1]));
  const ids = new Map(uses.map(({ id }, use) => [id, use]));
  const degree = ({ kind, use, index }: Step): Degree => {
    const program = uses[use] as Uses[number]; // in range
    const input = program.inputs[index];
    if (kind === "input") return input?.kind === "output" ? (degrees.get(keyOf({ kind: "output", use: ids.get(input.use) ?? -1, index: input.output })) ?? 0) : 0;
    const value = kind === "output" ? program.model.outputs[index]?.value : program.model.states[index]?.initial;
    return value ? degreeOf(value, ({ op, index: slot }) => (op === "input" || op === "output" || op === "state" ? (degrees.get(keyOf({ kind: op, use, index: slot })) ?? 0) : 0)) : 0;
  };
  for (const step of rest) degrees.set(keyOf(step), degree(step));
  return unknowns.every((step) => degree(step) < 2);
}

const keyOf = ({ use, kind, index }: Step): string => `${use} ${kind} ${index}`;

/** Each after those it reads, or a cycle on the way there. */
function orderOf(numbers: readonly number[], readBy: (number: number) => readonly number[]): { readonly order: readonly number[] } | { readonly cycle: readonly number[] } {
  const order: number[] = [];
  const marks = new Map<number, "open" | "done">();
  for (const root of numbers) {
    if (marks.has(root)) continue;
    const way = [{ number: root, unread: [...readBy(root)].reverse() }];
    marks.set(root, "open");
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const next = top.unread.pop();
      if (next === undefined) {
        way.pop();
        marks.set(top.number, "done");
        order.push(top.number);
      } else if (marks.get(next) === "open") {
        return { cycle: way.slice(way.findIndex(({ number }) => number === next)).map(({ number }) => number) };
      } else if (!marks.has(next)) {
        marks.set(next, "open");
        way.push({ number: next, unread: [...readBy(next)].reverse() });
      }
    }
  }
  return { order };
}

function nameOf(uses: Uses, { kind, use, index }: Step): string {
  const { name, model } = uses[use] as Uses[number]; // in range
  return `${name}.${(kind === "output" ? model.outputs[index]?.name : model.states[index]?.name) ?? ""}`;
}

/** Named from the first in the alphabet on, so that a loop is called the same from wherever it was met. */
function shownLoop(uses: Uses, steps: readonly Step[]): string {
  const names = steps.filter(({ kind }) => kind !== "input").map((step) => nameOf(uses, step));
  const turned = names.indexOf(names.toSorted()[0] ?? "");
  return [...names.slice(turned), ...names.slice(0, turned + 1)].join(" → ");
}
