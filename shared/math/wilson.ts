/** How well a share is known from counting (Wilson, J. Am. Stat. Assoc. 22 (1927) 209). */

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

export interface CountedShare {
  readonly share: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** `found` of `n`; NaN of none. */
export function shareOf(found: number, n: number): CountedShare {
  const share = found / n;
  const middle = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  return { share, low: middle - half, high: middle + half };
}

/** Share of the known values above a limit. */
export function shareAbove(values: ArrayLike<number>, limit: number): CountedShare {
  const known = Array.from(values).filter(Number.isFinite);
  return shareOf(known.filter((value) => value > limit).length, known.length);
}
