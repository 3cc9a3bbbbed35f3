/** Times as people type them on a command line. */
import { TwinError } from "../../shared/contract/errors.ts";
import { US_PER_MS } from "../../shared/time/time.ts";
import { zonedToUs } from "../../shared/time/zone.ts";

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601 in µs; without an offset the time is in `zone`. Throws `bad-input` naming the option. */
export function parseTime(text: string, zone: string, option: string): number {
  const match = ISO.exec(text.trim());
  if (!match) throw new TwinError("bad-input", `${option} ${text}: not a time. Write it as 2026-11-02T14:30:00, with Z or +01:00 behind it if it is not in the project's zone (${zone}).`);
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", offset] = match;
  const restUs = Number(fraction.padEnd(6, "0")) || 0;
  if (offset === undefined) return zonedToUs({ year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) }, zone) + restUs;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(ms)) throw new TwinError("bad-input", `${option} ${text}: there is no such time.`);
  return ms * US_PER_MS + restUs;
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `60s`, `10min`, `2h` in milliseconds. */
export function parseDurationMs(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim());
  const unit = UNITS_MS[match?.[2] ?? ""];
  if (!match || unit === undefined) throw new TwinError("bad-input", `${option} ${text}: not a duration. Write it as 60s, 10min or 2h.`);
  return Number(match[1]) * unit;
}
