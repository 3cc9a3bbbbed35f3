/**
 * How many changes an expression may have to hold inside its windows, added up, from the highest rates of its signals. It counts
 * every sample as a change: an upper bound, whatever the data. The compiler refuses more than `MOST_CHANGES` per instance.
 */
import { US_PER_S } from "../../time/time.ts";
import { ownSlots, partsOf, type Expr } from "./expressions.ts";

export const MOST_CHANGES = 1_000_000;

/** Changes a second of one expression; `tickHz` is what `every` around it adds to each instant of its parts. */
function rateHz(expr: Expr, ofSlot: (slot: number) => number, tickHz: number): number {
  const ticks = expr.op === "every" ? tickHz + US_PER_S / expr.periodUs : tickHz;
  const own = ownSlots(expr).reduce((sum, slot) => sum + ofSlot(slot), 0);
  const inside = partsOf(expr).reduce((sum, part) => sum + rateHz(part, ofSlot, ticks), own);
  return inside + dueHz(expr, ticks);
}

/** Instants a second that an operator adds by itself, when nothing inside it comes. */
function dueHz(expr: Expr, tickHz: number): number {
  if ("windowUs" in expr) return tickHz + (2 * US_PER_S) / expr.windowUs;
  if ("durationUs" in expr) return US_PER_S / expr.durationUs;
  return expr.op === "totalTime" || expr.op === "totalOf" || expr.op === "residual" ? tickHz : 0;
}

/** How long an operator keeps the changes of its operand; most keep none. */
function keptUs(expr: Expr): number {
  return "windowUs" in expr ? expr.windowUs : expr.op === "without" ? expr.durationUs : 0;
}

/** Whether anything in the expression keeps changes, however often they come. */
export function keepsChanges(expr: Expr): boolean {
  return keptUs(expr) > 0 || partsOf(expr).some(keepsChanges);
}

function heldBy(expr: Expr, ofSlot: (slot: number) => number, tickHz: number): number {
  const ticks = expr.op === "every" ? tickHz + US_PER_S / expr.periodUs : tickHz;
  const lengthUs = keptUs(expr);
  const parts = partsOf(expr);
  const [operand] = parts;
  const own = lengthUs === 0 || operand === undefined ? 0 : Math.ceil((lengthUs / US_PER_S) * rateHz(operand, ofSlot, ticks)) + 1;
  return parts.reduce((sum, part) => sum + heldBy(part, ofSlot, ticks), own);
}

/** The most changes that one expression may hold at a time. `ofSlot` gives a signal's highest rate in Hz. */
export function changesHeld(expr: Expr, ofSlot: (slot: number) => number): number {
  return heldBy(expr, ofSlot, 0);
}

/** How often an expression may change, in Hz. */
export function changeRateHz(expr: Expr, ofSlot: (slot: number) => number): number {
  return rateHz(expr, ofSlot, 0);
}
