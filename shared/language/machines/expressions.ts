/** Walking and rewriting expressions of the intermediate form, whatever a machine does with them. */
import type { NumberExpr, TruthExpr } from "../ir.ts";

/** Calls `visit` for every slot an expression reads, once per mention. */
export function eachSlot(expr: NumberExpr | TruthExpr, visit: (slot: number) => void): void {
  switch (expr.op) {
    case "number":
    case "truth":
      return;
    case "signal":
    case "truthSignal":
    case "compareText":
      return visit(expr.slot);
    case "affine":
    case "negate":
    case "abs":
    case "sqrt":
    case "not":
      return eachSlot(expr.x, visit);
    case "for":
    case "within":
      return eachSlot(expr.p, visit);
    default:
      eachSlot(expr.a, visit);
      eachSlot(expr.b, visit);
  }
}

/** How many operations, signals and constants an expression has; a signal counts as much as `ofSlot` says. */
export function sizeOf(expr: NumberExpr | TruthExpr, ofSlot: (slot: number) => number): number {
  switch (expr.op) {
    case "number":
    case "truth":
      return 1;
    case "signal":
    case "truthSignal":
    case "compareText":
      return ofSlot(expr.slot);
    case "affine":
    case "negate":
    case "abs":
    case "sqrt":
    case "not":
      return 1 + sizeOf(expr.x, ofSlot);
    case "for":
    case "within":
      return 1 + sizeOf(expr.p, ofSlot);
    default:
      return 1 + sizeOf(expr.a, ofSlot) + sizeOf(expr.b, ofSlot);
  }
}

/** The slots an expression reads, ascending. */
export function slotsOf(expr: NumberExpr | TruthExpr): number[] {
  const slots = new Set<number>();
  eachSlot(expr, (slot) => slots.add(slot));
  return [...slots].sort((a, b) => a - b);
}

/** Whether time matters inside: `for` or `within` anywhere. */
export function isTimed(expr: TruthExpr): boolean {
  switch (expr.op) {
    case "for":
    case "within":
      return true;
    case "not":
      return isTimed(expr.x);
    case "and":
    case "or":
      return isTimed(expr.a) || isTimed(expr.b);
    default:
      return false;
  }
}

/** What stands in place of each slot when an expression moves into another program. */
export interface SlotReplacement {
  number(slot: number): NumberExpr;
  truth(slot: number): TruthExpr;
  text(slot: number): number;
}

export function replaceInNumber(expr: NumberExpr, by: SlotReplacement): NumberExpr {
  switch (expr.op) {
    case "number":
      return expr;
    case "signal":
      return by.number(expr.slot);
    case "affine":
    case "negate":
    case "abs":
    case "sqrt":
      return { ...expr, x: replaceInNumber(expr.x, by) };
    default:
      return { ...expr, a: replaceInNumber(expr.a, by), b: replaceInNumber(expr.b, by) };
  }
}

export function replaceInTruth(expr: TruthExpr, by: SlotReplacement): TruthExpr {
  switch (expr.op) {
    case "truth":
      return expr;
    case "truthSignal":
      return by.truth(expr.slot);
    case "compareText":
      return { ...expr, slot: by.text(expr.slot) };
    case "compare":
      return { ...expr, a: replaceInNumber(expr.a, by), b: replaceInNumber(expr.b, by) };
    case "not":
      return { ...expr, x: replaceInTruth(expr.x, by) };
    case "and":
    case "or":
      return { ...expr, a: replaceInTruth(expr.a, by), b: replaceInTruth(expr.b, by) };
    case "for":
    case "within":
      return { ...expr, p: replaceInTruth(expr.p, by) };
  }
}
