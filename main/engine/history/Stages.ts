/** Bulk imports: rows gather in a table of their own that no question sees, and are sorted and published at once. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { Database } from "./Database.ts";
import { SampleAppender } from "./SampleAppender.ts";
import { SAMPLE_COLUMNS } from "./schema.ts";
import { smallRows } from "./columns.ts";
import type { Part } from "./SegmentIndex.ts";
import { integer } from "./sqlText.ts";
import { stagedSelect } from "./stagedSelect.ts";
import type { StagedTable } from "./types.ts";

/** Rows kept in the appender before they are written out; memory, not durability, is what this bounds. */
const FLUSH_STAGED_ROWS = 200_000;

interface Stage {
  readonly label: string;
  readonly table: string;
  readonly connection: DuckDBConnection;
  readonly appender: SampleAppender;
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
    // Numbers of stages and of segments being sealed must not meet; those are small, these count from a billion.
    const table = `stage_${1_000_000_000 + id}`;
    await connection.run(`CREATE TABLE ${table} (${SAMPLE_COLUMNS})`);
    this.#open.set(id, { label, table, connection, appender: await SampleAppender.open(connection, table), unflushed: 0 });
    return id;
  }

  append(id: number, batch: SampleBatch): void {
    const stage = this.#get(id);
    stage.appender.write(batch);
    stage.unflushed += batch.series.length;
    if (stage.unflushed >= FLUSH_STAGED_ROWS) {
      stage.appender.flush();
      stage.unflushed = 0;
    }
  }

  /** Reads a table from the staging folder; answers when its rows are staged. */
  async load(id: number, table: StagedTable, receivedUs: number): Promise<void> {
    const stage = this.#get(id);
    if (table.file.includes("/") || table.file.includes("\\")) throw new TwinError("refused", `"${table.file}" is not a file of the staging folder.`);
    stage.appender.flush();
    for (const column of table.columns) {
      await stage.connection.run(`INSERT INTO ${stage.table} ${stagedSelect(join(this.#stagingFolder, table.file), table.timeColumn, column, receivedUs)}`);
    }
  }

  /** Sorts where that is needed and hands the table over for publishing; the stage is over then. */
  async finish(id: number, publish: (table: string, label: string) => Promise<ReadonlyMap<number, Part>>): Promise<ReadonlyMap<number, Part>> {
    const stage = this.#get(id);
    stage.appender.flush();
    stage.appender.close();
    let { table } = stage;
    if (!(await isGrouped(stage.connection, table))) {
      const sorted = `stage_${integer(2_000_000_000 + id)}`;
      await stage.connection.run(`CREATE TABLE ${sorted} AS SELECT * FROM ${table} ORDER BY series, t, rowid`);
      await stage.connection.run(`DROP TABLE ${table}`);
      table = sorted;
      this.#open.set(id, { ...stage, table });
    }
    const parts = await publish(table, stage.label);
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
      stage.appender.close();
    } finally {
      await stage.connection.run(`DROP TABLE IF EXISTS ${stage.table}`);
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

/** Whether rows already lie series by series in rising time. */
async function isGrouped(connection: DuckDBConnection, table: string): Promise<boolean> {
  const [row] = await smallRows(
    connection,
    `SELECT coalesce(bool_and(series > p OR (series = p AND t >= pt) OR p IS NULL), true) FROM (SELECT series, t, lag(series) OVER () AS p, lag(t) OVER () AS pt FROM ${table})`,
  );
  return row?.[0] === true;
}
