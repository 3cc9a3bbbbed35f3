/** Kleene's three values as numbers in the order of truth, so that `and` is the lesser and `or` the greater. */
export type Truth = 0 | 1 | 2;
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

export function truthOf(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

export function negated(value: Truth): Truth {
  return value === TRUE ? FALSE : value === FALSE ? TRUE : UNKNOWN;
}

/** A saved value, read back. */
export function truthFrom(value: number): Truth {
  return value === TRUE ? TRUE : value === FALSE ? FALSE : UNKNOWN;
}
