/** What a sample table holds, per series: counts, ranges, and how its rows lie. Reads the table once. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Plain, smallRows } from "./columns.ts";
import type { Part } from "./SegmentIndex.ts";
import { KNOWN_SQL } from "./sqlText.ts";

/** A part that is in no segment yet. */
export type PartFigures = Omit<Part, "segment">;

const FIGURES = `count(*), count(*) FILTER (NOT ${KNOWN_SQL}), min(t), max(t)`;

/** Of a table in order of arrival. `checked`: whether it is worth finding out which series came in order. */
export async function partsAsArrived(connection: DuckDBConnection, table: string, checked: boolean): Promise<Map<number, PartFigures>> {
  const source = checked ? `(SELECT *, lag(t) OVER (PARTITION BY series ORDER BY rowid) AS previous FROM ${table})` : table;
  const rows = await smallRows(connection, `SELECT series, ${FIGURES}, ${checked ? "coalesce(bool_and(t > previous), true)" : "false"} FROM ${source} GROUP BY series`);
  return new Map(rows.map((row) => [Number(row[0]), figures(row)]));
}

export interface LaidOut {
  readonly parts: ReadonlyMap<number, PartFigures>;
  /** By series, then time; equal stamps as they were written. */
  readonly sorted: boolean;
}

/** Of a table that is, or may be, sorted. `only`: the one series it holds, which needs no grouping. */
export async function partsAsTheyLie(connection: DuckDBConnection, table: string, only?: number): Promise<LaidOut> {
  if (only !== undefined) return oneAsItLies(connection, table, only);
  // An empty OVER streams through the table as it lies, without a sort.
  const source = `(SELECT *, lag(t) OVER () AS previous, lag(series) OVER () AS previous_series FROM ${table})`;
  const within = "FILTER (previous_series = series)";
  const rows = await smallRows(
    connection,
    `SELECT series, ${FIGURES}, coalesce(bool_and(t > previous) ${within}, true), coalesce(bool_and(t >= previous) ${within} AND bool_and(series >= previous_series), true) FROM ${source} GROUP BY series`,
  );
  return { parts: new Map(rows.map((row) => [Number(row[0]), figures(row)])), sorted: rows.every((row) => row[6] === true) };
}

/** Statement by statement: counting runs on every core, and only the order has to be looked at row after row. */
async function oneAsItLies(connection: DuckDBConnection, table: string, series: number): Promise<LaidOut> {
  const [counts = []] = await smallRows(connection, `SELECT ${FIGURES} FROM ${table}`);
  if (counts[0] === 0) return { parts: new Map(), sorted: true };
  const rises = async (how: ">" | ">="): Promise<boolean> => {
    const [row] = await smallRows(connection, `SELECT coalesce(bool_and(t ${how} previous), true) FROM (SELECT t, lag(t) OVER () AS previous FROM ${table})`);
    return row?.[0] === true;
  };
  const ordered = await rises(">");
  return { parts: new Map([[series, figures([series, ...counts, ordered])]]), sorted: ordered || (await rises(">=")) };
}

function figures([, samples, unknown, fromUs, toUs, ordered]: readonly Plain[]): PartFigures {
  return { samples: Number(samples), unknown: Number(unknown), fromUs: Number(fromUs), toUs: Number(toUs), ordered: ordered === true };
}
