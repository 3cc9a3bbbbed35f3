import { describe, expect, it } from "vitest";
import type { ReadOptions } from "../../../../shared/contract/files.ts";
import { importProblems, NO_TIME_COLUMN, timeColumnChoices, withColumn, withTimeColumn } from "../../../../renderer/panels/Import/importFields.ts";

const options: ReadOptions = {
  format: "csv", delimiter: ";", decimal: ".", encoding: "utf-8", headerRow: true, skipLines: 0, timeColumn: 0, timeFormat: "iso", zone: "UTC",
  columns: [
    { index: 0, name: "time", import: false, dataType: "text" },
    { index: 1, name: "flow", import: true, dataType: "number" },
    { index: 2, name: "", import: false, dataType: "number" },
  ],
};

describe("the options of an import", () => {
  it("makes another column the time: the new one is no signal, the old one becomes one", () => {
    const changed = withTimeColumn(options, "1", 0);
    expect(changed.timeColumn).toBe(1);
    expect(changed.columns.map((column) => column.import)).toEqual([true, false, false]);
  });

  it("asks for start and distance of the rows where there is no time column", () => {
    expect(withTimeColumn(options, NO_TIME_COLUMN, 42)).toMatchObject({ startUs: 42, intervalUs: 1_000_000 });
    expect(withTimeColumn(withTimeColumn(options, NO_TIME_COLUMN, 42), "0", 43)).not.toHaveProperty("startUs");
  });

  it("names a column without a name by its place", () => {
    expect(timeColumnChoices(options).map(({ label }) => label)).toEqual(["time", "flow", "column 3", "none: rows are equally far apart"]);
  });

  it("says what is still wrong", () => {
    expect(importProblems(options)).toEqual([]);
    expect(importProblems(withColumn(options, 1, { import: false }))).toEqual(["Choose at least one column to import."]);
    expect(importProblems(withColumn(options, 2, { import: true }))).toEqual(["A column to import has no name."]);
    expect(importProblems(withColumn(options, 2, { import: true, name: "flow" }))).toEqual(["Two columns are called flow. Rename one of them."]);
  });
});
