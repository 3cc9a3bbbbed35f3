/** Time stamps as files write them: recognising them, and the patterns by which DuckDB reads them (strptime). */
import type { TimeFormat } from "../../../shared/contract/files.ts";

type DateOrder = "ymd-hms" | "dmy-hms" | "mdy-hms";

const DATE_PARTS: Readonly<Record<DateOrder, readonly string[]>> = { "ymd-hms": ["%Y", "%m", "%d"], "dmy-hms": ["%d", "%m", "%Y"], "mdy-hms": ["%m", "%d", "%Y"] };
const STAMP = /^(\d{1,4})([-./ ])(\d{1,2})\2(\d{1,4})(?:([ T])(\d{1,2}):(\d{2})(?::(\d{2})(?:([.,])(\d{1,9}))?)?( ?[AaPp][Mm])?)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;
const OFFSET = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** Seconds between 1990 and 2070, in the units that files count in. */
const EPOCHS: readonly (readonly [TimeFormat, number])[] = [["epoch-s", 1], ["epoch-ms", 1e3], ["epoch-us", 1e6], ["epoch-ns", 1e9]];
const YEAR_1990_S = 631_152_000;
const YEAR_2070_S = 3_155_760_000;

/** Whether ISO stamps carry their own offset, so that no zone is needed. */
export function hasOffset(cell: string): boolean {
  return ISO.test(cell) && cell.includes(":") && OFFSET.test(cell);
}

/** The format all these cells are written in, or undefined. Day and month are told apart by a value above 12. */
export function recogniseTime(cells: readonly string[]): { readonly format: TimeFormat; readonly ambiguous: boolean } | undefined {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length === 0) return undefined;
  if (filled.every((cell) => ISO.test(cell))) return { format: "iso", ambiguous: false };
  const epoch = recogniseEpoch(filled);
  if (epoch) return { format: epoch, ambiguous: false };
  const stamps = filled.map((cell) => STAMP.exec(cell));
  if (!stamps.every((stamp) => stamp !== null)) return undefined;
  const first = stamps.map((stamp) => stamp[1] ?? "");
  const second = stamps.map((stamp) => Number(stamp[3]));
  if (first.every((part) => part.length === 4)) return { format: "ymd-hms", ambiguous: false };
  if (!stamps.every((stamp) => stamp[4]?.length === 4)) return undefined;
  if (first.some((part) => Number(part) > 12)) return { format: "dmy-hms", ambiguous: false };
  if (second.some((part) => part > 12)) return { format: "mdy-hms", ambiguous: false };
  // Day first is what most of the world writes; a slash is the mark of those who do not.
  return { format: stamps.every((stamp) => stamp[2] === "/") ? "mdy-hms" : "dmy-hms", ambiguous: true };
}

/** The strptime patterns in which these cells are written, in this order of day, month and year. */
export function strptimePatterns(format: DateOrder, cells: readonly string[]): string[] {
  const patterns = new Set<string>();
  for (const cell of cells) {
    const stamp = STAMP.exec(cell.trim());
    if (!stamp) continue;
    const date = DATE_PARTS[format].join(stamp[2] ?? "-");
    const hours = stamp[11] === undefined ? "%H" : "%I";
    const seconds = stamp[8] === undefined ? "" : ":%S";
    const fraction = stamp[10] === undefined ? "" : `${stamp[9] ?? "."}%${stamp[10].length > 6 ? "n" : "f"}`;
    const meridiem = stamp[11] === undefined ? "" : stamp[11].startsWith(" ") ? " %p" : "%p";
    patterns.add(stamp[5] === undefined ? date : `${date}${stamp[5]}${hours}:%M${seconds}${fraction}${meridiem}`);
  }
  return [...patterns];
}

function recogniseEpoch(cells: readonly string[]): TimeFormat | undefined {
  const values = cells.map((cell) => (/^\d{9,19}(?:\.\d+)?$/.test(cell) ? Number(cell) : NaN));
  return EPOCHS.find(([, perSecond]) => values.every((value) => value >= YEAR_1990_S * perSecond && value <= YEAR_2070_S * perSecond))?.[0];
}
