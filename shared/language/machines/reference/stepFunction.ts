/**
 * Step functions over all of time, for the reference interpreter: slow and obvious.
 *
 * A step function has a value from −∞ on and changes at finitely many instants. `undefined` is unknown. Besides the values
 * it carries its *instants*: where an operator around it is worked out, even if the value did not change there.
 */

export interface StepFunction<T> {
  /** Ascending; the first is −Infinity. */
  readonly startsUs: readonly number[];
  /** Value on [startsUs[i], startsUs[i + 1]); neighbours differ. */
  readonly values: readonly (T | undefined)[];
  /** Ascending and finite; every start but the first is among them. */
  readonly instantsUs: readonly number[];
}

/** The instants of all parts together, and what is added to them: ascending, finite, each once. */
export function union(...instants: readonly Iterable<number>[]): number[] {
  return [...new Set(instants.flatMap((some) => [...some]))].filter(Number.isFinite).sort((a, b) => a - b);
}

/**
 * The step function that may change at `candidatesUs` only and has value `at(t)` there. Its instants are those of its parts
 * and those at which its value changes.
 */
export function stepFunction<T>(candidatesUs: Iterable<number>, at: (tUs: number) => T | undefined, partsInstantsUs: Iterable<number> = []): StepFunction<T> {
  const startsUs: number[] = [];
  const values: (T | undefined)[] = [];
  for (const tUs of [-Infinity, ...union(candidatesUs)]) {
    const value = at(tUs);
    if (startsUs.length > 0 && value === values[values.length - 1]) continue;
    startsUs.push(tUs);
    values.push(value);
  }
  return { startsUs, values, instantsUs: union(partsInstantsUs, startsUs) };
}

/** A *sampled* operator: worked out at these instants, all of which are its own, and held in between. */
export function sampledAt<T>(instantsUs: readonly number[], at: (tUs: number) => T | undefined): StepFunction<T> {
  return stepFunction(instantsUs, at, instantsUs);
}

/** Index of the piece that holds at t. */
export function pieceAt(f: StepFunction<unknown>, tUs: number): number {
  let low = 0;
  let high = f.startsUs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((f.startsUs[middle] ?? Infinity) <= tUs) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function valueAt<T>(f: StepFunction<T>, tUs: number): T | undefined {
  return f.values[pieceAt(f, tUs)];
}

/** A stretch [fromUs, toUs) on which a step function holds one value. */
export interface Piece<T> {
  readonly fromUs: number;
  readonly toUs: number;
  readonly value: T | undefined;
}

export function piecesOf<T>(f: StepFunction<T>): Piece<T>[] {
  return f.startsUs.map((fromUs, index) => ({ fromUs, toUs: f.startsUs[index + 1] ?? Infinity, value: f.values[index] }));
}

/** A function of several step functions, instant by instant. */
export function combineAll<A, T>(parts: readonly StepFunction<A>[], of: (values: readonly (A | undefined)[]) => T | undefined): StepFunction<T> {
  return stepFunction(parts.flatMap((part) => part.startsUs), (tUs) => of(parts.map((part) => valueAt(part, tUs))), union(...parts.map((part) => part.instantsUs)));
}

/** A function of two step functions, instant by instant. */
export function combine<A, B, T>(a: StepFunction<A>, b: StepFunction<B>, of: (a: A | undefined, b: B | undefined) => T | undefined): StepFunction<T> {
  return stepFunction([...a.startsUs, ...b.startsUs], (tUs) => of(valueAt(a, tUs), valueAt(b, tUs)), union(a.instantsUs, b.instantsUs));
}

/** A function of one step function, instant by instant. */
export function map<A, T>(a: StepFunction<A>, of: (a: A | undefined) => T | undefined): StepFunction<T> {
  return stepFunction(a.startsUs, (tUs) => of(valueAt(a, tUs)), a.instantsUs);
}

/** A function of the known values of one step function; unknown where it is. */
export function mapKnown<A, T>(a: StepFunction<A>, of: (a: A) => T | undefined): StepFunction<T> {
  return map(a, (value) => (value === undefined ? undefined : of(value)));
}
