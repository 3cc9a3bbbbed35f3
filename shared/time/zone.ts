/** Wall-clock times of a zone and back, by the platform's own zone rules. */
import { US_PER_DAY, US_PER_MS } from "./time.ts";

export interface WallTime {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of a zone from UTC at an instant, in µs, east positive. Throws RangeError for a zone that does not exist. */
export function zoneOffsetUs(tUs: number, zone: string): number {
  const seconds = Math.floor(tUs / US_PER_MS / 1000) * 1000;
  const parts = Object.fromEntries(formatOf(zone).formatToParts(seconds).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(parts["year"] ?? 0, (parts["month"] ?? 1) - 1, parts["day"] ?? 1, parts["hour"] ?? 0, parts["minute"] ?? 0, parts["second"] ?? 0);
  return (wall - seconds) * US_PER_MS;
}

/**
 * The instant of a wall-clock time. Where an hour repeats the second one is meant (standard time), as DuckDB reads files;
 * one that was skipped is read as the clock would have shown it had it not been put forward.
 */
export function zonedToUs(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) * US_PER_MS;
  const after = asUtc - zoneOffsetUs(asUtc + US_PER_DAY, zone);
  return zoneOffsetUs(after, zone) === asUtc - after ? after : asUtc - zoneOffsetUs(asUtc - US_PER_DAY, zone);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  formats.set(zone, format);
  return format;
}
