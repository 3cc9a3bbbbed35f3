/**
 * Which zone times are shown in, and how they are written: the project's zone, or UTC at a click, the same everywhere.
 * Where a wall-clock hour happens twice (clocks go back) the offset stands beside the time. Does not parse times.
 */
import { settingsOf } from "../../../shared/model/project.ts";
import { US_PER_HOUR, US_PER_MIN, US_PER_MS, US_PER_S } from "../../../shared/time/time.ts";
import { zoneOffsetUs } from "../../../shared/time/zone.ts";
import { useStore } from "./Store.ts";
import { useWindow } from "./WindowServices.ts";
import { useWorkbench } from "./Workbench.ts";

/** The IANA zone in which this window shows times now. */
export function useZone(): string {
  const project = useStore(useWorkbench().project);
  const utc = useStore(useWindow().preferences.utc);
  return utc ? "UTC" : settingsOf(project).zone;
}

/** Smallest part of a time that is written. */
export type TimePrecision = "minute" | "second" | "millisecond" | "microsecond";

/** Clocks are never put back by more than this. */
const LONGEST_SHIFT_US = 3 * US_PER_HOUR;

/** Whether another instant has the same wall-clock reading in this zone. */
export function isRepeated(tUs: number, zone: string): boolean {
  const own = zoneOffsetUs(tUs, zone);
  const wallUs = tUs + own;
  return [tUs - LONGEST_SHIFT_US, tUs + LONGEST_SHIFT_US].some((near) => {
    const other = zoneOffsetUs(near, zone);
    return other !== own && zoneOffsetUs(wallUs - other, zone) === other;
  });
}

/** `+01:00`, `Z` for none. */
export function formatOffset(offsetUs: number): string {
  if (offsetUs === 0) return "Z";
  const minutes = Math.round(Math.abs(offsetUs) / US_PER_MIN);
  const pad = (n: number): string => String(n).padStart(2, "0");
  return `${offsetUs < 0 ? "−" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const LENGTHS: Readonly<Record<TimePrecision, number>> = { minute: 5, second: 8, millisecond: 12, microsecond: 15 };

function wallText(tUs: number, zone: string): { date: string; time: string; suffix: string } {
  const offset = zoneOffsetUs(tUs, zone);
  const wallUs = tUs + offset;
  const ms = Math.floor(wallUs / US_PER_MS);
  const iso = new Date(ms).toISOString();
  const time = iso.slice(11, 23) + String(Math.floor(wallUs - ms * US_PER_MS)).padStart(3, "0");
  return { date: iso.slice(0, 10), time, suffix: isRepeated(tUs, zone) ? formatOffset(offset) : "" };
}

/** Time of day, `14:03:22`; with the offset where that reading happens twice. */
export function formatTime(tUs: number, zone: string, precision: TimePrecision = "second"): string {
  const { time, suffix } = wallText(tUs, zone);
  return time.slice(0, LENGTHS[precision]) + suffix;
}

/** Date and time, `2026-11-20 14:03:22`. */
export function formatDateTime(tUs: number, zone: string, precision: TimePrecision = "second"): string {
  const { date, time, suffix } = wallText(tUs, zone);
  return `${date} ${time.slice(0, LENGTHS[precision])}${suffix}`;
}

/** `2026-11-20`. */
export function formatDate(tUs: number, zone: string): string {
  return wallText(tUs, zone).date;
}

/** A length of time in the two largest parts that matter: `47 min`, `3 h 20 min`, `2 d 4 h`, `0.35 s`. */
export function formatDuration(durationUs: number): string {
  const s = durationUs / US_PER_S;
  if (s < 59.5) return `${s < 10 ? Number(s.toFixed(2)) : Math.round(s)} s`;
  if (s < 599.5) return twoParts(Math.round(s), "min", 60, "s");
  const minutes = Math.round(s / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return twoParts(minutes, "h", 60, "min");
  return twoParts(Math.round(minutes / 60), "d", 24, "h");
}

/** `3 h 20 min` from 200 small units of which 60 make a large one. */
function twoParts(count: number, large: string, perLarge: number, small: string): string {
  const rest = count % perLarge;
  return `${Math.floor(count / perLarge)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

/** When something began, for lists: the time alone if it was today, `11-20 14:03` if it was this year, else the whole date. */
export function formatSince(tUs: number, zone: string, nowUs: number): string {
  const [day, today] = [formatDate(tUs, zone), formatDate(nowUs, zone)];
  if (day === today) return formatTime(tUs, zone);
  const full = formatDateTime(tUs, zone, "minute");
  return day.slice(0, 4) === today.slice(0, 4) ? full.slice(5) : full;
}
