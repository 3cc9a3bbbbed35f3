/** Aggregates over the members of a plant, of one instant's values; NaN is unknown. The same meaning as in the reference interpreter. */
import { ExactSum } from "../../../math/ExactSum.ts";
import { FALSE, TRUE, UNKNOWN, type Truth } from "./truth.ts";

type MembersOp = "sumOf" | "avgOf" | "lowestOf" | "highestOf";

/** Worked out from the members one after the other, without a list. */
export class MembersAt {
  readonly #op: MembersOp;
  readonly #least: number;
  readonly #sum = new ExactSum();

  constructor(op: MembersOp, least: number) {
    this.#op = op;
    this.#least = Math.max(least, 1);
  }

  at(members: readonly ((tUs: number) => number)[], tUs: number): number {
    let known = 0;
    let extreme = NaN;
    this.#sum.clear();
    for (const member of members) {
      const value = member(tUs);
      if (value !== value) continue;
      known++;
      if (this.#op === "lowestOf") extreme = known === 1 ? value : Math.min(extreme, value);
      else if (this.#op === "highestOf") extreme = known === 1 ? value : Math.max(extreme, value);
      else this.#sum.add(value, 1);
    }
    if (known < this.#least) return NaN;
    if (this.#op === "lowestOf" || this.#op === "highestOf") return extreme;
    const value = this.#sum.dividedBy(this.#op === "sumOf" ? 1 : known);
    return Number.isFinite(value) ? value : NaN;
  }
}

/** Every member is asked, because it may keep time. */
export function quantifiedAt(op: "anyOf" | "allOf", members: readonly ((tUs: number) => Truth)[], least: number, tUs: number): Truth {
  const decisive = op === "anyOf" ? TRUE : FALSE;
  let known = 0;
  let decided = false;
  for (const member of members) {
    const value = member(tUs);
    if (value !== UNKNOWN) known++;
    if (value === decisive) decided = true;
  }
  if (decided) return decisive;
  if (known === 0 || (known < members.length && known < least)) return UNKNOWN;
  return op === "anyOf" ? FALSE : TRUE;
}

export function countOfAt(members: readonly ((tUs: number) => Truth)[], least: number, tUs: number): number {
  let known = 0;
  let count = 0;
  for (const member of members) {
    const value = member(tUs);
    if (value !== UNKNOWN) known++;
    if (value === TRUE) count++;
  }
  return known < least ? NaN : count;
}
