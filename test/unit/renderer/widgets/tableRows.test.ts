import { describe, expect, it } from "vitest";
import { withWidths } from "../../../../renderer/widgets/rows/columnWidths.ts";
import { filterRows, leastWidthPx, sortRows, toCsv, toSpreadsheet, type Column } from "../../../../renderer/widgets/rows/tableRows.ts";

interface Row {
  readonly name: string;
  readonly value: number | undefined;
}

const columns: readonly Column<Row>[] = [
  { id: "name", label: "Name", width: "minmax(120px, 1fr)", value: (row) => row.name },
  { id: "value", label: "Value", width: "80px", isNumeric: true, value: (row) => row.value, text: (row) => (row.value === undefined ? "" : `${row.value} °C`) },
];
const rows: readonly Row[] = [{ name: "P-10", value: 3 }, { name: "P-2", value: undefined }, { name: "p-1", value: 20 }];
const names = (sorted: readonly Row[]): string[] => sorted.map((row) => row.name);

describe("a table's rows", () => {
  it("sorts texts with numbers as people count", () => {
    expect(names(sortRows(rows, columns, { column: "name", descending: false }))).toEqual(["p-1", "P-2", "P-10"]);
  });

  it("sorts numbers by size and leaves empty cells last in both directions", () => {
    expect(names(sortRows(rows, columns, { column: "value", descending: false }))).toEqual(["P-10", "p-1", "P-2"]);
    expect(names(sortRows(rows, columns, { column: "value", descending: true }))).toEqual(["p-1", "P-10", "P-2"]);
  });

  it("keeps the given order without a sort", () => {
    expect(sortRows(rows, columns, undefined)).toBe(rows);
  });

  it("finds rows that hold all words, in any cell, in any order", () => {
    expect(names(filterRows(rows, columns, "20 p"))).toEqual(["p-1"]);
    expect(filterRows(rows, columns, "valve")).toEqual([]);
    expect(filterRows(rows, columns, "  ")).toBe(rows);
  });

  it("writes what is shown, tab-separated under its heads, for a spreadsheet", () => {
    expect(toSpreadsheet([{ name: "a\tb\nc", value: 1 }], columns)).toBe("Name\tValue\na b c\t1 °C");
  });

  it("writes a file with exact values where a column has them, quoted where needed", () => {
    const exact = columns.map((column) => (column.id === "value" ? { ...column, data: (row: Row) => String(row.value ?? "") } : column));
    expect(toCsv([{ name: 'P, "1"', value: 1.25 }, { name: "=cmd", value: undefined }], exact)).toBe('Name,Value\r\n"P, ""1""",1.25\r\n\'=cmd,\r\n');
  });

  it("gives columns the widths that were chosen and leaves the others", () => {
    expect(withWidths(columns, { value: 130 }).map(({ width }) => width)).toEqual(["minmax(120px, 1fr)", "130px"]);
  });

  it("knows what its columns need at least", () => {
    expect(leastWidthPx(columns)).toBe(200);
  });
});
