/**
 * Sobol' points: a sequence that fills the unit cube evenly, so that means over it converge faster than over random points.
 *
 * Source: Sobol', USSR Comp. Math. Math. Phys. 7 (1967) 86; Gray-code order after Antonov and Saleev (1979); direction numbers
 * of Joe and Kuo, SIAM J. Sci. Comput. 30 (2008) 2635 (their table `new-joe-kuo-6`). Points are shifted by a digital shift that
 * the seed gives, which keeps their evenness and takes the point at the origin away.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";

const BITS = 32;
/** Degree s, coefficients a, and the first s initial numbers m of each dimension from the second on. */
const DIRECTIONS: readonly (readonly [degree: number, coefficients: number, ...initial: number[]])[] = [
  [1, 0, 1], [2, 1, 1, 3], [3, 1, 1, 3, 1], [3, 2, 1, 1, 1], [4, 1, 1, 1, 3, 3], [4, 4, 1, 3, 5, 13], [5, 2, 1, 1, 5, 5, 17], [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19], [5, 11, 1, 1, 5, 1, 1], [5, 13, 1, 1, 1, 3, 11], [5, 14, 1, 3, 5, 5, 31], [6, 1, 1, 3, 3, 9, 7, 49], [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49], [6, 19, 1, 1, 1, 15, 7, 5], [6, 22, 1, 3, 1, 15, 13, 25], [6, 25, 1, 1, 5, 5, 19, 61], [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
];
export const MAX_SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

/** `count` points of so many dimensions, each coordinate above 0 and below 1; the same for the same seed. */
export function sobolPoints(count: number, dimensions: number, seed: number): Float64Array[] {
  if (dimensions > MAX_SOBOL_DIMENSIONS) throw new RangeError(`Sobol points are here for ${MAX_SOBOL_DIMENSIONS} dimensions at most.`);
  const random = xoroshiro128plus(seed | 0);
  const columns = Array.from({ length: dimensions }, (_, dimension) => directionsOf(dimension));
  const state = columns.map(() => uniformInt(random, 0, 0xffffffff) >>> 0);
  return Array.from({ length: count }, (_, index) => {
    // The lowest zero of the index before tells which direction number turns (Gray code).
    if (index > 0) columns.forEach((column, d) => (state[d] = ((state[d] ?? 0) ^ (column[lowestZero(index - 1)] ?? 0)) >>> 0));
    return Float64Array.from(state, (bits) => (bits + 0.5) / 2 ** BITS);
  });
}

function directionsOf(dimension: number): readonly number[] {
  if (dimension === 0) return Array.from({ length: BITS }, (_, k) => 2 ** (BITS - 1 - k));
  const [degree, coefficients, ...initial] = DIRECTIONS[dimension - 1] as (typeof DIRECTIONS)[number];
  const v = initial.map((m, k) => m * 2 ** (BITS - 1 - k));
  for (let k = degree; k < BITS; k++) {
    const from = v[k - degree] ?? 0;
    let next = from ^ (from >>> degree);
    for (let j = 1; j < degree; j++) if ((coefficients >> (degree - 1 - j)) & 1) next ^= v[k - j] ?? 0;
    v.push(next >>> 0);
  }
  return v;
}

function lowestZero(index: number): number {
  let place = 0;
  for (let rest = index; rest & 1; rest >>>= 1) place += 1;
  return place;
}
