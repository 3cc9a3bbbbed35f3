/** Comparisons that are not of two numbers at run time: of constants, of conditions, of enums. */
import type { Rational } from "../units/rational.ts";
import type { TruthExpr } from "./ir.ts";
import type { ComparisonOperator } from "./syntax.ts";

/** Whether a comparison of two constants holds. */
export function holds(operator: ComparisonOperator, a: Rational, b: Rational): boolean {
  const left = a.n * b.d;
  const right = b.n * a.d;
  switch (operator) {
    case "<": return left < right;
    case "<=": return left <= right;
    case ">": return left > right;
    case ">=": return left >= right;
    case "==": return left === right;
    case "!=": return left !== right;
  }
}

/** p == q as both or neither, which is unknown exactly where one of them is. */
export function equivalence(a: TruthExpr, b: TruthExpr, operator: "==" | "!="): TruthExpr {
  if (b.op === "truth") return b.value === (operator === "==") ? a : { op: "not", x: a };
  if (a.op === "truth") return equivalence(b, a, operator);
  const both: TruthExpr = { op: "or", a: { op: "and", a, b }, b: { op: "and", a: { op: "not", x: a }, b: { op: "not", x: b } } };
  return operator === "==" ? both : { op: "not", x: both };
}

/** Whether two enums list the same members, so that their indexes mean the same. */
export function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member, index) => member === b[index]);
}
