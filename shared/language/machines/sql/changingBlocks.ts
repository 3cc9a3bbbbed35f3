/**
 * Which blocks of a signal's samples a question must see sample by sample. Where every comparison is a threshold for the signal
 * alone, it has one answer for all values between the least and the greatest of a block when it has the same for these two:
 * unit conversions rise or fall throughout, their rounding included. Of such a block the first sample says all.
 */
import type { NumberExpr, TruthExpr } from "../../ir.ts";
import { replaceInTruth, slotsOf } from "../expressions.ts";
import { ExpressionSql } from "./expressionSql.ts";
import type { SlotNeeds } from "./slotPoints.ts";

const LOW = 0;
const HIGH = 1;

/**
 * A query over `blocks(series, bucket, lo, hi)`, columns series and bucket, for those in which the slot's conditions may change;
 * undefined where least and greatest do not tell.
 */
export function changingBlocks({ slot, series, conditions, value }: SlotNeeds): string | undefined {
  if (slot.dataType !== "number" || slot.staleAfterUs !== undefined || value) return undefined;
  const thresholds: TruthExpr[] = [];
  if (!conditions.every((condition) => collect(condition, thresholds))) return undefined;
  const noText = (): string => {
    throw new RangeError("A threshold has no text.");
  };
  const sql = new ExpressionSql((end) => (end === LOW ? "lo" : "hi"), noText);
  const changes = thresholds.map((threshold) => {
    const [atLow, atHigh] = [sql.truth(at(threshold, LOW)), sql.truth(at(threshold, HIGH))];
    return `${atLow} = 1 OR ${atLow} <> ${atHigh}`;
  });
  if (series.length === 0 || changes.length === 0) return undefined;
  return `SELECT series, bucket FROM ${sql.from("blocks")} WHERE series IN (${series.join(", ")}) AND (${changes.join(" OR ")})`;
}

/** A threshold for a block's least or greatest value in place of its signal. */
function at(threshold: TruthExpr, end: number): TruthExpr {
  return replaceInTruth(threshold, { number: () => ({ op: "signal", slot: end }), truth: () => ({ op: "truthSignal", slot: end }), signal: () => end });
}

/** Collects the comparisons of a condition; false where one is no threshold. */
function collect(condition: TruthExpr, into: TruthExpr[]): boolean {
  switch (condition.op) {
    case "truth":
      return true;
    case "not":
      return collect(condition.x, into);
    case "and":
    case "or":
      return collect(condition.a, into) && collect(condition.b, into);
    case "compare": {
      const { kind, a, b } = condition;
      if (kind === "==" || kind === "!=") return false;
      into.push(condition);
      return (isOneWay(a) && isFixed(b)) || (isFixed(a) && isOneWay(b));
    }
    default:
      return false;
  }
}

function isFixed(expr: NumberExpr): boolean {
  return slotsOf(expr).length === 0;
}

/** Whether it only rises, or only falls, with its one signal. */
function isOneWay(expr: NumberExpr): boolean {
  return expr.op === "signal" || ((expr.op === "affine" || expr.op === "negate") && isOneWay(expr.x));
}
