/**
 * Time as the whole product uses it: integer microseconds since 1970-01-01 UTC in a plain number.
 *
 * A double holds every integer up to 2^53 exactly, so µs are exact until the year 2255; the history file stores the same
 * number as BIGINT. Names of such values end in `Us`. Durations are µs as well.
 */
export const US_PER_MS = 1_000;
export const US_PER_S = 1_000_000;
export const US_PER_MIN = 60 * US_PER_S;
export const US_PER_HOUR = 60 * US_PER_MIN;
export const US_PER_DAY = 24 * US_PER_HOUR;

/** A span of time, both ends included, as rules and queries read it. */
export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** The wall clock in µs. Everything that needs "now" takes a clock, so that replays and tests can bring their own. */
export type Clock = () => number;

/** Sub-millisecond digits are zero: the platform clock that all sources can be compared with has milliseconds. */
export const systemClock: Clock = () => Date.now() * US_PER_MS;

/** ISO 8601 in UTC with exactly six decimals and `Z`, the form every JSON document and file of ours uses. */
export function formatIso(tUs: number): string {
  const ms = Math.floor(tUs / US_PER_MS);
  const restUs = tUs - ms * US_PER_MS;
  return `${new Date(ms).toISOString().slice(0, 23)}${String(restUs).padStart(3, "0")}Z`;
}
