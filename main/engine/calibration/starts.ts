/** Where fits begin: at the present values, and spread over the bounds, so that a poor valley is not taken for the best. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { FittedName } from "./calibrationTypes.ts";

/** Bounds this far apart are searched by orders of magnitude rather than evenly. */
const LOGARITHMIC_RATIO = 10;

/**
 * The first start is what the use has now; the others are a Latin hypercube (McKay, Beckman and Conover, Technometrics 21
 * (1979) 239) over the bounds. A parameter without both bounds begins at its present value each time.
 */
export function starts(fitted: readonly FittedName[], count: number, seed: number): number[][] {
  const random = xoroshiro128plus(seed | 0);
  const rows = count - 1;
  const columns = fitted.map((parameter) => {
    const places = shuffled(rows, (most) => uniformInt(random, 0, most));
    return places.map((place) => between(parameter, (place + uniformFloat64(random)) / rows));
  });
  return [fitted.map(({ before }) => before), ...Array.from({ length: rows }, (_, row) => columns.map((column, j) => column[row] ?? fitted[j]?.before ?? 0))];
}

function between({ low, high, before }: FittedName, share: number): number {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return before;
  return low > 0 && high / low >= LOGARITHMIC_RATIO ? low * (high / low) ** share : low + (high - low) * share;
}

/** 0 … count − 1 in random order (Fisher and Yates). */
function shuffled(count: number, upTo: (most: number) => number): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = upTo(last);
    [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
  }
  return places;
}
