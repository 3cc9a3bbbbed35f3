/** Gaps and confirmations as they are kept: intervals over a set of series. */

/** A stretch in which nothing could be received. Its series are unknown from `fromUs` until their next sample. */
export interface NewGap {
  readonly source: string;
  readonly fromUs: number;
  /** Absent while it lasts; `closeGap` sets it. */
  readonly toUs?: number;
  readonly reason: string;
  readonly series: Int32Array;
}

export interface GapSpan extends NewGap {
  readonly id: number;
}

/** Held values of these series were confirmed from `fromUs` until `toUs` (keep-alives, good re-reads). */
export interface ConfirmationSpan {
  readonly id: number;
  readonly source: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly series: Int32Array;
}

/** Reason of the open-ended gap of a series that nobody records any more: switched off, unbound, or Twinbench closed. */
export const NOT_RECORDED = "Not recorded";
