/**
 * What a program costs: operations, and changes kept in its windows. A rule or calc that would need more than its share is
 * refused while it is written, not found out at night.
 */
import type { Project } from "../model/project.ts";
import type { EventExpr, NumberExpr, Slot, TruthExpr } from "./ir.ts";
import { ownSlots, partsOf, type Expr } from "./machines/expressions.ts";

/** Changes that the windows of one rule or calc on one asset may hold. */
export const MOST_HELD_CHANGES = 1_000_000;

/** Changes per second of a signal that says nothing else. */
const DEFAULT_RATE_HZ = 1;

/** Each expression's count once: parts may be shared, and a function called twice doubles what it is given. */
function counted(of: (expr: Expr, parts: number) => number): (expr: Expr) => number {
  const known = new Map<Expr, number>();
  const count = (expr: Expr): number => {
    const found = known.get(expr);
    if (found !== undefined) return found;
    const total = of(expr, partsOf(expr).reduce((sum, part) => sum + count(part), 0));
    known.set(expr, total);
    return total;
  };
  return count;
}

/** How many operations, signals and constants an expression has, calcs counting as signals. */
export function operations(expr: Expr): number {
  return counted((_, parts) => parts + 1)(expr);
}

/** Whether some operator in it keeps changes of the past. */
export function holdsChanges(expr: Expr): boolean {
  return counted((part, parts) => parts + heldBy(part, () => 1))(expr) > 0;
}

/** How often signals change, from the sampling interval of their bindings, and what calcs that are read hold themselves. */
export class ChangeRates {
  readonly #rates = new Map<string, number>();
  readonly #held = new Map<string, number>();

  constructor(project: Project) {
    for (const { signal, sampling } of Object.values(project.bindings)) if (sampling && sampling.intervalMs > 0) this.#rates.set(signal, 1_000 / sampling.intervalMs);
  }

  /** Changes per second. */
  rateHz(slot: Slot): number {
    return this.#rates.get(slot.signal) ?? DEFAULT_RATE_HZ;
  }

  /** Changes held by a calc that is read, and by those it reads. */
  heldBehind(slot: Slot): number {
    return this.#held.get(slot.signal) ?? 0;
  }

  /** Notes a calc: it changes as often as all it reads together, and what it holds is held again by those that read it. */
  noteCalc(signal: string, expr: NumberExpr | TruthExpr, slots: readonly Slot[]): void {
    this.#rates.set(signal, changesOf(expr, (slot) => this.#slotRate(slots, slot)));
    this.#held.set(signal, this.held([expr], slots));
  }

  #slotRate(slots: readonly Slot[], index: number): number {
    const slot = slots[index];
    return slot ? this.rateHz(slot) : 0;
  }

  /** Changes in all windows of the expressions together, those of the calcs they read included. */
  held(exprs: readonly Expr[], slots: readonly Slot[]): number {
    const rate = (slot: number): number => this.#slotRate(slots, slot);
    const own = counted((expr, parts) => parts + heldBy(expr, rate));
    return exprs.reduce((sum, expr) => sum + own(expr), 0) + slots.reduce((sum, slot) => sum + this.heldBehind(slot), 0);
  }
}

/** Changes per second of an expression: those of all signals in it, and of what makes it look more often. */
function changesOf(expr: Expr, rate: (slot: number) => number): number {
  const slots = new Set<number>();
  let every = 0;
  const seen = new Set<Expr>();
  const visit = (part: Expr): void => {
    if (seen.has(part)) return;
    seen.add(part);
    for (const slot of ownSlots(part)) slots.add(slot);
    if (part.op === "every") every += 1_000_000 / part.periodUs;
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  return [...slots].reduce((sum, slot) => sum + rate(slot), every);
}

/** Changes that one operator keeps: those of its operand in its window. */
function heldBy(expr: Expr, rate: (slot: number) => number): number {
  switch (expr.op) {
    case "avg": case "stddev": case "integral": case "lowest": case "highest": case "delta": case "rate": return seconds(expr.windowUs) * changesOf(expr.x, rate);
    case "count": return seconds(expr.windowUs) * changesOf(expr.e, rate);
    case "duration": return seconds(expr.windowUs) * changesOf(expr.p, rate);
    case "without": return seconds(expr.durationUs) * changesOf(expr.e, rate);
    default: return 0;
  }
}

function seconds(durationUs: number): number {
  return durationUs / 1_000_000;
}

/** Which of the windows holds most, with its changes. */
export function largestWindow<W extends { readonly node: NumberExpr | EventExpr }>(windows: readonly W[], slots: readonly Slot[], rates: ChangeRates): { readonly window: W; readonly held: number } | undefined {
  let largest: { readonly window: W; readonly held: number } | undefined;
  for (const window of windows) {
    const held = rates.held([window.node], slots);
    if (!largest || held > largest.held) largest = { window, held };
  }
  return largest;
}
