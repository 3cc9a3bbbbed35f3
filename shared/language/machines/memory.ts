/**
 * How many changes a program may have to hold inside its windows, added up, from the highest rates of its signals. It counts
 * every sample as a change: an upper bound, whatever the data. The compiler refuses more than `MOST_CHANGES` per instance.
 */
import { US_PER_S } from "../../time/time.ts";
import type { CalcProgram, RuleProgram, Slot } from "../ir.ts";
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

function heldBy(expr: Expr, ofSlot: (slot: number) => number, tickHz: number): number {
  const ticks = expr.op === "every" ? tickHz + US_PER_S / expr.periodUs : tickHz;
  const lengthUs = "windowUs" in expr ? expr.windowUs : expr.op === "without" ? expr.durationUs : 0;
  const [operand] = partsOf(expr);
  const own = lengthUs === 0 || operand === undefined ? 0 : Math.ceil((lengthUs / US_PER_S) * rateHz(operand, ofSlot, ticks)) + 1;
  return partsOf(expr).reduce((sum, part) => sum + heldBy(part, ofSlot, ticks), own);
}

/** The most changes that one instance of a program may hold at a time. `rateHzOf` gives a signal's highest rate. */
export function memoryOf(program: RuleProgram | CalcProgram, rateHzOf: (slot: Slot) => number): number {
  const ofSlot = (index: number): number => {
    const slot = program.slots[index];
    return slot === undefined ? 0 : rateHzOf(slot);
  };
  return exprsOf(program).reduce((sum, expr) => sum + heldBy(expr, ofSlot, 0), 0);
}

function exprsOf(program: RuleProgram | CalcProgram): Expr[] {
  if ("expr" in program) return [program.expr.kind === "truth" ? program.expr.truth : program.expr.value];
  const shown = program.message.flatMap((part) => ("value" in part ? [part.value] : []));
  return [program.when, ...(program.clear ? [program.clear] : []), ...(program.suppress ? [program.suppress] : []), ...shown];
}
