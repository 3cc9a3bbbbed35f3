/**
 * Bulk imports: what is appended gathers in a temporary table that no question sees and no log carries, what lies in the
 * staging folder is only named; at the end everything is written once, sorted, and handed over for publishing.
 */
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { smallRows } from "./columns.ts";
import type { Database } from "./Database.ts";
import { SampleAppender } from "./SampleAppender.ts";
import { SAMPLE_COLUMNS } from "./schema.ts";
import type { Part } from "./SegmentIndex.ts";
import { stagedSelect } from "./stagedSelect.ts";
import type { StagedTable } from "./types.ts";

/** Rows kept in the appender before they go to the temporary table; only memory is bounded by this. */
const FLUSH_STAGED_ROWS = 200_000;
/** Numbers of staged tables and of segments being sealed must not meet; those are small, these count from a billion. */
const FIRST_TABLE = 1_000_000_000;
const GATHERED = "gathered";

interface Stage {
  readonly label: string;
  readonly connection: DuckDBConnection;
  readonly selects: string[];
  appender: SampleAppender | undefined;
  unflushed: number;
}

export class Stages {
  readonly #database: Database;
  readonly #stagingFolder: string;
  readonly #open = new Map<number, Stage>();
  #last = 0;

  constructor(database: Database, stagingFolder: string) {
    this.#database = database;
    this.#stagingFolder = stagingFolder;
  }

  async begin(label: string): Promise<number> {
    const id = ++this.#last;
    const connection = await this.#database.connect();
    await connection.run(`CREATE TEMP TABLE ${GATHERED} (${SAMPLE_COLUMNS})`);
    const appender = await SampleAppender.open(connection, GATHERED, "temp");
    this.#open.set(id, { label, connection, selects: [], appender, unflushed: 0 });
    return id;
  }

  append(id: number, batch: SampleBatch): void {
    const stage = this.#get(id);
    stage.appender?.write(batch);
    stage.unflushed += batch.series.length;
    if (stage.unflushed >= FLUSH_STAGED_ROWS) {
      stage.appender?.flush();
      stage.unflushed = 0;
    }
  }

  /** Names a table of the staging folder; it is read at the end. */
  load(id: number, table: StagedTable, receivedUs: number): void {
    if (table.file.includes("/") || table.file.includes("\\")) throw new TwinError("refused", `"${table.file}" is not a file of the staging folder.`);
    const path = join(this.#stagingFolder, table.file);
    this.#get(id).selects.push(...table.columns.map((column) => stagedSelect(path, table.timeColumn, column, receivedUs)));
  }

  /** Writes the sorted table and hands it over for publishing; the stage is over then. */
  async finish(id: number, publish: (table: string, label: string) => Promise<ReadonlyMap<number, Part>>): Promise<ReadonlyMap<number, Part>> {
    const stage = this.#get(id);
    stage.appender?.flush();
    stage.appender?.close();
    stage.appender = undefined;
    const parts = await publish(await writeSorted(stage, tableOfStage(id)), stage.label);
    this.#open.delete(id);
    stage.connection.closeSync();
    return parts;
  }

  interrupt(id: number): void {
    this.#open.get(id)?.connection.interrupt();
  }

  async abort(id: number): Promise<void> {
    const stage = this.#open.get(id);
    if (!stage) return;
    this.#open.delete(id);
    try {
      stage.appender?.close();
      await stage.connection.run(`DROP TABLE IF EXISTS ${tableOfStage(id)}`);
    } finally {
      stage.connection.closeSync();
    }
  }

  async close(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.abort(id);
  }

  #get(id: number): Stage {
    const stage = this.#open.get(id);
    if (!stage) throw new TwinError("cancelled", "The import was cancelled.");
    return stage;
  }
}

function tableOfStage(id: number): string {
  return `stage_${FIRST_TABLE + id}`;
}

/**
 * All rows of a stage in one table of the database, by series and time, equal stamps in order of writing. Tables of the
 * staging folder are read column by column and mostly lie in order already; then no sort is needed.
 */
async function writeSorted({ connection, selects }: Stage, table: string): Promise<string> {
  const [count] = await smallRows(connection, `SELECT count(*) FROM ${GATHERED}`);
  if (count?.[0] === 0 && selects.length > 0) {
    await connection.run(`CREATE TABLE ${table} AS ${selects.join(" UNION ALL ")}`);
    if (await isSorted(connection, table)) return table;
    await connection.run(`INSERT INTO ${GATHERED} SELECT * FROM ${table}`);
    await connection.run(`DROP TABLE ${table}`);
  } else {
    for (const select of selects) await connection.run(`INSERT INTO ${GATHERED} ${select}`);
  }
  await connection.run(`CREATE TABLE ${table} AS SELECT * FROM ${GATHERED} ORDER BY series, t, rowid`);
  return table;
}

async function isSorted(connection: DuckDBConnection, table: string): Promise<boolean> {
  const previous = `SELECT series, t, lag(series) OVER () AS p, lag(t) OVER () AS pt FROM ${table}`;
  const [row] = await smallRows(connection, `SELECT coalesce(bool_and(p IS NULL OR series > p OR (series = p AND t >= pt)), true) FROM (${previous})`);
  return row?.[0] === true;
}
