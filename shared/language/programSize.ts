/**
 * What a program costs: operations, and changes kept in its windows. A rule or calc that would need more than its share is
 * refused while it is written, not found out at night.
 */
import type { Project } from "../model/project.ts";
import type { EventExpr, NumberExpr, Slot, TruthExpr } from "./ir.ts";
import { partsOf, type Expr } from "./machines/expressions.ts";
import { changeRateHz, changesHeld } from "./machines/memory.ts";

/** Changes per second of a signal that says nothing else. */
const DEFAULT_RATE_HZ = 1;

/** How many operations, signals and constants an expression has, calcs counting as signals. Parts may be shared, so each is counted once. */
export function operations(expr: Expr): number {
  const known = new Map<Expr, number>();
  const count = (part: Expr): number => {
    const inside = partsOf(part);
    if (inside.length === 0) return 1;
    const found = known.get(part);
    if (found !== undefined) return found;
    let total = 1;
    for (const inner of inside) total += count(inner);
    known.set(part, total);
    return total;
  };
  return count(expr);
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
    this.#rates.set(signal, changeRateHz(expr, (slot) => this.#slotRate(slots, slot)));
    this.#held.set(signal, this.held([expr], slots));
  }

  #slotRate(slots: readonly Slot[], index: number): number {
    const slot = slots[index];
    return slot ? this.rateHz(slot) : 0;
  }

  /** Changes in all windows of the expressions together, those of the calcs they read included. */
  held(exprs: readonly Expr[], slots: readonly Slot[]): number {
    const rate = (slot: number): number => this.#slotRate(slots, slot);
    return exprs.reduce((sum, expr) => sum + changesHeld(expr, rate), 0) + slots.reduce((sum, slot) => sum + this.heldBehind(slot), 0);
  }
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
