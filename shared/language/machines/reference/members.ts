/** Aggregates over the members of a plant, of one instant's values. */
import { ExactSum } from "../../../math/ExactSum.ts";
import { finite } from "./values.ts";

type Values<T> = readonly (T | undefined)[];

function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** The known values where at least `least` are known and there is one. */
function knownOf(values: Values<number>, least: number): number[] | undefined {
  const known = values.filter(isKnown);
  return known.length < least || known.length === 0 ? undefined : known;
}

export function ofMembers(op: "sumOf" | "avgOf" | "lowestOf" | "highestOf", values: Values<number>, least: number): number | undefined {
  const known = knownOf(values, least);
  if (known === undefined) return undefined;
  if (op === "lowestOf") return Math.min(...known);
  if (op === "highestOf") return Math.max(...known);
  const sum = new ExactSum();
  for (const value of known) sum.add(value, 1);
  return finite(sum.dividedBy(op === "sumOf" ? 1 : known.length));
}

/** Kleene; unknown members are left out where at least `least` are known. */
export function quantified(op: "anyOf" | "allOf", values: Values<boolean>, least: number): boolean | undefined {
  const decisive = op === "anyOf";
  if (values.includes(decisive)) return decisive;
  const known = values.filter(isKnown).length;
  return known > 0 && (known === values.length || known >= least) ? !decisive : undefined;
}

export function countOf(values: Values<boolean>, least: number): number | undefined {
  return values.filter(isKnown).length < least ? undefined : values.filter((value) => value === true).length;
}
