/**
 * Step functions over all of time, for the reference interpreter: slow and obvious.
 *
 * A step function has a value from −∞ on and changes at finitely many instants. `undefined` is unknown.
 */

export interface StepFunction<T> {
  /** Ascending; the first is −Infinity. */
  readonly startsUs: readonly number[];
  /** Value on [startsUs[i], startsUs[i + 1]); neighbours differ. */
  readonly values: readonly (T | undefined)[];
}

/** The step function that may change at `candidatesUs` only and has value `at(t)` there. */
export function stepFunction<T>(candidatesUs: Iterable<number>, at: (tUs: number) => T | undefined): StepFunction<T> {
  const startsUs: number[] = [];
  const values: (T | undefined)[] = [];
  for (const tUs of [...new Set([-Infinity, ...candidatesUs])].sort((a, b) => a - b)) {
    const value = at(tUs);
    if (startsUs.length > 0 && value === values[values.length - 1]) continue;
    startsUs.push(tUs);
    values.push(value);
  }
  return { startsUs, values };
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

/** A function of two step functions, instant by instant. */
export function combine<A, B, T>(a: StepFunction<A>, b: StepFunction<B>, of: (a: A | undefined, b: B | undefined) => T | undefined): StepFunction<T> {
  return stepFunction([...a.startsUs, ...b.startsUs], (tUs) => of(valueAt(a, tUs), valueAt(b, tUs)));
}

/** A function of one step function, instant by instant. */
export function map<A, T>(a: StepFunction<A>, of: (a: A | undefined) => T | undefined): StepFunction<T> {
  return stepFunction(a.startsUs, (tUs) => of(valueAt(a, tUs)));
}
