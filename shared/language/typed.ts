/** What the checker knows of an expression: its kind, its unit, and the node it is lowered to. */
import type { EventExpr, TruthExpr } from "./ir.ts";
import type { Rational } from "../units/rational.ts";
import { type Conversion, conversion, convertExact, isIdentity, toAffine } from "../units/convert.ts";
import { toNumber } from "../units/rational.ts";
import { differenceUnit, type Unit } from "../units/unit.ts";

/** Lowered arithmetic over leaves `L`: signals in rules and calcs, states and inputs in models. */
export type Arithmetic<L> =
  | L
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "affine"; readonly x: Arithmetic<L>; readonly factor: number; readonly offset: number }
  | { readonly op: "negate" | "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos"; readonly x: Arithmetic<L> }
  | { readonly op: "add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest"; readonly a: Arithmetic<L>; readonly b: Arithmetic<L> };

/**
 * A number with its unit. `sort` tells a difference (of temperatures, or a product) from a plain amount: a plain amount in K
 * may be read as a point on the absolute scale, a difference never.
 */
export interface TypedNumber<L> {
  readonly kind: "number";
  readonly node: Arithmetic<L>;
  readonly unit: Unit;
  readonly sort: "plain" | "difference";
  /** The exact value where it is known at compile time; `node` is then its rounding. */
  readonly constant?: Rational;
  /** A number written without unit. */
  readonly bare?: boolean;
}

export type Typed<L> =
  | TypedNumber<L>
  | { readonly kind: "truth"; readonly node: TruthExpr }
  | { readonly kind: "event"; readonly node: EventExpr }
  | { readonly kind: "enum"; readonly node: Arithmetic<L>; readonly members: readonly string[] }
  | { readonly kind: "text"; readonly slot: number }
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "assetName" };

/** A constant in its unit. */
export function constantOf<L>(value: Rational, unit: Unit, sort: "plain" | "difference" = "plain"): TypedNumber<L> {
  return { kind: "number", node: { op: "number", value: toNumber(value) }, unit, sort, constant: value };
}

/** The number's node in another unit of its dimension. Points move on their scale; `asDifference` converts sizes only. */
export function inUnit<L>(x: TypedNumber<L>, unit: Unit, asDifference = false): Arithmetic<L> {
  const by = asDifference ? conversion(differenceUnit(x.unit), differenceUnit(unit)) : conversion(x.unit, unit);
  return by ? converted(x, by) : x.node;
}

function converted<L>(x: TypedNumber<L>, by: Conversion): Arithmetic<L> {
  if (isIdentity(by)) return x.node;
  if (x.constant) return { op: "number", value: toNumber(convertExact(x.constant, by)) };
  return { op: "affine", x: x.node, ...toAffine(by) };
}

/** The exact value of a constant in another unit; undefined for what is no constant. */
export function exactIn<L>(x: TypedNumber<L>, unit: Unit, asDifference = false): Rational | undefined {
  if (!x.constant) return undefined;
  const by = asDifference ? conversion(differenceUnit(x.unit), differenceUnit(unit)) : conversion(x.unit, unit);
  return by && convertExact(x.constant, by);
}
