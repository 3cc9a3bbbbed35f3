/** Walking and rewriting expressions of the intermediate form, whatever a machine does with them. */
import type { EventExpr, NumberExpr, StateContender, TruthExpr } from "../ir.ts";

export type Expr = NumberExpr | TruthExpr | EventExpr;

const NONE: readonly Expr[] = [];

/** The expressions directly inside an expression, in the order in which they are written. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case "number": case "signal": case "residual": case "truth": case "truthSignal": case "compareText": case "compareTexts": case "stale": case "missing": case "bad": case "changesText":
      return NONE;
    case "affine": case "negate": case "abs": case "sqrt": case "exp": case "ln": case "sin": case "cos": case "avg": case "stddev": case "integral": case "lowest": case "highest": case "delta": case "rate": case "every": case "not": case "changes":
      return [expr.x];
    case "add": case "subtract": case "multiply": case "divide": case "pow": case "least": case "greatest": case "compare": case "and": case "or":
      return [expr.a, expr.b];
    case "hysteresis":
      return [expr.x, expr.a, expr.h];
    case "duration": case "for": case "within": case "rises": case "falls":
      return [expr.p];
    case "count": case "recently": case "happens":
      return [expr.e];
    case "then": case "without":
      return [expr.e, expr.f];
    case "while":
      return [expr.e, expr.p];
    case "totalTime":
      return expr.since ? [expr.p, expr.since] : [expr.p];
    case "totalOf":
      return expr.since ? [expr.x, expr.since] : [expr.x];
    case "sumOf": case "avgOf": case "lowestOf": case "highestOf":
      return expr.xs;
    case "countOf": case "anyOf": case "allOf":
      return expr.ps;
    case "state":
      return expr.contenders.flatMap(({ when, clear }) => (clear ? [when, clear] : [when]));
  }
}

/** The slots an expression itself names, those of its parts left out. */
export function ownSlots(expr: Expr): number[] {
  const slots: number[] = [];
  if ("slot" in expr) slots.push(expr.slot);
  if ("other" in expr) slots.push(expr.other);
  if ("measured" in expr) slots.push(expr.measured, expr.predicted);
  return slots;
}

/** Calls `visit` for every slot an expression reads, once per mention. */
export function eachSlot(expr: Expr, visit: (slot: number) => void): void {
  ownSlots(expr).forEach(visit);
  for (const part of partsOf(expr)) eachSlot(part, visit);
}

/** How many operations, signals and constants an expression has; a signal counts as much as `ofSlot` says. */
export function sizeOf(expr: Expr, ofSlot: (slot: number) => number): number {
  const slots = ownSlots(expr);
  const own = expr.op === "signal" || expr.op === "truthSignal" ? 0 : 1;
  return partsOf(expr).reduce((sum, part) => sum + sizeOf(part, ofSlot), own) + slots.reduce((sum, slot) => sum + ofSlot(slot), 0);
}

/** The slots an expression reads, ascending. */
export function slotsOf(expr: Expr): number[] {
  const slots = new Set<number>();
  eachSlot(expr, (slot) => slots.add(slot));
  return [...slots].sort((a, b) => a - b);
}

/** Operators whose value at an instant depends on what was before it. */
const TIMED: ReadonlySet<Expr["op"]> = new Set<Expr["op"]>([
  "avg", "stddev", "integral", "lowest", "highest", "count", "duration", "delta", "rate", "totalTime", "totalOf", "residual", "state", "every",
  "for", "within", "recently", "hysteresis", "stale", "missing", "bad", "happens",
  "rises", "falls", "changes", "changesText", "while", "then", "without",
]);

/** Whether time matters anywhere inside: the value is no function of the signals' values at the same instant. */
export function isTimed(expr: Expr): boolean {
  return TIMED.has(expr.op) || partsOf(expr).some(isTimed);
}

/** What stands in place of each slot when an expression moves into another program. */
export interface SlotReplacement {
  number(slot: number): NumberExpr;
  truth(slot: number): TruthExpr;
  /** Where the signal itself is asked for, not its value: of texts, `stale`, `bad`, `residual`. */
  signal(slot: number): number;
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
    case "exp":
    case "ln":
    case "sin":
    case "cos":
    case "avg":
    case "stddev":
    case "integral":
    case "lowest":
    case "highest":
    case "delta":
    case "rate":
    case "every":
      return { ...expr, x: replaceInNumber(expr.x, by) };
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "pow":
    case "least":
    case "greatest":
      return { ...expr, a: replaceInNumber(expr.a, by), b: replaceInNumber(expr.b, by) };
    case "count":
      return { ...expr, e: replaceInEvent(expr.e, by) };
    case "duration":
      return { ...expr, p: replaceInTruth(expr.p, by) };
    case "totalTime":
      return { ...expr, p: replaceInTruth(expr.p, by), ...(expr.since && { since: replaceInEvent(expr.since, by) }) };
    case "totalOf":
      return { ...expr, x: replaceInNumber(expr.x, by), ...(expr.since && { since: replaceInEvent(expr.since, by) }) };
    case "residual":
      return { ...expr, measured: by.signal(expr.measured), predicted: by.signal(expr.predicted) };
    case "sumOf":
    case "avgOf":
    case "lowestOf":
    case "highestOf":
      return { ...expr, xs: expr.xs.map((x) => replaceInNumber(x, by)) };
    case "countOf":
      return { ...expr, ps: expr.ps.map((p) => replaceInTruth(p, by)) };
    case "state":
      return { ...expr, contenders: expr.contenders.map((contender) => replaceInContender(contender, by)) };
  }
}

function replaceInContender(contender: StateContender, by: SlotReplacement): StateContender {
  return { ...contender, when: replaceInTruth(contender.when, by), ...(contender.clear && { clear: replaceInTruth(contender.clear, by) }) };
}

export function replaceInTruth(expr: TruthExpr, by: SlotReplacement): TruthExpr {
  switch (expr.op) {
    case "truth":
      return expr;
    case "truthSignal":
      return by.truth(expr.slot);
    case "compareText":
    case "stale":
    case "missing":
    case "bad":
      return { ...expr, slot: by.signal(expr.slot) };
    case "compareTexts":
      return { ...expr, slot: by.signal(expr.slot), other: by.signal(expr.other) };
    case "compare":
      return { ...expr, a: replaceInNumber(expr.a, by), b: replaceInNumber(expr.b, by) };
    case "hysteresis":
      return { ...expr, x: replaceInNumber(expr.x, by), a: replaceInNumber(expr.a, by), h: replaceInNumber(expr.h, by) };
    case "not":
    case "every":
      return { ...expr, x: replaceInTruth(expr.x, by) };
    case "and":
    case "or":
      return { ...expr, a: replaceInTruth(expr.a, by), b: replaceInTruth(expr.b, by) };
    case "anyOf":
    case "allOf":
      return { ...expr, ps: expr.ps.map((p) => replaceInTruth(p, by)) };
    case "for":
    case "within":
      return { ...expr, p: replaceInTruth(expr.p, by) };
    case "recently":
    case "happens":
      return { ...expr, e: replaceInEvent(expr.e, by) };
  }
}

export function replaceInEvent(expr: EventExpr, by: SlotReplacement): EventExpr {
  switch (expr.op) {
    case "rises":
    case "falls":
      return { ...expr, p: replaceInTruth(expr.p, by) };
    case "changes":
      return { ...expr, x: replaceInNumber(expr.x, by) };
    case "changesText":
      return { ...expr, slot: by.signal(expr.slot) };
    case "while":
      return { ...expr, e: replaceInEvent(expr.e, by), p: replaceInTruth(expr.p, by) };
    case "then":
    case "without":
      return { ...expr, e: replaceInEvent(expr.e, by), f: replaceInEvent(expr.f, by) };
  }
}
