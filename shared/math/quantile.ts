/** Quantiles of samples. */

/** By linear interpolation between order statistics (Hyndman and Fan, The American Statistician 50 (1996) 361, type 7). NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const from = sorted[below] as number;
  const to = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return from + (place - below) * (to - from);
}
