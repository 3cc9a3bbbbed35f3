/** Intervals as every machine answers them, how a span clips them, and what the line above a rule sums up from them. */
import type { Span } from "../../time/time.ts";

/** [fromUs, toUs), never empty. Same shape as in `contract/rules.ts`. */
export interface Interval {
  readonly fromUs: number;
  /** Absent while still true at the end of the span. */
  readonly toUs?: number;
  /** Began before the span. */
  readonly truncated: boolean;
}

/** What a rule would have done: its alarm's intervals, and the stretches in which it could not decide. */
export interface RuleIntervals {
  readonly active: readonly Interval[];
  readonly unknown: readonly Interval[];
}

/** A stretch before clipping; `toUs` Infinity while it lasts. `decidedUs` is when it was known to count (an unknown stretch counts only after a while). */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
  readonly decidedUs: number;
}

/** What a rule did up to the span's end, before clipping; stretches that last end at Infinity. */
export interface RuleStretches {
  readonly active: readonly Stretch[];
  readonly unknown: readonly Stretch[];
}

/** Clips stretches to [span.fromUs, span.toUs], both included. What was decided after the span's end is not part of the answer. */
export function clip(stretches: readonly Stretch[], span: Span): Interval[] {
  return stretches
    .filter((stretch) => stretch.toUs > span.fromUs && stretch.decidedUs <= span.toUs)
    .map(({ fromUs, toUs }) => ({
      fromUs: Math.max(fromUs, span.fromUs),
      ...(toUs <= span.toUs && { toUs }),
      truncated: fromUs < span.fromUs,
    }));
}

/** Count, total, longest and last of intervals, all in µs; an interval still active counts up to the span's end. */
export interface IntervalSummary {
  readonly count: number;
  readonly totalUs: number;
  readonly longestUs: number;
  /** Start of the last one. */
  readonly lastUs?: number;
}

export function summarise(intervals: readonly Interval[], span: Span): IntervalSummary {
  let totalUs = 0;
  let longestUs = 0;
  let lastUs: number | undefined;
  for (const interval of intervals) {
    const lengthUs = (interval.toUs ?? span.toUs) - interval.fromUs;
    totalUs += lengthUs;
    longestUs = Math.max(longestUs, lengthUs);
    lastUs = lastUs === undefined ? interval.fromUs : Math.max(lastUs, interval.fromUs);
  }
  return { count: intervals.length, totalUs, longestUs, ...(lastUs !== undefined && { lastUs }) };
}
