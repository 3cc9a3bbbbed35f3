/** Conditions that remember: how long something held, on which side of a band it was last, which alarm set the state. */
import type { StateContender } from "../../ir.ts";
import type { Stretch } from "../intervals.ts";
import { combineAll, pieceAt, stepFunction, union, valueAt, type StepFunction } from "./stepFunction.ts";
import { finite, not } from "./values.ts";

/**
 * `p for d tolerate g`: false where p was false at some point of [t − d, t], true where it was true on all of it, else unknown.
 * What is tolerated belongs to the operator: its end is an instant only where the answer changes with it.
 */
export function heldFor(p: StepFunction<boolean>, durationUs: number, tolerateUs?: number): StepFunction<boolean> {
  const held = tolerated(p, tolerateUs);
  return stepFunction([...held.startsUs, ...held.startsUs.map((tUs) => tUs + durationUs)], (tUs) => {
    const seen = held.values.slice(pieceAt(held, tUs - durationUs), pieceAt(held, tUs) + 1);
    if (seen.includes(false)) return false;
    return seen.every((value) => value === true) ? true : undefined;
  }, p.instantsUs);
}

/** p counts as still true during the first g of an unknown stretch that follows true. */
function tolerated(p: StepFunction<boolean>, tolerateUs: number | undefined): StepFunction<boolean> {
  if (tolerateUs === undefined) return p;
  return stepFunction([...p.startsUs, ...p.startsUs.map((tUs) => tUs + tolerateUs)], (tUs) => {
    const piece = pieceAt(p, tUs);
    const value = p.values[piece];
    if (value !== undefined) return value;
    return p.values[piece - 1] === true && tUs < (p.startsUs[piece] ?? 0) + tolerateUs ? true : undefined;
  }, p.instantsUs);
}

/** On above a (at a, where `included`), off at or below a − h (below it, where `included`), as before in between; unknown while an operand is, and until once outside. */
export function hysteresis(x: StepFunction<number>, a: StepFunction<number>, h: StepFunction<number>, kind: "<" | "<=" | ">" | ">="): StepFunction<boolean> {
  let before: boolean | undefined;
  // The candidates are visited in order of time, from −∞ on.
  return combineAll([x, a, h], ([value, limit, band]) => {
    if (value === undefined || limit === undefined || band === undefined) return undefined;
    const other = finite(kind === ">" || kind === ">=" ? limit - band : limit + band);
    if (other === undefined) return undefined;
    const [on, off] = ({ ">": [value > limit, value <= other], ">=": [value >= limit, value < other], "<": [value < limit, value >= other], "<=": [value <= limit, value > other] } as const)[kind];
    before = on ? true : off ? false : before;
    return before;
  });
}

/**
 * The stretches of an alarm: active from where `when` is true, to the first later instant at which `clear` is true and `when` is
 * not. It begins at `fromUs`; stretches that last end at Infinity.
 */
export function alarmStretches(when: StepFunction<boolean>, clear: StepFunction<boolean> | undefined, fromUs: number): Stretch[] {
  const stretches: Stretch[] = [];
  let sinceUs: number | undefined;
  for (const tUs of [fromUs, ...union(when.startsUs, clear?.startsUs ?? []).filter((startUs) => startUs > fromUs)]) {
    const w = valueAt(when, tUs);
    const c = clear === undefined ? not(w) : valueAt(clear, tUs);
    if (sinceUs === undefined && w === true) sinceUs = tUs;
    else if (sinceUs !== undefined && c === true && w !== true) {
      stretches.push({ fromUs: sinceUs, toUs: tUs, decidedUs: sinceUs });
      sinceUs = undefined;
    }
  }
  return sinceUs === undefined ? stretches : [...stretches, { fromUs: sinceUs, toUs: Infinity, decidedUs: sinceUs }];
}

/** A contender for the operational state with its conditions as step functions. */
export interface Contender extends Pick<StateContender, "member" | "rank"> {
  readonly when: StepFunction<boolean>;
  readonly clear: StepFunction<boolean> | undefined;
}

/** The member of the active contender of the highest rank, then the latest begun, then the first in order; else `fallback`. */
export function stateOf(contenders: readonly Contender[], fallback: number): StepFunction<number> {
  const all = contenders.flatMap(({ when, clear, member, rank }) => alarmStretches(when, clear, -Infinity).map((stretch) => ({ ...stretch, member, rank })));
  const parts = contenders.flatMap(({ when, clear }) => [when.instantsUs, clear?.instantsUs ?? []]);
  return stepFunction(all.flatMap(({ fromUs, toUs }) => [fromUs, toUs]), (tUs) => {
    const active = all.filter(({ fromUs, toUs }) => fromUs <= tUs && tUs < toUs);
    const highest = Math.max(...active.map(({ rank }) => rank));
    const first = active.filter(({ rank }) => rank === highest);
    const latestUs = Math.max(...first.map(({ fromUs }) => fromUs));
    return first.find(({ fromUs }) => fromUs === latestUs)?.member ?? fallback;
  }, union(...parts));
}
