/** Operators over trailing windows, word by word: each is worked out from the pieces of its operand inside the window. */
import { ExactSum } from "../../../math/ExactSum.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { Coverage } from "../../ir.ts";
import { finite } from "./values.ts";
import { piecesOf, sampledAt, stepFunction, union, valueAt, type StepFunction } from "./stepFunction.ts";

/** A value held for some whole µs. */
interface Held<T> {
  readonly value: T;
  readonly lengthUs: number;
}

/** What is known in [t − W, t), piece by piece. Before every instant only the first piece is there. */
function knownIn<T>(f: StepFunction<T>, tUs: number, windowUs: number): Held<T>[] {
  return piecesOf(f).flatMap(({ fromUs, toUs, value }) => {
    if (value === undefined) return [];
    if (tUs === -Infinity) return fromUs === -Infinity ? [{ value, lengthUs: windowUs }] : [];
    const lengthUs = Math.min(toUs, tUs) - Math.max(fromUs, tUs - windowUs);
    return lengthUs > 0 ? [{ value, lengthUs }] : [];
  });
}

function lengthOf(held: readonly Held<unknown>[]): number {
  return held.reduce((sum, { lengthUs }) => sum + lengthUs, 0);
}

/** Whether enough of [t − W, t) is known. */
export function isCovered(f: StepFunction<unknown>, tUs: number, { windowUs, knownUs }: Coverage): boolean {
  return lengthOf(knownIn(f, tUs, windowUs)) >= knownUs;
}

/**
 * Where the known share falls below or reaches the coverage: between the ends of pieces entering and leaving the window it
 * grows or shrinks by one µs each µs, or stays.
 */
export function crossings(f: StepFunction<unknown>, coverage: Coverage): number[] {
  const { windowUs, knownUs } = coverage;
  const bendsUs = union(f.startsUs, f.startsUs.map((tUs) => tUs + windowUs));
  const shareAt = (tUs: number): number => lengthOf(knownIn(f, tUs, windowUs));
  return bendsUs.flatMap((fromUs, index) => {
    const toUs = bendsUs[index + 1] ?? fromUs;
    const [before, after] = [shareAt(fromUs), shareAt(toUs)];
    if (before < knownUs && after >= knownUs) return [fromUs + (knownUs - before)];
    if (before >= knownUs && after < knownUs) return [fromUs + (before - knownUs) + 1];
    return [];
  });
}

/** W after an instant when none came in between. */
function settling(instantsUs: readonly number[], windowUs: number): number[] {
  return instantsUs.flatMap((tUs, index) => ((instantsUs[index + 1] ?? Infinity) - tUs > windowUs ? [tUs + windowUs] : []));
}

/** Worked out at the operand's instants, where it has settled, and where the coverage is lost or reached. */
function overWindow<A, T>(x: StepFunction<A>, coverage: Coverage, of: (held: readonly Held<A>[], knownUs: number) => T | undefined): StepFunction<T> {
  const dueUs = union(x.instantsUs, settling(x.instantsUs, coverage.windowUs), crossings(x, coverage));
  return sampledAt(dueUs, (tUs) => {
    if (!isCovered(x, tUs, coverage)) return undefined;
    const held = knownIn(x, tUs, coverage.windowUs);
    return of(held, lengthOf(held));
  });
}

function sumOf(held: readonly Held<number>[]): ExactSum {
  const sum = new ExactSum();
  for (const { value, lengthUs } of held) sum.add(value, lengthUs);
  return sum;
}

export function average(x: StepFunction<number>, coverage: Coverage): StepFunction<number> {
  return overWindow(x, coverage, (held, knownUs) => (knownUs === 0 ? undefined : finite(sumOf(held).dividedBy(knownUs))));
}

export function deviation(x: StepFunction<number>, coverage: Coverage): StepFunction<number> {
  return overWindow(x, coverage, (held, knownUs) => {
    if (knownUs === 0) return undefined;
    const squares = new ExactSum();
    for (const { value, lengthUs } of held) squares.addSquare(value, lengthUs);
    return finite(ExactSum.deviation(squares, sumOf(held), knownUs));
  });
}

/** In x·s. */
export function integral(x: StepFunction<number>, coverage: Coverage): StepFunction<number> {
  return overWindow(x, coverage, (held) => finite(sumOf(held).dividedBy(US_PER_S)));
}

/** Seconds in which p was true. */
export function duration(p: StepFunction<boolean>, coverage: Coverage): StepFunction<number> {
  return overWindow(p, coverage, (held) => lengthOf(held.filter(({ value }) => value)) / US_PER_S);
}

/** The least or greatest of all known values held at some point of [t − W, t]. */
export function extreme(x: StepFunction<number>, coverage: Coverage, of: (...values: number[]) => number): StepFunction<number> {
  const { windowUs } = coverage;
  const candidatesUs = [...x.startsUs, ...x.startsUs.map((tUs) => tUs + windowUs), ...crossings(x, coverage)];
  return stepFunction(candidatesUs, (tUs) => {
    const seen = piecesOf(x).flatMap(({ fromUs, toUs, value }) => (value !== undefined && fromUs <= tUs && toUs > tUs - windowUs ? [value] : []));
    return seen.length === 0 || !isCovered(x, tUs, coverage) ? undefined : of(...seen);
  }, x.instantsUs);
}

/** x(t) − x(t − W). */
export function delta(x: StepFunction<number>, windowUs: number): StepFunction<number> {
  return sampledAt(union(x.instantsUs, settling(x.instantsUs, windowUs)), (tUs) => {
    const now = valueAt(x, tUs);
    const before = valueAt(x, tUs - windowUs);
    return now === undefined || before === undefined ? undefined : finite(now - before);
  });
}
