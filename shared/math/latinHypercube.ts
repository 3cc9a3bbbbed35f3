/** Latin hypercubes: of n points each coordinate falls once into each of n equal parts. McKay, Beckman and Conover, Technometrics 21 (1979) 239. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";

/** `count` points of so many dimensions, each coordinate at least 0 and below 1; the same for the same seed. */
export function latinHypercube(count: number, dimensions: number, seed: number): Float64Array[] {
  const random = xoroshiro128plus(seed | 0);
  const columns = Array.from({ length: dimensions }, () => {
    const places = shuffled(count, (most) => uniformInt(random, 0, most));
    return places.map((place) => (place + uniformFloat64(random)) / count);
  });
  return Array.from({ length: count }, (_, row) => Float64Array.from(columns, (column) => column[row] ?? 0));
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
