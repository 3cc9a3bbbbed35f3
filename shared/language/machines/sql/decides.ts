/** Which programs SQL decides to the last bit. The others are run over history by the streaming evaluator. */
import type { RuleProgram } from "../../ir.ts";
import { partsOf, slotsOf, type Expr } from "../expressions.ts";
import { againstNumber } from "./extremes.ts";
import { standsApart } from "./parts.ts";

/**
 * Left out: moving sums, deviations and totals of doubles (exact sums have no form in SQL), functions of our own, and what
 * depends on its operand's instants rather than on its values, but a duration against a number. States come from many rules at once.
 */
const IN_SQL: ReadonlySet<Expr["op"]> = new Set<Expr["op"]>([
  "number", "signal", "affine", "negate", "abs", "sqrt", "add", "subtract", "multiply", "divide", "least", "greatest",
  "truth", "truthSignal", "compare", "compareText", "not", "and", "or", "anyOf", "allOf", "for", "within", "recently", "happens", "hysteresis",
  "rises", "falls", "changes", "changesText", "while", "then", "without", "count",
  "stale", "missing", "bad", "compareTexts", "lowest", "highest", "countOf", "lowestOf", "highestOf",
]);

function isInSql(expr: Expr): boolean {
  const spent = durationIn(expr);
  if (spent !== undefined) return slotsOf(spent).length > 0 && !standsApart(spent) && isInSql(spent);
  return IN_SQL.has(expr.op) && partsOf(expr).every(isInSql);
}

/** The condition of a duration that is compared with a number: of its instants SQL knows where no time is inside. */
function durationIn(expr: Expr): Expr | undefined {
  if (expr.op !== "compare" || againstNumber(expr) === undefined) return undefined;
  return [expr.a, expr.b].map((side) => (side.op === "every" ? side.x : side)).flatMap((side) => (side.op === "duration" ? [side.p] : []))[0];
}

/** Whether SQL decides this rule's intervals exactly. */
export function sqlDecides({ when, clear, slots }: RuleProgram): boolean {
  return isInSql(when) && (clear === undefined || isInSql(clear)) && !slots.some((slot) => slot.predicted);
}
