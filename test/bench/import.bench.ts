/**
 * Importing 10 million rows through the product's own path (guess, read, convert, store sorted, all or nothing) against
 * DuckDB's own COPY of the same file into a plain table; and rows of eight values, in samples a second.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { FileImports } from "../../main/engine/files/index.ts";
import { History } from "../../main/engine/history/index.ts";
import { Jobs } from "../../main/engine/jobs/index.ts";
import { createProject, ProjectStore } from "../../main/engine/project/index.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import { systemClock } from "../../shared/time/time.ts";

const ROWS = 10_000_000;
const WIDE_ROWS = 1_000_000;
const ROUNDS = 2;

interface BenchTable {
  readonly title: string;
  readonly columns: string[];
  readonly rows: (string | number)[][];
  readonly note: string;
}

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-import-"));
  try {
    const rows: (string | number)[][] = [];
    for (const format of ["csv", "parquet"] as const) {
      const file = join(folder, `one.${format}`);
      await writeRows(file, ROWS, 1);
      const copyMs = await best(() => copyInto(folder, file, ["v0 DOUBLE"], format));
      const importMs = await best(() => importInto(folder, file));
      rows.push([`${format}, 10 M rows × 1 value`, ...figures(importMs, copyMs, ROWS)]);
      const wide = join(folder, `wide.${format}`);
      await writeRows(wide, WIDE_ROWS, 8);
      const wideCopyMs = await best(() => copyInto(folder, wide, Array.from({ length: 8 }, (_, i) => `v${i} DOUBLE`), format));
      const wideMs = await best(() => importInto(folder, wide));
      rows.push([`${format}, 1 M rows × 8 values`, ...figures(wideMs, wideCopyMs, WIDE_ROWS * 8)]);
    }
    return { title: "Import of files", columns: ["file", "import s", "COPY s", "× COPY", "million samples/s"], rows, note: "COPY: DuckDB's own, the same file into a plain (t, values) table. Aims: CSV 1.5 ×, Parquet 2 × for one value." };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figures(importMs: number, copyMs: number, samples: number): string[] {
  return [importMs / 1000, copyMs / 1000, importMs / copyMs, samples / importMs / 1000].map((figure) => figure.toFixed(2));
}

async function best(work: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await work());
  return Math.min(...times);
}

async function writeRows(file: string, rows: number, values: number): Promise<void> {
  const columns = Array.from({ length: values }, (_, i) => `round(50 + 20 * sin(i / ${1000 + i}.0) + random(), 3) AS v${i}`).join(", ");
  await withDatabase(":memory:", (connection) => connection.run(`COPY (SELECT TIMESTAMP '2024-01-01' + to_microseconds(i * 100000) AS time, ${columns} FROM range(${rows}) AS r(i)) TO '${file}'`));
}

/** The baseline: the same file into a plain table in a file of its own, nothing checked, converted or sorted. */
async function copyInto(folder: string, file: string, columns: readonly string[], format: "csv" | "parquet"): Promise<number> {
  const database = join(folder, "copy.duckdb");
  const startMs = performance.now();
  await withDatabase(database, async (connection) => {
    await connection.run(`CREATE TABLE plain (t TIMESTAMP, ${columns.join(", ")})`);
    await connection.run(`COPY plain FROM '${file}' (FORMAT ${format}${format === "csv" ? ", HEADER true" : ""})`);
    await connection.run("CHECKPOINT");
  });
  const elapsedMs = performance.now() - startMs;
  await rm(database);
  return elapsedMs;
}

async function importInto(folder: string, file: string): Promise<number> {
  const project = await mkdtemp(join(folder, "Bench-"));
  await createProject(project, emptyProject("Bench", "UTC"));
  const stagingFolder = join(project, "staging");
  const history = await History.open({ file: join(project, "history.duckdb"), stagingFolder });
  const store = await ProjectStore.open(project, { readOnly: false, onSaveError: (error) => { throw error; } });
  const imports = new FileImports({ store, history, jobs: new Jobs({ clock: systemClock }), clock: systemClock, stagingFolder, operator: () => "bench", onImported: () => undefined });
  const startMs = performance.now();
  const { options } = await imports.guess(file);
  const { rejected } = await imports.import(file, options, { kind: "loose" });
  const elapsedMs = performance.now() - startMs;
  await store.flush();
  await history.close();
  await rm(project, { recursive: true, force: true });
  if (rejected > 0) throw new Error(`${rejected} rows of a clean file were rejected`);
  return elapsedMs;
}

async function withDatabase(path: string, work: (connection: DuckDBConnection) => Promise<unknown>): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
