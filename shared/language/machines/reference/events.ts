/** Events: the instants at which they happen, and the stretches in which they cannot be decided. All stretches are of whole µs. */
import type { Coverage } from "../../ir.ts";
import { combine, map, piecesOf, stepFunction, union, valueAt, type StepFunction } from "./stepFunction.ts";
import { crossings, isCovered } from "./windows.ts";

export interface Events {
  /** Ascending and finite. */
  readonly timesUs: readonly number[];
  /** True where it cannot be decided whether the event happens; where it happens all the same, it happens. */
  readonly undecided: StepFunction<boolean>;
  /** Those of all parts, and those at which it happens. */
  readonly instantsUs: readonly number[];
}

function events(timesUs: readonly number[], undecided: StepFunction<boolean>): Events {
  return { timesUs, undecided, instantsUs: union(undecided.instantsUs, timesUs) };
}

/** Where the value changes from one that `from` accepts to one that `to` accepts; from or to unknown is none. */
export function changesFrom<T>(x: StepFunction<T>, of: (before: T, after: T) => boolean): Events {
  const pieces = piecesOf(x);
  const timesUs = pieces.flatMap(({ fromUs, value }, index) => {
    const before = pieces[index - 1]?.value;
    return before !== undefined && value !== undefined && of(before, value) ? [fromUs] : [];
  });
  return events(timesUs, map(x, (value) => value === undefined));
}

/** Those of e at which p is true; undecided as `e and p` by Kleene. */
export function whilst(e: Events, p: StepFunction<boolean>): Events {
  const timesUs = e.timesUs.filter((tUs) => valueAt(p, tUs) === true);
  const candidatesUs = [...e.undecided.startsUs, ...p.startsUs, ...e.timesUs, ...e.timesUs.map((tUs) => tUs + 1)];
  const undecided = stepFunction(candidatesUs, (tUs) => {
    const condition = valueAt(p, tUs);
    if (e.timesUs.includes(tUs)) return condition === undefined;
    return valueAt(e.undecided, tUs) === true && condition !== false;
  }, union(e.instantsUs, p.instantsUs));
  return events(timesUs, undecided);
}

function eitherUndecided(e: Events, f: Events): StepFunction<boolean> {
  const either = combine(e.undecided, f.undecided, (a, b) => a === true || b === true);
  return { ...either, instantsUs: union(e.instantsUs, f.instantsUs) };
}

/** At each f with an e in [t − d, t). */
export function sequence(e: Events, f: Events, durationUs: number): Events {
  const timesUs = f.timesUs.filter((tUs) => e.timesUs.some((eUs) => tUs - durationUs <= eUs && eUs < tUs));
  return events(timesUs, eitherUndecided(e, f));
}

/** At s + d for each e at s with no f in (s, s + d], unless f is undecided somewhere in there. */
export function absence(e: Events, f: Events, durationUs: number): Events {
  const unsure = piecesOf(f.undecided).filter(({ value }) => value === true);
  const timesUs = e.timesUs.filter((sUs) => {
    const hasF = f.timesUs.some((fUs) => sUs < fUs && fUs <= sUs + durationUs);
    const mayHaveF = unsure.some(({ fromUs, toUs }) => fromUs <= sUs + durationUs && toUs - 1 > sUs);
    return !hasF && !mayHaveF;
  });
  return events(timesUs.map((sUs) => sUs + durationUs), eitherUndecided(e, f));
}

/** True on [s, s + d) for each event at s; else unknown where it cannot be decided or could not at some point of (t − d, t]; else false. */
export function recently(e: Events, durationUs: number): StepFunction<boolean> {
  const unsure = piecesOf(e.undecided).filter(({ value }) => value === true);
  const candidatesUs = [...e.timesUs.flatMap((tUs) => [tUs, tUs + durationUs]), ...unsure.flatMap(({ fromUs, toUs }) => [fromUs, toUs - 1 + durationUs])];
  return stepFunction(candidatesUs, (tUs) => {
    if (e.timesUs.some((sUs) => sUs <= tUs && tUs < sUs + durationUs)) return true;
    return unsure.some(({ fromUs, toUs }) => fromUs <= tUs && tUs < toUs - 1 + durationUs) ? undefined : false;
  }, e.instantsUs);
}

/** Events in (t − W, t]. */
export function count(e: Events, coverage: Coverage): StepFunction<number> {
  const decided = map(e.undecided, (undecided) => (undecided === true ? undefined : true));
  const candidatesUs = [...e.timesUs.flatMap((tUs) => [tUs, tUs + coverage.windowUs]), ...crossings(decided, coverage)];
  return stepFunction(candidatesUs, (tUs) => {
    if (!isCovered(decided, tUs, coverage)) return undefined;
    return e.timesUs.filter((sUs) => tUs - coverage.windowUs < sUs && sUs <= tUs).length;
  }, e.instantsUs);
}
