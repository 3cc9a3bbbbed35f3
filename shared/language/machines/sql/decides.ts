/** Which programs SQL decides to the last bit. The others are run over history by the streaming evaluator. */
import type { NumberExpr, RuleProgram } from "../../ir.ts";
import { partsOf, slotsOf, type Expr } from "../expressions.ts";
import { againstNumber } from "./extremes.ts";
import { standsApart } from "./parts.ts";

/**
 * Left out: moving sums, deviations and totals of doubles (exact sums have no form in SQL), functions of our own, and what
 * depends on its operand's instants rather than on its values, but a duration against a number.
 * The lowest and highest of a window against anything but a number need every value: replaying them is faster. States come from many rules at once.
 */
const IN_SQL: ReadonlySet<Expr["op"]> = new Set<Expr["op"]>([
  "number", "signal", "affine", "negate", "abs", "sqrt", "add", "subtract", "multiply", "divide", "least", "greatest",
  "truth", "truthSignal", "compare", "compareText", "not", "and", "or", "anyOf", "allOf", "for", "within", "recently", "happens", "hysteresis",
  "rises", "falls", "changes", "changesText", "while", "then", "without", "count",
  "stale", "missing", "bad", "compareTexts", "countOf", "lowestOf", "highestOf",
]);

function isInSql(expr: Expr): boolean {
  const sides = sidesAgainstNumber(expr);
  const extreme = sides.find((side) => side.op === "lowest" || side.op === "highest");
  if (extreme !== undefined) return partsOf(extreme).every(isInSql);
  const [spent] = sides.flatMap((side) => (side.op === "duration" ? [side.p] : []));
  // Of its condition's instants SQL knows where no time is inside.
  if (spent !== undefined) return slotsOf(spent).length > 0 && !standsApart(spent) && isInSql(spent);
  return IN_SQL.has(expr.op) && partsOf(expr).every(isInSql);
}

/** Both sides of a comparison of a measure with a number, `every` around it left out; of anything else none. */
function sidesAgainstNumber(expr: Expr): NumberExpr[] {
  if (expr.op !== "compare" || againstNumber(expr) === undefined) return [];
  return [expr.a, expr.b].map((side) => (side.op === "every" ? side.x : side));
}

/** Whether SQL decides this rule's intervals exactly. */
export function sqlDecides({ when, clear, slots }: RuleProgram): boolean {
  return isInSql(when) && (clear === undefined || isInSql(clear)) && !slots.some((slot) => slot.predicted);
}
