/** Wall-clock times of a zone and back, by the platform's own zone rules. */
import { US_PER_DAY, US_PER_MIN, US_PER_MS, US_PER_S } from "./time.ts";

export interface WallTime {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** All zones of today change at multiples of this; offsets are remembered per such slot. */
const SLOT_US = 15 * US_PER_MIN;
/** Remembered offsets per zone; a plot looks at a few hundred. */
const MAX_SLOTS = 5_000;
const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
    formatter = new Intl.DateTimeFormat("en-US", { ...fields, timeZone: zone });
    formatters.set(zone, formatter);
  }
  return formatter;
}

function measureOffset(tUs: number, zone: string): number {
  const seconds = Math.floor(tUs / US_PER_S);
  const part: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(new Date(seconds * 1000))) part[type] = Number(value);
  const wallMs = Date.UTC(part["year"] ?? 1970, (part["month"] ?? 1) - 1, part["day"] ?? 1, part["hour"] ?? 0, part["minute"] ?? 0, part["second"] ?? 0);
  return (wallMs / 1000 - seconds) * US_PER_S;
}

/** Wall clock minus UTC in µs, in an IANA zone at an instant. */
export function zoneOffsetUs(tUs: number, zone: string): number {
  if (zone === "UTC") return 0;
  const slot = Math.floor(tUs / SLOT_US);
  let ofZone = offsets.get(zone);
  if (!ofZone) offsets.set(zone, (ofZone = new Map()));
  let offset = ofZone.get(slot);
  if (offset === undefined) {
    if (ofZone.size >= MAX_SLOTS) ofZone.clear();
    offset = measureOffset(slot * SLOT_US, zone);
    ofZone.set(slot, offset);
  }
  return offset;
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
