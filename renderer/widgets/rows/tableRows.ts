/** What a table does to its rows before it shows them: filter, sort, and write as text for a spreadsheet or a file. Pure. */
import { csvLine } from "../../../shared/csv.ts";

export type CellValue = string | number | undefined;

export interface Column<R> {
  readonly id: string;
  readonly label: string;
  /** CSS grid track that is the same in every row: `120px`, `minmax(140px, 1fr)`; never `auto`. */
  readonly width: string;
  /** What sorting and filtering look at and what copying writes. */
  readonly value: (row: R) => CellValue;
  /** Text written to a spreadsheet where it differs from the value (a time). */
  readonly text?: (row: R) => string;
  /** Written to a file where it differs from the text that people read: every digit, a time in ISO 8601. */
  readonly data?: (row: R) => string;
  /** Numbers stand at the right, in tabular figures. */
  readonly isNumeric?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export function cellText<R>(column: Column<R>, row: R): string {
  return column.text?.(row) ?? String(column.value(row) ?? "");
}

/** What the columns need at least; below it the table scrolls sideways. */
export function leastWidthPx<R>(columns: readonly Column<R>[]): number {
  return columns.reduce((sum, column) => sum + Number(/(\d+)px/.exec(column.width)?.[1] ?? 0), 0);
}

/** Rows in which every word of the filter is found in some cell. */
export function filterRows<R>(rows: readonly R[], columns: readonly Column<R>[], filter: string): readonly R[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns.map((column) => cellText(column, row).toLowerCase()).join("\u0000");
    return words.every((word) => text.includes(word));
  });
}

/** Stable; empty cells last in either direction; texts with numbers in them as people count (P-2 before P-10). */
export function sortRows<R>(rows: readonly R[], columns: readonly Column<R>[], sort: Sort | undefined): readonly R[] {
  const column = columns.find((candidate) => candidate.id === sort?.column);
  if (!column || !sort) return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    const [noX, noY] = [isEmpty(x), isEmpty(y)];
    if (noX || noY) return Number(noX) - Number(noY);
    return sign * (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y)));
  });
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function isEmpty(value: CellValue): boolean {
  return value === undefined || value === "" || (typeof value === "number" && Number.isNaN(value));
}

/** Tab-separated with a header line, as spreadsheets paste it. Tabs and line ends inside a cell become spaces. */
export function toSpreadsheet<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  const clean = (text: string): string => text.replace(/[\t\r\n]+/g, " ");
  const lines = [columns.map((column) => clean(column.label)), ...rows.map((row) => columns.map((column) => clean(cellText(column, row))))];
  return lines.map((cells) => cells.join("\t")).join("\n");
}

/** Comma-separated with a header line, for other programs. */
export function toCsv<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  return [csvLine(columns.map(({ label }) => label)), ...rows.map((row) => csvLine(columns.map((column) => column.data?.(row) ?? cellText(column, row))))].join("");
}
