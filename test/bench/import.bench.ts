/**
 * Importing 10 million rows through the product's own path (guess, read, convert, store sorted, all or nothing) against
 * DuckDB's own COPY of the same file into a plain table; and rows of eight values, in samples a second. Product and
 * baseline take turns. Processor time is told beside wall time, because it holds on a machine that is busy.
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
const ROUNDS = 3;

interface BenchTable {
  readonly title: string;
  readonly columns: string[];
  readonly rows: (string | number)[][];
  readonly note: string;
}

interface Cost {
  readonly wallS: number;
  readonly cpuS: number;
}

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-import-"));
  try {
    const rows: (string | number)[][] = [];
    for (const format of ["csv", "parquet"] as const) {
      for (const [count, values] of [[ROWS, 1], [WIDE_ROWS, 8]] as const) {
        const file = join(folder, `rows.${format}`);
        await writeRows(file, count, values);
        rows.push([`${format}, ${count / 1e6} M rows × ${values}`, ...(await compare(folder, file, format, values, count * values))]);
      }
    }
    return {
      title: `Import of files (medians of ${ROUNDS} rounds)`,
      columns: ["file", "import s", "COPY s", "× COPY", "import cpu s", "COPY cpu s", "× COPY, cpu", "M samples/s", "rollups after it, cpu s"],
      rows,
      note: "COPY: DuckDB's own, the same file into a plain (t, values) table. Aims: CSV 1.5 ×, Parquet 2 × for one value. Rollups are built after the import has ended, in the background.",
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, file: string, format: "csv" | "parquet", values: number, samples: number): Promise<string[]> {
  const columns = Array.from({ length: values }, (_, i) => `v${i} DOUBLE`);
  const [copies, imports, rollups]: [Cost[], Cost[], Cost[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    copies.push(await copyInto(folder, file, columns, format));
    const { imported, rolledUp } = await importInto(folder, file);
    imports.push(imported);
    rollups.push(rolledUp);
  }
  const [copyS, importS, copyCpuS, importCpuS] = [median(copies, "wallS"), median(imports, "wallS"), median(copies, "cpuS"), median(imports, "cpuS")];
  return [importS, copyS, importS / copyS, importCpuS, copyCpuS, importCpuS / copyCpuS, samples / importS / 1e6, median(rollups, "cpuS")].map((figure) => figure.toFixed(2));
}

function median(costs: readonly Cost[], which: keyof Cost): number {
  return costs.map((cost) => cost[which]).toSorted((a, b) => a - b)[costs.length >> 1] ?? Number.NaN;
}

/** Of the whole process, DuckDB's threads included. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallS: (performance.now() - startMs) / 1e3, cpuS: (user + system) / 1e6 };
}

async function writeRows(file: string, rows: number, values: number): Promise<void> {
  const columns = Array.from({ length: values }, (_, i) => `round(50 + 20 * sin(i / ${1000 + i}.0) + random(), 3) AS v${i}`).join(", ");
  await withDatabase(":memory:", (connection) => connection.run(`COPY (SELECT TIMESTAMP '2024-01-01' + to_microseconds(i * 100000) AS time, ${columns} FROM range(${rows}) AS r(i)) TO '${file}'`));
}

/** The baseline: the same file into a plain table in a file of its own, nothing checked, converted or sorted. */
async function copyInto(folder: string, file: string, columns: readonly string[], format: "csv" | "parquet"): Promise<Cost> {
  const database = join(folder, "copy.duckdb");
  const cost = await costOf(() => withDatabase(database, async (connection) => {
    await connection.run(`CREATE TABLE plain (t TIMESTAMP, ${columns.join(", ")})`);
    await connection.run(`COPY plain FROM '${file}' (FORMAT ${format}${format === "csv" ? ", HEADER true" : ""})`);
    await connection.run("CHECKPOINT");
  }));
  await rm(database);
  return cost;
}

async function importInto(folder: string, file: string): Promise<{ imported: Cost; rolledUp: Cost }> {
  const project = await mkdtemp(join(folder, "Bench-"));
  await createProject(project, emptyProject("Bench", "UTC"));
  const stagingFolder = join(project, "staging");
  const history = await History.open({ file: join(project, "history.duckdb"), stagingFolder });
  const store = await ProjectStore.open(project, { readOnly: false, onSaveError: (error) => { throw error; } });
  const imports = new FileImports({ store, history, jobs: new Jobs({ clock: systemClock }), clock: systemClock, stagingFolder, operator: () => "bench", onImported: () => undefined });
  const imported = await costOf(async () => {
    const { options } = await imports.guess(file);
    const { rejected } = await imports.import(file, options, { kind: "loose" });
    if (rejected > 0) throw new Error(`${rejected} rows of a clean file were rejected`);
  });
  const rolledUp = await costOf(() => history.maintain());
  await store.flush();
  await history.close();
  await rm(project, { recursive: true, force: true });
  return { imported, rolledUp };
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
