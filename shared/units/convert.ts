/** Converting values between units: whether it can be done, exactly for literals, and as factor and offset for signals. */
import { quantityName } from "./dimension.ts";
import { displayUnit } from "./displayUnit.ts";
import { add, divide, equal, multiply, ONE, type Rational, rationalOf, subtract, toNumber, ZERO } from "./rational.ts";
import { isOpaque, type Unit } from "./unit.ts";

/** b = a · factor + offset. */
export interface Conversion {
  readonly factor: Rational;
  readonly offset: Rational;
}

/** The same in doubles, each rounded once: what an `affine` node of the intermediate form holds. */
export interface Affine {
  readonly factor: number;
  readonly offset: number;
}

export const IDENTITY: Affine = { factor: 1, offset: 0 };

const UNCHANGED: Conversion = { factor: ONE, offset: ZERO };
/** By the units from and to: the few of a project meet again and again. */
const conversions = new WeakMap<Unit, WeakMap<Unit, Conversion>>();

/** Whether values in one unit mean the same kind of thing as values in the other. */
export function compatible(a: Unit, b: Unit): boolean {
  return incompatibility(a, b) === undefined;
}

/** Why values in unit a cannot be read in unit b: a clause for an engineer; undefined where they can. */
export function incompatibility(a: Unit, b: Unit): string | undefined {
  if (a === b) return undefined;
  if (a.dimension.key !== b.dimension.key) return `${describeUnit(a)} and ${describeUnit(b)} are different things`;
  if (a.angle !== b.angle && (a.dimension.key === "T-1" || a.dimension.key === "T-2")) {
    return "one counts angle (1 turn is 2π rad) and the other whole turns or cycles: multiply or divide by 6.283185307 rad";
  }
  if ((a.point === "pressure") !== (b.point === "pressure")) {
    const plain = displayUnit(a.point ? b : a);
    return `${plain} does not say whether it is gauge or absolute: write ${plain}(g) or ${plain}(a)`;
  }
  return undefined;
}

/** `°C (a temperature)`, `bar (a pressure)`. */
export function describeUnit(unit: Unit): string {
  const shown = displayUnit(unit) || "no unit";
  const name = isOpaque(unit) ? undefined : quantityName(unit.dimension);
  if (isOpaque(unit)) return `${shown} (a unit of its own)`;
  if (name === undefined || shown === "no unit") return shown;
  return `${shown} (${/^(a|e|i|o|u)/.test(name) ? "an" : "a"} ${name})`;
}

/** From a value in `from` to the value in `to`, exactly; undefined where they are not compatible. Points keep their place on the scale. Results are remembered. */
export function conversion(from: Unit, to: Unit): Conversion | undefined {
  if (from === to) return UNCHANGED;
  if (!compatible(from, to)) return undefined;
  let known = conversions.get(from);
  if (!known) conversions.set(from, (known = new WeakMap()));
  const found = known.get(to);
  if (found) return found;
  const made = { factor: divide(from.factor, to.factor), offset: divide(subtract(from.offset, to.offset), to.factor) };
  const kept = isIdentity(made) ? UNCHANGED : made;
  known.set(to, kept);
  return kept;
}

/** Converts exactly. */
export function convertExact(value: Rational, by: Conversion): Rational {
  if (by === UNCHANGED) return value;
  return add(multiply(value, by.factor), by.offset);
}

/** Factor and offset in doubles, or undefined where the units are not compatible. */
export function affine(from: Unit, to: Unit): Affine | undefined {
  const exact = conversion(from, to);
  return exact && toAffine(exact);
}

export function toAffine(exact: Conversion): Affine {
  return { factor: toNumber(exact.factor), offset: toNumber(exact.offset) };
}

export function isIdentity(by: Conversion): boolean {
  return by === UNCHANGED || (equal(by.factor, ONE) && equal(by.offset, ZERO));
}

/** One number, read as the decimal it shows, converted exactly and rounded once. NaN and infinities stay as they are. */
export function convert(value: number, from: Unit, to: Unit): number | undefined {
  const by = conversion(from, to);
  const exact = rationalOf(value);
  return by && (exact ? toNumber(convertExact(exact, by)) : value);
}
