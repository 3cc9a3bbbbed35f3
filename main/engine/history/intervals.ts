/** Sets of half-open stretches [from, to) as flat, sorted number lists. */

/** Joins overlapping and touching stretches; leaves out empty ones. */
export function union(stretches: readonly (readonly [number, number])[]): [number, number][] {
  const sorted = stretches.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined[joined.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** The parts of the stretches that lie in [from, to). */
export function clip(stretches: readonly (readonly [number, number])[], from: number, to: number): [number, number][] {
  return stretches.map(([a, b]): [number, number] => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => b > a);
}

/** Stretches as [from, to, from, to, …]. */
export function flatten(stretches: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(stretches.flat());
}
