/** What a study's rows come to, for its report. Pure. */
import { quantile } from "../../../shared/math/quantile.ts";

export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** Of the known values; `band` are the shares below `low` and `high`. */
export function summarise(values: ArrayLike<number>, [below, above]: readonly [number, number]): Summary {
  const sorted = Array.from(values).filter(Number.isFinite).sort((a, b) => a - b);
  const count = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1));
  return { count, mean, deviation, low: quantile(sorted, below), middle: quantile(sorted, 0.5), high: quantile(sorted, above) };
}

/** Share of the known values above a limit, with half the width of its 95 % interval (Wilson, J. Am. Stat. Assoc. 22 (1927) 209). */
export function shareAbove(values: ArrayLike<number>, limit: number): { readonly share: number; readonly low: number; readonly high: number } {
  const known = Array.from(values).filter(Number.isFinite);
  const n = known.length;
  const share = known.filter((value) => value > limit).length / n;
  const z = 1.959963984540054;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return { share, low: middle - half, high: middle + half };
}

/** Counts in equal bins; their middles and how many rows fall in. */
export function histogram(values: ArrayLike<number>): { readonly middles: number[]; readonly counts: number[] } {
  const known = Array.from(values).filter(Number.isFinite);
  const low = known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return { middles: known.slice(0, 1), counts: [known.length].slice(0, known.length) };
  // Sturges' rule, J. Am. Stat. Assoc. 21 (1926) 65.
  const bins = Math.ceil(Math.log2(known.length)) + 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of known) {
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { middles: counts.map((_, i) => low + ((i + 0.5) * (high - low)) / bins), counts };
}

/** The mean of the first rows, after each of them. */
export function runningMean(values: ArrayLike<number>): number[] {
  let sum = 0;
  let count = 0;
  return Array.from(values).flatMap((value) => {
    if (!Number.isFinite(value)) return [];
    sum += value;
    count += 1;
    return [sum / count];
  });
}
