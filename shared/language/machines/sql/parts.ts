/** Which parts of an expression have relations of their own, and which are worked out from the values of one instant. */
import type { NumberExpr } from "../../ir.ts";
import { isTimed, partsOf, type Expr } from "../expressions.ts";

/** Numbers over windows and over members. */
const OWN_NUMBERS: ReadonlySet<Expr["op"]> = new Set<Expr["op"]>(["count", "countOf", "lowestOf", "highestOf"]);

/** The signals and the numbers with relations of their own that a number is worked out from. */
export function leavesOf(expr: NumberExpr): NumberExpr[] {
  if (expr.op === "signal" || OWN_NUMBERS.has(expr.op)) return [expr];
  return [...("x" in expr ? leavesOf(expr.x) : []), ...("a" in expr ? [...leavesOf(expr.a), ...leavesOf(expr.b)] : [])];
}

/** Whether an expression cannot be written as one SQL expression over the values of one instant. */
export function standsApart(expr: Expr): boolean {
  return isTimed(expr) || expr.op === "anyOf" || expr.op === "allOf" || OWN_NUMBERS.has(expr.op) || partsOf(expr).some(standsApart);
}
