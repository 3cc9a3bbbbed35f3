/** What expressions of models are made of, and how a value moves with another: not at all, in proportion, or otherwise. */
import type { ModelExpr } from "./ir.ts";

/** A value that an expression reads. */
export type ModelLeafExpr = Extract<ModelExpr, { readonly index: number }>;

/** The operands of an expression, in its order; none of a number or of a value that is read. */
export function modelPartsOf(expr: ModelExpr): readonly ModelExpr[] {
  if ("at" in expr) return expr.at;
  if ("x" in expr) return [expr.x];
  if ("test" in expr) return [expr.test, expr.a, expr.b];
  if ("whereBelow" in expr) return [expr.a, expr.b, expr.whereBelow, expr.whereNot];
  return "a" in expr ? [expr.a, expr.b] : [];
}

/** Tells each value that is read, as often as it stands there. */
export function eachLeaf(expr: ModelExpr, tell: (leaf: ModelLeafExpr) => void): void {
  if ("index" in expr) return tell(expr);
  for (const part of modelPartsOf(expr)) eachLeaf(part, tell);
}

/** How many parts an expression has; counting ends where there are more than `most`. */
export function countParts(expr: ModelExpr, most: number): number {
  let count = 1;
  for (const part of modelPartsOf(expr)) {
    if (count > most) break;
    count += countParts(part, most - count);
  }
  return count;
}

/** 0: the same whatever the other values; 1: linear in them; 2: anything else. */
export type Degree = 0 | 1 | 2;

/** How an expression moves with the values of which `leaf` says so: its derivative is then nothing, a constant, or varies. */
export function degreeOf(expr: ModelExpr, leaf: (leaf: ModelLeafExpr) => Degree): Degree {
  if ("index" in expr) return leaf(expr);
  const degrees = modelPartsOf(expr).map((part) => degreeOf(part, leaf));
  const most = degrees.reduce((all, one) => (one > all ? one : all), 0);
  const [first = 0, second = 0] = degrees;
  switch (expr.op) {
    case "affine": case "negate": case "add": case "subtract":
      return most;
    case "multiply":
      return first > 0 && second > 0 ? 2 : most;
    case "divide":
      return second > 0 ? 2 : first;
    case "choose":
      return first > 0 ? 2 : most;
    default:
      return most > 0 ? 2 : 0;
  }
}
