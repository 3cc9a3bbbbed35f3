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

/** How many points a curve of convergence has at most: more are not seen. */
const CONVERGENCE_POINTS = 60;

/** What the first rows say, after more and more of them: each of `of` over the known values so far. */
export function convergence<K extends string>(values: ArrayLike<number>, of: (known: Float64Array) => Readonly<Record<K, number>>): { readonly counts: number[]; readonly found: Readonly<Record<K, number>>[] } {
  const known = Float64Array.from(values).filter(Number.isFinite);
  const points = Math.min(CONVERGENCE_POINTS, known.length);
  const counts = Array.from({ length: points }, (_, i) => Math.round(((i + 1) * known.length) / points));
  return { counts, found: counts.map((count) => of(known.slice(0, count))) };
}
