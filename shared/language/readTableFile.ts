/** The points of a table from a CSV text: a line of names, each with its unit in brackets where it is another than declared, then numbers. */
import { readCsv, separatorOf } from "../csv.ts";
import { affine, describeUnit } from "../units/convert.ts";
import { nearest } from "../units/nearest.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import type { Unit } from "../units/unit.ts";

/** A column that is looked for, and the unit in which its numbers are wanted. */
export interface TableColumn {
  readonly name: string;
  readonly unit: Unit;
}

export interface TableRow {
  /** In the text, from 1. */
  readonly line: number;
  /** By column wanted, in the units wanted. */
  readonly values: readonly number[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** `head [m]`, `head (m)`, `head`. */
const HEADING = /^\s*(.*?)\s*(?:[[(]\s*([^[\]()]*)\s*[\])])?\s*$/u;

/** The rows, or what is wrong in one sentence that begins with the line. Other columns may stand there too; decimal commas are read where ; parts the cells. */
export function readTableFile(text: string, columns: readonly TableColumn[]): readonly TableRow[] | { readonly problem: string } {
  const [head, ...records] = readCsv(text);
  if (!head) return { problem: "it is empty." };
  const headings = head.cells.map((cell) => HEADING.exec(cell) ?? []).map(([, name = "", unit = ""]) => ({ name, unit }));
  const found: { readonly at: number; readonly convert: (value: number) => number }[] = [];
  for (const { name, unit } of columns) {
    const at = headings.findIndex((heading) => heading.name === name);
    if (at < 0) {
      const near = nearest(name, headings.map((heading) => heading.name));
      return { problem: `line ${head.line} has no column ${name}${near === undefined ? `, only ${headings.map((heading) => heading.name).join(", ")}.` : `; did you mean ${near}?`}` };
    }
    const written = headings[at]?.unit ?? "";
    const own = written === "" ? unit : parseUnit(written);
    if (isUnitError(own)) return { problem: `line ${head.line}: the unit of ${name}, ${written}, is unknown.` };
    const by = affine(own, unit);
    if (!by) return { problem: `line ${head.line}: ${name} is in ${describeUnit(own)}, but the table is declared in ${describeUnit(unit)}.` };
    found.push({ at, convert: (value) => value * by.factor + by.offset });
  }
  const hasDecimalCommas = separatorOf(text) === ";";
  const rows: TableRow[] = [];
  for (const { line, cells } of records) {
    const values: number[] = [];
    for (const [index, { at, convert }] of found.entries()) {
      const cell = (cells[at] ?? "").trim();
      const plain = hasDecimalCommas ? cell.replace(/^([^.,]*),([^.,]*)$/, "$1.$2") : cell;
      const value = NUMBER.test(plain) ? Number(plain) : Number.NaN;
      if (!Number.isFinite(value)) return { problem: `line ${line}: ${columns[index]?.name ?? ""} is ${cell === "" ? "empty" : `"${cell.slice(0, 30)}", which is no number`}.` };
      values.push(convert(value));
    }
    rows.push({ line, values });
  }
  return rows;
}
