/**
 * How a sample table is laid out. A column that is the same in every row (the series where there is one, the status of a
 * file that has none) is not stored: it is a generated column with that constant, which every statement reads like any
 * other. An import of one signal is then written and read at about the cost of a plain table of time and value.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import { SAMPLE_COLUMNS } from "./schema.ts";
import { integer } from "./sqlText.ts";

type Column = "series" | "received" | "value" | "status" | "flags" | "text";

/** What all rows of a table have in common; "none" is NULL. */
export type CommonColumns = Readonly<Partial<Record<Column, number | "none">>>;

const COLUMNS = SAMPLE_COLUMNS.split(", ").map((column) => column.split(" ") as [Column | "t", string]); // names and types, as they are written there

export async function createSampleTable(connection: DuckDBConnection, table: string, common: CommonColumns): Promise<void> {
  const columns = COLUMNS.map(([name, type]) => {
    const constant = name === "t" ? undefined : common[name];
    if (constant === undefined) return `${name} ${type}`;
    return `${name} ${type} GENERATED ALWAYS AS (${constant === "none" ? "NULL" : integer(constant)}) VIRTUAL`;
  });
  await connection.run(`CREATE TABLE ${table} (${columns.join(", ")})`);
}

/** The columns that such a table stores, as a list for INSERT and SELECT. */
export function storedColumns(common: CommonColumns): string {
  return COLUMNS.filter(([name]) => name === "t" || common[name] === undefined).map(([name]) => name).join(", ");
}

/** What the rows of a table that stores everything have in common. */
export async function commonOf(connection: DuckDBConnection, table: string): Promise<CommonColumns> {
  const whole = ["series", "received", "status", "flags"] as const;
  const [row = []] = await smallRows(connection, `SELECT count(value), count(text), ${whole.map((name) => `min(${name}), max(${name})`).join(", ")} FROM ${table}`);
  const common: Partial<Record<Column, number | "none">> = {};
  if (row[0] === 0) common.value = "none";
  if (row[1] === 0) common.text = "none";
  whole.forEach((name, i) => {
    const least = row[2 + 2 * i];
    if (typeof least === "number" && least >= 0 && least === row[3 + 2 * i]) common[name] = least;
  });
  return common;
}
