/** From the beginning of a delimited text file to how it is read. A guess that is shown and may be changed in every part. */
import type { FileGuess, ReadOptions } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { guessEncoding } from "./encoding.ts";
import { headText, type FileHead } from "./readHead.ts";
import { splitRows } from "./splitRows.ts";
import { hasOffset, recogniseTime } from "./timePatterns.ts";
import { unitOfHeader } from "./unitOfHeader.ts";

/** All that the head of an ordinary file holds: the more rows, the surer day is told from month. */
const SAMPLE_ROWS = 5_000;
const DELIMITERS = [",", ";", "\t", "|"];
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+(?:[eE][+-]?\d+)?$/;
const TRUTH = /^(?:true|false|on|off|yes|no)$/i;
const UNKNOWN = /^(?:nan|null|n\/?a|#n\/a|-)?$/i;
const TIME_NAME = /time|date|stamp|zeit|datum|fecha|heure/i;
/** A column is of a kind if most of its cells are; the others are listed when the file is read. */
const MOST = 0.6;
const MAX_PREAMBLE_LINES = 50;

export function guessText(head: FileHead, defaultZone: string): FileGuess {
  const notes: string[] = [];
  const { encoding, note } = guessEncoding(head.bytes);
  if (note !== undefined) notes.push(note);
  const text = headText(head, encoding).replace(/^\uFEFF/, "");
  const delimiter = guessDelimiter(text);
  const all = splitRows(text, delimiter, SAMPLE_ROWS);
  const width = usualWidth(all.filter(isFilled));
  const skipLines = Math.min(MAX_PREAMBLE_LINES, Math.max(0, all.findIndex((row) => isFilled(row) && row.length === width)));
  if (skipLines > 0) notes.push(skipLines === 1 ? "The first line is not part of the table and is left out." : `The first ${skipLines} lines are not part of the table and are left out.`);
  const rows = all.slice(skipLines).filter((row) => isFilled(row) && row.length === width);
  const headerRow = isHeader(rows);
  const data = headerRow ? rows.slice(1) : rows;
  if (data.length === 0) throw new TwinError("bad-input", headerRow ? "The file has a header but no rows under it." : "No table was found in the file: its lines have no common number of columns.");
  const decimal = guessDecimal(data, delimiter);
  const names = uniqueNames(headerRow ? (rows[0] ?? []) : Array.from({ length: width }, (_, i) => `column ${i + 1}`), notes);
  const time = findTimeColumn(data, names);
  const options: ReadOptions = {
    format: "csv", delimiter, decimal, encoding, headerRow, skipLines, zone: defaultZone,
    timeFormat: time?.format ?? "iso",
    ...(time && { timeColumn: time.index }),
    columns: names.map((name, index) => guessColumn(name, index, data, decimal, index !== time?.index)),
  };
  notes.push(...timeNotes(time, data, defaultZone));
  return { options, notes };
}

function isFilled(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== "");
}

function guessDelimiter(text: string): string {
  const scores = DELIMITERS.map((delimiter) => {
    const rows = splitRows(text, delimiter, 60);
    const width = usualWidth(rows);
    return { delimiter, score: width < 2 ? 0 : rows.filter((row) => row.length === width).length * Math.min(width, 20) };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score === 0 ? "," : best.delimiter;
}

/** The number of cells that most rows have. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** A header names its columns: it holds words where the rows below hold numbers or times. */
function isHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows;
  if (!first || first.some((cell) => isNumber(cell) || recogniseTime([cell]))) return false;
  const isValue = (cell: string): boolean => isNumber(cell) || recogniseTime([cell]) !== undefined;
  // Words only: what stands once at the top of its column is its name.
  return rest.some((row) => row.some(isValue)) || first.every((cell, index) => rest.every((row) => row[index] !== cell));
}

function isNumber(cell: string): boolean {
  return PLAIN_NUMBER.test(cell.trim()) || COMMA_NUMBER.test(cell.trim());
}

function guessDecimal(rows: readonly (readonly string[])[], delimiter: string): "." | "," {
  if (delimiter === ",") return ".";
  const cells = rows.flat().map((cell) => cell.trim());
  const commas = cells.filter((cell) => COMMA_NUMBER.test(cell)).length;
  const points = cells.filter((cell) => PLAIN_NUMBER.test(cell) && cell.includes(".")).length;
  return commas > points ? "," : ".";
}

function uniqueNames(header: readonly string[], notes: string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count > 1) notes.push(`The column "${name}" appears more than once; number ${count} is called "${name} (${count})".`);
    return count > 1 ? `${name} (${count})` : name;
  });
}

interface TimeColumn {
  readonly index: number;
  readonly format: ReadOptions["timeFormat"];
  readonly ambiguous: boolean;
}

/** The first column whose cells all are times, one with a telling name before others. */
function findTimeColumn(rows: readonly (readonly string[])[], names: readonly string[]): TimeColumn | undefined {
  const found = names.flatMap((_name, index): TimeColumn[] => {
    const cells = rows.map((row) => row[index] ?? "");
    // A stray bad stamp must not hide the time column; it will be listed when it is read.
    const readable = cells.filter((cell) => recogniseTime([cell]) !== undefined);
    const time = readable.length >= cells.length * MOST ? recogniseTime(readable) : undefined;
    return time ? [{ index, ...time }] : [];
  });
  return found.find(({ index }) => TIME_NAME.test(names[index] ?? "")) ?? found[0];
}

function guessColumn(name: string, index: number, rows: readonly (readonly string[])[], decimal: string, wanted: boolean): ReadOptions["columns"][number] {
  const cells = rows.map((row) => (row[index] ?? "").trim()).filter((cell) => !UNKNOWN.test(cell));
  const numbers = cells.filter((cell) => (decimal === "," ? COMMA_NUMBER.test(cell) || /^[+-]?\d+$/.test(cell) : PLAIN_NUMBER.test(cell))).length;
  const truths = cells.filter((cell) => TRUTH.test(cell)).length;
  const dataType = truths > cells.length * MOST ? "boolean" : cells.length === 0 || numbers >= cells.length * MOST ? "number" : "text";
  const unit = dataType === "number" ? unitOfHeader(name) : undefined;
  return { index, name, import: wanted, dataType, ...(unit !== undefined && { unit }) };
}

function timeNotes(time: TimeColumn | undefined, rows: readonly (readonly string[])[], zone: string): string[] {
  if (!time) return ["No column holds times. Set the time of the first row and the interval between rows."];
  const notes: string[] = [];
  if (time.ambiguous) notes.push("Day and month cannot be told apart in the first rows; check the order of the date.");
  const cell = rows[0]?.[time.index]?.trim() ?? "";
  if (!time.format.startsWith("epoch") && !hasOffset(cell)) notes.push(`Time stamps have no zone; they are read as ${zone}.`);
  return notes;
}
