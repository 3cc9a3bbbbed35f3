/** Sets of time made of intervals: where two of them agree, and where only one holds. */

/** [fromUs, toUs), not empty; without `toUs` it lasts to the end of whatever is looked at. */
export interface OpenInterval {
  readonly fromUs: number;
  readonly toUs?: number;
}

export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface Comparison {
  /** In both. */
  readonly kept: readonly Stretch[];
  /** In the new one only. */
  readonly added: readonly Stretch[];
  /** In the old one only. */
  readonly vanished: readonly Stretch[];
  /** Intervals of the new one that meet none of the old one, and the other way round. */
  readonly appearing: readonly Stretch[];
  readonly vanishing: readonly Stretch[];
}

/** Compares two lists of intervals; those that last end at `endUs`. */
export function compareIntervals(now: readonly OpenInterval[], before: readonly OpenInterval[], endUs: number): Comparison {
  const [new_, old] = [closed(now, endUs), closed(before, endUs)];
  return { kept: intersection(new_, old), added: difference(new_, old), vanished: difference(old, new_), appearing: lonely(new_, old), vanishing: lonely(old, new_) };
}

/** Lengths added up, µs. */
export function lengthUs(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
}

function closed(intervals: readonly OpenInterval[], endUs: number): Stretch[] {
  return intervals.map(({ fromUs, toUs = endUs }) => ({ fromUs, toUs })).sort((a, b) => a.fromUs - b.fromUs);
}

function intersection(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return overlaps(a, b).map(([x, y]) => ({ fromUs: Math.max(x.fromUs, y.fromUs), toUs: Math.min(x.toUs, y.toUs) }));
}

function difference(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const common = intersection(a, b);
  let next = 0;
  return a.flatMap((stretch) => {
    const left: Stretch[] = [];
    let fromUs = stretch.fromUs;
    for (let cut = common[next]; cut !== undefined && cut.fromUs < stretch.toUs; cut = common[++next]) {
      if (cut.fromUs > fromUs) left.push({ fromUs, toUs: cut.fromUs });
      fromUs = cut.toUs;
    }
    return fromUs < stretch.toUs ? [...left, { fromUs, toUs: stretch.toUs }] : left;
  });
}

function lonely(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const met = new Set(overlaps(a, b).map(([x]) => x));
  return a.filter((stretch) => !met.has(stretch));
}

/** Pairs that share some time. Both lists are sorted and free of overlaps among themselves. */
function overlaps(a: readonly Stretch[], b: readonly Stretch[]): (readonly [Stretch, Stretch])[] {
  const pairs: (readonly [Stretch, Stretch])[] = [];
  let first = 0;
  for (const x of a) {
    while ((b[first]?.toUs ?? Infinity) <= x.fromUs) first += 1;
    for (let at = first, y = b[at]; y !== undefined && y.fromUs < x.toUs; y = b[++at]) pairs.push([x, y]);
  }
  return pairs;
}
