/** Runs as rows: what the list needs as columns, the rest as the document that the contract names. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Run } from "../../../shared/contract/runs.ts";
import { big, smallRows } from "./columns.ts";

export async function upsertRun(connection: DuckDBConnection, run: Run): Promise<void> {
  const row = { id: run.id, name: run.name, state: run.state, document: JSON.stringify(run) };
  const updated = await connection.run("UPDATE runs SET name = $name, state = $state, document = $document WHERE id = $id", row);
  if (updated.rowsChanged > 0) return;
  await connection.run("INSERT INTO runs VALUES ($id, $name, $kind, $state, $started, $document)", { ...row, kind: run.kind, started: big(run.startedUs) });
}

/** All runs, newest first. */
export async function listRuns(connection: DuckDBConnection): Promise<Run[]> {
  const rows = await smallRows(connection, "SELECT document FROM runs ORDER BY started_us DESC, id");
  return rows.map(([document]) => JSON.parse(String(document)) as Run); // written by upsertRun
}

/** Removes the row of a run; its samples are the segments' business. */
export async function deleteRun(connection: DuckDBConnection, run: string): Promise<void> {
  await connection.run("DELETE FROM runs WHERE id = $run", { run });
}
