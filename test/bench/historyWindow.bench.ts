/** A 2,000-pixel window over 10 million points of one signal, against the bare SQL in a plain table of the same points. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { History } from "../../main/engine/history/index.ts";

const POINTS = 10_000_000;
const CHUNK = 200_000;
const STEP_US = 60_000;
const T0 = 1_767_225_600_000_000;
const WIDTH = 2_000;
/** Window and bare SQL take turns, so that a busy machine slows both alike. */
const ROUNDS = 21;

function value(i: number): number {
  return Math.sin(i / 100_000) * 40 + ((i * 2_654_435_761) % 4_294_967_296) / 1e9;
}

async function fill(history: History): Promise<void> {
  const [series = 0] = await history.ensureSeries([{ signal: "a" }]);
  const stage = await history.importStage({ label: "bench" });
  for (let at = 0; at < POINTS; at += CHUNK) {
    const tUs = Float64Array.from({ length: CHUNK }, (_, i) => T0 + (at + i) * STEP_US);
    await stage.append({
      series: new Int32Array(CHUNK).fill(series), tUs, receivedUs: tUs, value: Float64Array.from({ length: CHUNK }, (_, i) => value(at + i)),
      status: new Uint32Array(CHUNK), flags: new Uint8Array(CHUNK),
    });
  }
  await stage.commit();
}

interface Cost {
  readonly wallMs: number;
  /** Of the whole process, DuckDB's threads included. */
  readonly cpuMs: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - begun, cpuMs: (user + system) / 1e3 };
}

function median(costs: readonly Cost[], which: keyof Cost): number {
  return costs.map((cost) => cost[which]).toSorted((a, b) => a - b)[costs.length >> 1] ?? Number.NaN;
}

/** What one would write by hand: first, min, max and last per bucket with their times, in a table of (t, v). */
function bareSql(fromUs: number, toUs: number): string {
  const bucketUs = Math.ceil((toUs - fromUs + 1) / WIDTH);
  return `SELECT (t - ${fromUs}) // ${bucketUs} AS c, count(*), min(t), arg_min(v, t), arg_min(t, v), min(v), arg_max(t, v), max(v), max(t), arg_max(v, t) ` +
    `FROM plain WHERE t BETWEEN ${fromUs} AND ${toUs} GROUP BY c ORDER BY c`;
}

async function plainTable(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE plain AS SELECT (${T0} + i * ${STEP_US})::BIGINT AS t, sin(i / 100000) * 40 + ((i * 2654435761) % 4294967296) / 1e9 AS v FROM range(${POINTS}) r(i)`);
  await connection.run("CHECKPOINT");
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
  const history = await History.open({ file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging") });
  const instance = await DuckDBInstance.create(join(folder, "plain.duckdb"));
  const connection = await instance.connect();
  try {
    await plainTable(connection);
    await fill(history);
    await history.maintain();
    const rows: (string | number)[][] = [];
    for (const [name, from, to] of [["all 10 M points", 0, POINTS], ["3 M points, not on any grid", 3_333_333, 6_333_333], ["300,000 points", 5_000_001, 5_300_001]] as const) {
      rows.push(await measure(history, connection, name, from, to));
    }
    return {
      title: `Window of ${WIDTH} pixels, one signal of 10 M points (median of ${ROUNDS})`,
      columns: ["span", "points", "window ms", "bare SQL ms", "ratio", "window cpu ms", "bare SQL cpu ms", "ratio, cpu"],
      rows,
      note: "Bare SQL: first, min, max and last per bucket by hand over a plain (t, v) table in time order, answer fetched as typed columns. Aim: at most 1.3 × and under 100 ms.",
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await history.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(history: History, connection: DuckDBConnection, name: string, from: number, to: number): Promise<(string | number)[]> {
  const fromUs = T0 + from * STEP_US;
  const toUs = T0 + to * STEP_US - 1;
  const sql = bareSql(fromUs, toUs);
  const [windows, bares]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    windows.push(await costOf(() => history.window([{ signal: "a" }], { fromUs, toUs }, WIDTH)));
    bares.push(await costOf(async () => {
      const result = await connection.stream(sql);
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) chunk.getColumnVector(0);
    }));
  }
  const [windowMs, bareMs, windowCpuMs, bareCpuMs] = [median(windows, "wallMs"), median(bares, "wallMs"), median(windows, "cpuMs"), median(bares, "cpuMs")];
  return [name, to - from, ...[windowMs, bareMs].map(Math.round), (windowMs / bareMs).toFixed(2), ...[windowCpuMs, bareCpuMs].map(Math.round), (windowCpuMs / bareCpuMs).toFixed(2)];
}
