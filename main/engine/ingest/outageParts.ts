/** Where the gap of a lost connection begins, series by series. Pure. */

export interface OutagePart {
  readonly fromUs: number;
  readonly series: Int32Array;
}

/**
 * A connection is lost at one instant of our clock, but a series may have a newer sample: from a subscription that was heard later, or
 * from a server whose clock is ahead of ours. Such a series is unknown right behind its newest sample, not before it.
 */
export function outageParts(series: Int32Array, fromUs: number, newestUs: (series: number) => number): OutagePart[] {
  const later = series.filter((id) => newestUs(id) >= fromUs);
  const lastUs = later.reduce((last, id) => Math.max(last, newestUs(id)), fromUs);
  return [
    { fromUs, series: series.filter((id) => !(newestUs(id) >= fromUs)) },
    { fromUs: lastUs + 1, series: later },
  ].filter((part) => part.series.length > 0);
}
