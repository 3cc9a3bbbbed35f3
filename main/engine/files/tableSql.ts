/**
 * A file as SQL: the relation of its cells, the time of each row, the value of each cell, and what cannot be read.
 *
 * Every identifier is ours (`c0`, `c1`, …); names from the file never reach SQL. Paths, delimiters and patterns are bound as
 * parameters or quoted as literals.
 */
import type { ReadOptions } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { strptimePatterns } from "./timePatterns.ts";

/** What files write where a value is known to be missing; an empty cell is no sample at all. */
const UNKNOWN_WORDS = ["nan", "null", "na", "n/a", "#n/a"];
const MICROS: Partial<Record<ReadOptions["timeFormat"], string>> = {
  "epoch-s": "CAST(round(TRY_CAST(x AS DOUBLE) * 1e6) AS BIGINT)",
  "epoch-ms": "CAST(round(TRY_CAST(x AS DOUBLE) * 1e3) AS BIGINT)",
  "epoch-us": "CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT)",
  "epoch-ns": "TRY_CAST(x AS BIGINT) // 1000",
};

export interface TableSource {
  readonly path: string;
  readonly options: ReadOptions;
  /** Columns in the file, wanted or not. */
  readonly width: number;
  /** First cells of the time column: they tell the exact pattern. */
  readonly timeCells: readonly string[];
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** All cells as text with the row's number from 1, short or long rows left to `reject_errors`. */
export function textRelation({ path, options, width }: TableSource): string {
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  const skip = options.skipLines + (options.headerRow ? 1 : 0);
  return `(SELECT row_number() OVER () AS row, * FROM read_csv(${quote(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quote(options.delimiter)}, quote = '"', escape = '"', columns = {${columns}}, ignore_errors = true, store_rejects = true, rejects_limit = 0, max_line_size = 4000000))`;
}

/** Cells with the types they should have; any cell that has not makes the whole statement fail, and the caller reads as text. */
export function typedRelation({ path, options, width, timeCells }: TableSource): string {
  const types = new Map(options.columns.filter((column) => column.import).map((column) => [column.index, column.dataType === "number" ? "DOUBLE" : "VARCHAR"]));
  if (options.timeColumn !== undefined) types.set(options.timeColumn, timeType(options, timeCells));
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': '${types.get(i) ?? "VARCHAR"}'`).join(", ");
  const [pattern] = patternsOf(options, timeCells);
  const stamp = pattern === undefined ? "" : `, timestampformat = ${quote(pattern)}`;
  const skip = options.skipLines + (options.headerRow ? 1 : 0);
  const row = options.timeColumn === undefined ? "row_number() OVER () AS row, " : "";
  return `(SELECT ${row}* FROM read_csv(${quote(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quote(options.delimiter)}, quote = '"', escape = '"', decimal_separator = ${quote(options.decimal)}, columns = {${columns}}${stamp}))`;
}

/** Numbered rows cost DuckDB its parallel reading, so they are asked for only where the number is needed. */
export function parquetRelation({ path, width }: TableSource, numbered: boolean): string {
  const aliases = Array.from({ length: width }, (_, i) => `c${i}`).join(", ");
  return `(SELECT ${numbered ? "row_number() OVER () AS row, " : ""}* FROM read_parquet(${quote(path)}) AS file(${aliases}))`;
}

/** µs since 1970 of a row whose time stands as text; NULL where it cannot be read. */
export function timeFromText({ options, timeCells }: TableSource): string {
  if (options.timeColumn === undefined) return rowTime(options);
  const cell = `trim(c${options.timeColumn})`;
  const micros = MICROS[options.timeFormat];
  if (micros !== undefined) return micros.replace("x", cell);
  if (options.timeFormat === "iso") return `epoch_us(TRY_CAST(${cell} AS TIMESTAMPTZ))`;
  const patterns = patternsOf(options, timeCells).map(quote).join(", ");
  return `epoch_us(CAST(try_strptime(${cell}, [${patterns}]) AS TIMESTAMPTZ))`;
}

/** The same of a typed cell of the CSV reader or of Parquet. */
export function timeFromTyped(options: ReadOptions, type: string): string {
  if (options.timeColumn === undefined) return rowTime(options);
  const cell = `c${options.timeColumn}`;
  if (type.startsWith("TIMESTAMP WITH TIME ZONE") || type === "TIMESTAMPTZ") return `epoch_us(${cell})`;
  if (type === "DATE" || type.startsWith("TIMESTAMP")) return options.zone === "UTC" ? `epoch_us(CAST(${cell} AS TIMESTAMP))` : `epoch_us(CAST(CAST(${cell} AS TIMESTAMP) AS TIMESTAMPTZ))`;
  if (type === "VARCHAR") return `epoch_us(TRY_CAST(${cell} AS TIMESTAMPTZ))`;
  return (MICROS[options.timeFormat] ?? "TRY_CAST(x AS BIGINT)").replace("x", cell);
}

/** The type the CSV reader gives the time column, so that it need not go through text. */
export function timeType(options: ReadOptions, timeCells: readonly string[]): string {
  if (options.timeFormat.startsWith("epoch")) return options.timeFormat === "epoch-s" || options.timeFormat === "epoch-ms" ? "DOUBLE" : "BIGINT";
  // With an offset in every stamp the plain type converts by itself, and quicker than the zoned one.
  const plain = options.zone === "UTC" || (options.timeFormat === "iso" && timeCells.every((cell) => /(?:Z|[+-]\d{2}:?\d{2})$/.test(cell.trim())));
  return plain && options.timeFormat === "iso" ? "TIMESTAMP" : options.timeFormat === "iso" ? "TIMESTAMPTZ" : "TIMESTAMP";
}

/** A cell's number or text; NULL is "no sample", NaN "unknown". `isText`: the cell is still text. */
export function cellValue(column: ReadOptions["columns"][number], decimal: string): string {
  const cell = `c${column.index}`;
  if (column.dataType === "text") return `nullif(trim(CAST(${cell} AS VARCHAR)), '')`;
  const word = `lower(trim(${cell}))`;
  const unknown = `WHEN ${word} IN (${UNKNOWN_WORDS.map(quote).join(", ")}) THEN CAST('NaN' AS DOUBLE)`;
  if (column.dataType === "boolean") return `CASE WHEN ${word} IN ('true', 'on', 'yes', '1', '1.0') THEN 1.0 WHEN ${word} IN ('false', 'off', 'no', '0', '0.0') THEN 0.0 ${unknown} END`;
  const number = `TRY_CAST(${numberText(cell, decimal)} AS DOUBLE)`;
  return `CASE ${unknown} WHEN isinf(${number}) THEN NULL ELSE ${number} END`;
}

/** True for a cell that holds something that cannot be read as its column's type. */
export function cellIsBad(column: ReadOptions["columns"][number], decimal: string): string {
  return column.dataType === "text" ? "false" : `(nullif(trim(c${column.index}), '') IS NOT NULL AND (${cellValue(column, decimal)}) IS NULL)`;
}

function numberText(cell: string, decimal: string): string {
  return decimal === "," ? `replace(replace(trim(${cell}), '.', ''), ',', '.')` : `trim(${cell})`;
}

/** Whether rows can be given a time: by a column, or by a start and an interval. */
export function hasTime(options: ReadOptions): boolean {
  return options.timeColumn !== undefined || (options.startUs !== undefined && options.intervalUs !== undefined);
}

function rowTime(options: ReadOptions): string {
  if (options.startUs === undefined || options.intervalUs === undefined) {
    throw new TwinError("bad-input", "The file has no time column. Choose one, or give the time of the first row and the interval between rows.");
  }
  return `CAST(${options.startUs} + (row - 1) * ${options.intervalUs} AS BIGINT)`;
}

function patternsOf(options: ReadOptions, timeCells: readonly string[]): string[] {
  if (options.timeFormat === "iso" || options.timeFormat.startsWith("epoch")) return [];
  const format = options.timeFormat as "ymd-hms" | "dmy-hms" | "mdy-hms";
  const patterns = strptimePatterns(format, timeCells);
  return patterns.length > 0 ? patterns : strptimePatterns(format, ["01-01-2000 00:00:00", "2000-01-01 00:00:00"]);
}
