/** What the ingest counts since the project was opened. Losses have rows in the gap ledger as well. */
export interface IngestCounters {
  /** Values received from sources. */
  received: number;
  /** Handed to the history and written there. */
  recorded: number;
  /** Same stamp, value and status as the newest: dropped. */
  repeats: number;
  /** Same stamp as the newest, other value or status: stored, replaces it. */
  corrections: number;
  /** Older than the newest of their series: stored in their place. */
  outOfOrder: number;
  /** Behind the watermark: stored, rules ran without them. */
  late: number;
  /** Stamped further ahead than a clock may be: stored, their value does not count. */
  fromTheFuture: number;
  outsideLimits: number;
  /** Could not be recorded (queue full, disk full). */
  lost: number;
  /** Of items nobody knows any more. */
  unbound: number;
}

export function zeroCounters(): IngestCounters {
  return { received: 0, recorded: 0, repeats: 0, corrections: 0, outOfOrder: 0, late: 0, fromTheFuture: 0, outsideLimits: 0, lost: 0, unbound: 0 };
}
