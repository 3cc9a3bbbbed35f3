/** Single values of the three-valued world: `undefined` is unknown. */

/** Known or not: NaN and the infinities of division by zero and overflow are unknown. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

export function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

export function and(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

export function or(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  return not(and(not(a), not(b)));
}
