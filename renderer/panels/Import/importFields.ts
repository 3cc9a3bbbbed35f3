/** The options of an import as words and choices, and edits of them. Pure. */
import { timeFormats, type ReadOptions, type TimeFormat } from "../../../shared/contract/files.ts";
import type { Choice } from "../../widgets/controls/fields.tsx";

export const DELIMITERS: readonly Choice[] = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
  { value: " ", label: "space" },
];

const TIME_FORMAT_WORDS: Readonly<Record<TimeFormat, string>> = {
  iso: "ISO 8601: 2026-03-01T12:00:00",
  "epoch-s": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
  "epoch-us": "microseconds since 1970",
  "epoch-ns": "nanoseconds since 1970",
  "ymd-hms": "year month day: 2026/03/01 12:00:00",
  "dmy-hms": "day month year: 01.03.2026 12:00:00",
  "mdy-hms": "month day year: 03/01/2026 12:00:00",
};

export const TIME_FORMATS: readonly Choice[] = timeFormats.map((value) => ({ value, label: TIME_FORMAT_WORDS[value] }));

const COMMON_ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "gb18030", "shift_jis", "windows-1251"];

/** The usual encodings, with the guessed one among them. */
export function encodingChoices(guessed: string): Choice[] {
  const known = COMMON_ENCODINGS.some((encoding) => encoding === guessed.toLowerCase());
  return [...(known ? [] : [guessed]), ...COMMON_ENCODINGS].map((value) => ({ value: known ? value : value, label: value }));
}

/** Value of the choice "the file has no time column". */
export const NO_TIME_COLUMN = "none";

export function timeColumnChoices(options: ReadOptions): Choice[] {
  return [...options.columns.map((column) => ({ value: String(column.index), label: column.name === "" ? `column ${column.index + 1}` : column.name })), { value: NO_TIME_COLUMN, label: "none: rows are equally far apart" }];
}

/** Chooses the time column, which is then no signal; the old one becomes one. */
export function withTimeColumn(options: ReadOptions, choice: string, nowUs: number): ReadOptions {
  const { timeColumn: old, startUs, intervalUs, ...rest } = options;
  const chosen = choice === NO_TIME_COLUMN ? undefined : Number(choice);
  const columns = options.columns.map((column) => (column.index === chosen ? { ...column, import: false } : column.index === old ? { ...column, import: true } : column));
  if (chosen !== undefined) return { ...rest, columns, timeColumn: chosen };
  return { ...rest, columns, startUs: startUs ?? nowUs, intervalUs: intervalUs ?? 1_000_000 };
}

export type ColumnOptions = ReadOptions["columns"][number];

export function withColumn(options: ReadOptions, index: number, part: Partial<ColumnOptions>): ReadOptions {
  return { ...options, columns: options.columns.map((column) => (column.index === index ? { ...column, ...part } : column)) };
}

/** What is still wrong with the options, one sentence each. */
export function importProblems(options: ReadOptions): string[] {
  const taken = options.columns.filter((column) => column.import);
  const names = taken.map((column) => column.name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return [
    ...(taken.length === 0 ? ["Choose at least one column to import."] : []),
    ...(names.includes("") ? ["A column to import has no name."] : []),
    ...(twice !== undefined && twice !== "" ? [`Two columns are called ${twice}. Rename one of them.`] : []),
    ...(options.timeColumn === undefined && (options.intervalUs ?? 0) <= 0 ? ["Say how far apart the rows are."] : []),
  ];
}
