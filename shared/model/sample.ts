/** Samples in columns: the only form in which measured data travels through the engine. */

/**
 * Columns of equal length, one row per sample. There are no per-sample objects anywhere between a source and the disk.
 * Text signals carry their values in `text` at the same row and NaN in `value`.
 */
export interface SampleBatch {
  /** Series id, given by the history to each (signal, run). */
  readonly series: Int32Array;
  /** Source time, integer µs since 1970 UTC. */
  readonly tUs: Float64Array;
  /** When the engine received it, integer µs. */
  readonly receivedUs: Float64Array;
  /** NaN where the sample carries no number. */
  readonly value: Float64Array;
  /** OPC UA StatusCode as the source gave it. */
  readonly status: Uint32Array;
  /** Our own verdict, bits of `Flag`; 0 is "nothing to say". */
  readonly flags: Uint8Array;
  readonly text?: ReadonlyMap<number, string>;
}

/** Verdict bits. The source's StatusCode is evidence and is never overwritten. */
export const Flag = {
  /** Outside the signal's limits. */
  outsideLimits: 1,
  /** Source time ahead of the engine's clock by more than the allowed skew: stored, effective quality Bad. */
  fromTheFuture: 2,
  /** Arrived behind the watermark; rules ran without it. */
  late: 4,
} as const;

/** StatusCode severities (OPC UA Part 4, 7.39): the two top bits. */
export const StatusCode = { good: 0x00000000, uncertain: 0x40000000, bad: 0x80000000 } as const;

export type Quality = "good" | "uncertain" | "bad";

/** Quality from the two severity bits of a StatusCode. */
export function qualityOf(status: number): Quality {
  const severity = status >>> 30;
  return severity === 0 ? "good" : severity === 1 ? "uncertain" : "bad";
}

/** Whether a sample's value counts as known: a number, quality not Bad, not from the future. */
export function isKnown(value: number, status: number, flags: number): boolean {
  return value === value && status >>> 30 < 2 && (flags & Flag.fromTheFuture) === 0;
}
