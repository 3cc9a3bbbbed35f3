/**
 * Bulk imports: what is appended gathers in a temporary table that no question sees and no log carries, what lies in the
 * staging folder is only named; at the end everything is written once, sorted, and handed over for publishing.
 */
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Progress } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { smallRows } from "./columns.ts";
import type { Database } from "./Database.ts";
import { type LaidOut, partsAsTheyLie, type PartFigures } from "./readParts.ts";
import { SampleAppender } from "./SampleAppender.ts";
import { type CommonColumns, commonOf, createSampleTable, storedColumns } from "./sampleTable.ts";
import { SAMPLE_COLUMNS } from "./schema.ts";
import { commonOfStaged, stagedSelect } from "./stagedSelect.ts";
import type { StagedTable } from "./types.ts";
import { watched } from "./watched.ts";

/** Rows kept in the appender before they go to the temporary table; only memory is bounded by this. */
const FLUSH_STAGED_ROWS = 200_000;
/** Numbers of staged tables and of segments being sealed must not meet; those are small, these count from a billion. */
const FIRST_TABLE = 1_000_000_000;
const GATHERED = "gathered";

interface Stage {
  readonly label: string;
  readonly connection: DuckDBConnection;
  readonly release: () => Promise<void>;
  readonly tables: StagedTable[];
  /** When the first staged table was named: the time of receipt of all that lies in files. */
  receivedUs: number;
  appender: SampleAppender | undefined;
  unflushed: number;
}

/** Sorted and on disk under a name of its own; to be published. */
export interface Prepared {
  readonly table: string;
  readonly label: string;
  readonly parts: ReadonlyMap<number, PartFigures>;
}

type OnProgress = (progress: Progress) => void;

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
    const { connection, release } = await this.#database.watched();
    await connection.run(`CREATE TEMP TABLE ${GATHERED} (${SAMPLE_COLUMNS})`);
    const appender = await SampleAppender.open(connection, GATHERED, "temp");
    this.#open.set(id, { label, connection, release, tables: [], receivedUs: 0, appender, unflushed: 0 });
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
    const stage = this.#get(id);
    if (stage.tables.length === 0) stage.receivedUs = receivedUs;
    stage.tables.push(table);
  }

  /** Writes everything into one sorted table, and finds out what it holds. */
  async prepare(id: number, progress: OnProgress): Promise<Prepared> {
    const stage = this.#get(id);
    stage.appender?.flush();
    stage.appender?.close();
    stage.appender = undefined;
    const { parts } = await writeSorted(stage, tableOfStage(id), this.#stagingFolder, progress);
    return { table: tableOfStage(id), label: stage.label, parts };
  }

  /** Forgets a stage whose table was published. */
  async end(id: number): Promise<void> {
    const stage = this.#open.get(id);
    this.#open.delete(id);
    if (stage) await release(stage);
  }

  /** Whether a stage has not been broken off. */
  isOpen(id: number): boolean {
    return this.#open.has(id);
  }

  interrupt(id: number): void {
    this.#open.get(id)?.connection.interrupt();
  }

  async abort(id: number): Promise<void> {
    const stage = this.#open.get(id);
    if (!stage) return;
    this.#open.delete(id);
    stage.connection.interrupt();
    try {
      stage.appender?.close();
      await stage.connection.run(`DROP TABLE IF EXISTS ${tableOfStage(id)}; DROP TABLE IF EXISTS ${unsortedOf(tableOfStage(id))}`);
    } finally {
      await release(stage);
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

async function release(stage: Stage): Promise<void> {
  try {
    await stage.connection.run(`DROP TABLE IF EXISTS temp.${GATHERED}`);
  } finally {
    await stage.release();
  }
}

function tableOfStage(id: number): string {
  return `stage_${FIRST_TABLE + id}`;
}

/** Also a stage's table by its name, so that it is removed at the next start if the process ends before. */
function unsortedOf(table: string): string {
  return `${table}0`;
}

/** The share of the whole at which a step begins and ends, and what it is called. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const GATHER: Step = { from: 0, to: 0.2, text: "Reading" };
const WRITE: Step = { from: 0, to: 0.4, text: "Writing" };
const CHECK: Step = { from: 0.4, to: 0.5, text: "Checking the order" };
/** Left out where rows came in order. */
const SORT: Step = { from: 0.5, to: 0.95, text: "Sorting" };
const CHECK_SORTED: Step = { from: 0.95, to: 1, text: "Checking the order" };

type RunStep = <T>(step: Step, work: () => Promise<T>) => Promise<T>;

/** All rows of a stage in one table of the database, by series and time, equal stamps in order of writing. */
async function writeSorted(stage: Stage, table: string, stagingFolder: string, progress: OnProgress): Promise<LaidOut> {
  const { connection, tables, receivedUs } = stage;
  const step: RunStep = ({ from, to, text }, work) => {
    progress({ share: from, text });
    return watched(connection, (share) => progress({ share: from + (to - from) * share, text }), work);
  };
  const selects = tables.flatMap((staged) => staged.columns.map((column) => ({ series: column.series, sql: stagedSelect(join(stagingFolder, staged.file), staged, column, receivedUs) })));
  const [count] = await smallRows(connection, `SELECT count(*) FROM ${GATHERED}`);
  if (count?.[0] !== 0 || selects.length === 0) {
    for (const { sql } of selects) await step(GATHER, () => connection.run(`INSERT INTO ${GATHERED} ${sql}`));
    return writeGathered(connection, table, step);
  }
  // Series by series, so that what lies in order of time in the file comes sorted.
  const rows = selects.toSorted((a, b) => a.series - b.series).map(({ sql }) => sql).join(" UNION ALL ");
  return writeStaged(connection, table, { rows, common: commonOfStaged(tables.flatMap((staged) => staged.columns), receivedUs) }, step);
}

/** From the temporary table: looked at first, because most producers interleave series and it would be written twice. */
async function writeGathered(connection: DuckDBConnection, table: string, step: RunStep): Promise<LaidOut> {
  const common = await commonOf(connection, GATHERED);
  const gathered = await step(CHECK, () => partsAsTheyLie(connection, GATHERED, onlySeries(common)));
  await insertRows(connection, table, common, gathered.sorted ? GATHERED : `${GATHERED} ORDER BY series, t, rowid`, step, SORT);
  return gathered.sorted ? gathered : step(CHECK_SORTED, () => partsAsTheyLie(connection, table, onlySeries(common)));
}

/** From files: written first, because most of them lie in order and reading them is dear; sorted after that if they do not. */
async function writeStaged(connection: DuckDBConnection, table: string, { rows, common }: { rows: string; common: CommonColumns }, step: RunStep): Promise<LaidOut> {
  await insertRows(connection, table, common, `(${rows})`, step, WRITE);
  const written = await step(CHECK, () => partsAsTheyLie(connection, table, onlySeries(common)));
  if (written.sorted) return written;
  const unsorted = unsortedOf(table);
  await connection.run(`ALTER TABLE ${table} RENAME TO ${unsorted}`);
  await insertRows(connection, table, common, `${unsorted} ORDER BY series, t, rowid`, step, SORT);
  await connection.run(`DROP TABLE ${unsorted}`);
  return step(CHECK_SORTED, () => partsAsTheyLie(connection, table, onlySeries(common)));
}

async function insertRows(connection: DuckDBConnection, table: string, common: CommonColumns, from: string, step: RunStep, as: Step): Promise<void> {
  const stored = storedColumns(common);
  await createSampleTable(connection, table, common);
  await step(as, () => connection.run(`INSERT INTO ${table} (${stored}) SELECT ${stored} FROM ${from}`));
}

function onlySeries(common: CommonColumns): number | undefined {
  return typeof common.series === "number" ? common.series : undefined;
}
