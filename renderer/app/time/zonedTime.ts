/**
 * Times as people read them: in the project's zone or in UTC, with the offset wherever an hour repeats, so that no shown
 * time means two instants. Formatting only.
 */
import { US_PER_HOUR, US_PER_MIN, US_PER_MS, US_PER_S } from "../../../shared/time/time.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

function wallClock(tUs: number, zone: string): Record<string, string> {
  return Object.fromEntries(formatOf(zone).formatToParts(new Date(Math.floor(tUs / US_PER_MS))).map(({ type, value }) => [type, value]));
}

/** Minutes east of UTC at an instant. */
export function offsetMinutes(tUs: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(tUs, zone);
  const asUtcMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return Math.round((asUtcMs * US_PER_MS - Math.floor(tUs / US_PER_S) * US_PER_S) / US_PER_MIN);
}

/** Whether the wall clock shows this time twice: the clocks go back within hours of it. */
export function isRepeated(tUs: number, zone: string): boolean {
  const here = offsetMinutes(tUs, zone);
  return [-3, 3].some((hours) => {
    const there = offsetMinutes(tUs + hours * US_PER_HOUR, zone);
    return there !== here && offsetMinutes(tUs + (here - there) * US_PER_MIN, zone) === there;
  });
}

/** `+01:00`; `Z` for UTC itself. */
export function formatOffset(minutes: number): string {
  if (minutes === 0) return "Z";
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

export interface TimeStyle {
  /** Digits after the second: none, or milliseconds. */
  readonly ms?: boolean;
  /** Leaves the date out. */
  readonly timeOnly?: boolean;
}

/** `2026-11-20 14:03:22`, with the offset behind it in an hour that repeats. */
export function formatTime(tUs: number, zone: string, { ms = false, timeOnly = false }: TimeStyle = {}): string {
  if (!Number.isFinite(tUs)) return "–";
  const { year, month, day, hour, minute, second } = wallClock(tUs, zone);
  const millis = ms ? `.${String(Math.floor(tUs / US_PER_MS) % 1000).padStart(3, "0")}` : "";
  const offset = isRepeated(tUs, zone) ? ` ${formatOffset(offsetMinutes(tUs, zone))}` : "";
  const time = `${hour}:${minute}:${second}${millis}${offset}`;
  return timeOnly ? time : `${year}-${month}-${day} ${time}`;
}

/** The time alone on the day of `nowUs`, else day and time: as lists show when something began. */
export function formatSince(tUs: number, zone: string, nowUs: number): string {
  const day = formatTime(tUs, zone).slice(0, 10);
  return formatTime(tUs, zone, { timeOnly: day === formatTime(nowUs, zone).slice(0, 10) });
}

/** `3 h 20 min`, `47 min`, `12 s`, `0.4 s`: the two largest parts that matter. */
export function formatDuration(durationUs: number): string {
  const seconds = durationUs / US_PER_S;
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return parts(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return parts(Math.floor(minutes / 1440), "d", Math.round((minutes % 1440) / 60), "h");
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
