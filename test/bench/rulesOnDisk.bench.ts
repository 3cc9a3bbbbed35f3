/**
 * Rules over 100 million samples of 100 signals in a history on disk, as a backtest of the engine asks them, beside hand-written
 * SQL over a plain table on disk under the same limit of memory.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { History } from "../../main/engine/history/index.ts";
import { intervalsOf } from "../../main/engine/rules/Backtests.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";
import { progress } from "./progress.ts";
import { MEAN_BY_HAND, programsOf, RULES_BY_HAND } from "./rulesByHand.ts";

const SIGNALS = 100;
const SAMPLES = 100_000_000;
const T0 = 1_767_225_600_000_000;
const S = 1_000_000;
const BATCH_ROWS = 100_000;
const END_US = T0 + (SAMPLES / SIGNALS) * S;
/** Often enough to see a peak of some hundred milliseconds. */
const LOOK_MS = 50;
/** What the history allows DuckDB on this machine; the plain table gets no more. */
const MEMORY_LIMIT = "4GiB";

/** Means are worked out by the streaming evaluator, which takes its time: over a tenth of the signals. */
const CASES = [{ rule: RULES_BY_HAND[0] ?? MEAN_BY_HAND, signals: SIGNALS }, { rule: MEAN_BY_HAND, signals: SIGNALS / 10 }];

interface Cost {
  readonly wallS: number;
  readonly cpuS: number;
  /** The process at its most, beyond what it had at the beginning. */
  readonly peakMb: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  globalThis.gc?.();
  let peak = 0;
  const before = process.memoryUsage.rss();
  const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), LOOK_MS);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const wallS = (performance.now() - begun) / 1000;
  clearInterval(look);
  return { wallS, cpuS: (user + system) / 1e6, peakMb: Math.max(0, peak - before) / 2 ** 20 };
}

/** About one sample a second and signal, irregular: slow swings with noise, as in the bench of rules. */
function batch(ids: Int32Array, at: number): SampleBatch {
  const noise = (row: number): number => ((row * 2_654_435_761) % 1_000) / 1_000;
  const tick = (row: number): number => Math.floor((at + row) / SIGNALS);
  const tUs = Float64Array.from({ length: BATCH_ROWS }, (_, row) => T0 + tick(row) * S + Math.floor(noise(at + row) * 900_000));
  return {
    series: Int32Array.from({ length: BATCH_ROWS }, (_, row) => ids[(at + row) % SIGNALS] ?? 0), tUs, receivedUs: tUs,
    value: Float64Array.from({ length: BATCH_ROWS }, (_, row) => 70 + 8 * Math.sin(tick(row) / 5_000 + ((at + row) % SIGNALS)) + noise(at + row + 7) - 0.5),
    status: new Uint32Array(BATCH_ROWS), flags: new Uint8Array(BATCH_ROWS),
  };
}

/** Returns the series of the first signal; the others follow it. */
async function fill(history: History): Promise<number> {
  const ids = await history.ensureSeries(Array.from({ length: SIGNALS }, (_, signal) => ({ signal: String(signal) })));
  const stage = await history.importStage({ label: "bench" });
  for (let at = 0; at < SAMPLES; at += BATCH_ROWS) {
    await stage.append(batch(ids, at));
    if (at % 10_000_000 === 0) progress(`${at / 1e6} M samples`);
  }
  await stage.commit();
  progress("kept in order");
  await history.maintain();
  return ids[0] ?? 0;
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
  const files = { file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging") };
  try {
    const filling = await History.open(files);
    const first = await fill(filling);
    await filling.close();
    progress("the plain table");
    const plain = await DuckDBInstance.create(join(folder, "plain.duckdb"), { memory_limit: MEMORY_LIMIT });
    const connection = await plain.connect();
    await connection.run(`ATTACH '${files.file}' AS history (READ_ONLY)`);
    const { 0: tables = [] } = (await connection.runAndReadAll("SELECT table_name FROM duckdb_tables() WHERE database_name = 'history' AND table_name LIKE 'samples\\_%' ESCAPE '\\'")).getColumns();
    await connection.run(`CREATE TABLE samples AS ${tables.map((table) => `SELECT series - ${first} AS series, t, value FROM history.${String(table)}`).join(" UNION ALL ")}`);
    await connection.run("DETACH history; CHECKPOINT");
    connection.closeSync();
    plain.closeSync();

    const rows: (string | number)[][] = [];
    for (const { rule, signals } of CASES) {
      progress(rule.title);
      const history = await History.open(files);
      let alarms = 0;
      let steps = 0;
      const machine = await costOf(async () => {
        const found = await intervalsOf(history, programsOf(rule, signals), { fromUs: T0, toUs: END_US }, { onProgress: () => steps++ });
        alarms = [...found.values()].reduce((sum, { active }) => sum + active.length, 0);
      });
      await history.close();
      progress("by hand");
      const instance = await DuckDBInstance.create(join(folder, "plain.duckdb"), { memory_limit: MEMORY_LIMIT });
      const byHandConnection = await instance.connect();
      let alarmsByHand = 0;
      const byHand = await costOf(async () => (alarmsByHand = (await byHandConnection.runAndReadAll(rule.byHand(END_US).replaceAll("FROM samples", `FROM (SELECT * FROM samples WHERE series < ${signals})`))).currentRowCount));
      byHandConnection.closeSync();
      instance.closeSync();
      const row = (way: string, cost: Cost, found: number): (string | number)[] => [
        rule.title, signals, way, ...[cost.wallS, cost.cpuS].map((s) => s.toFixed(1)), (cost.wallS / byHand.wallS).toFixed(2), (cost.cpuS / byHand.cpuS).toFixed(2), Math.round(cost.peakMb), found,
      ];
      rows.push(row("hand-written change-point SQL, in one", byHand, alarmsByHand), row(`backtest, in ${steps} steps`, machine, alarms));
    }
    return {
      title: `A rule over ${SAMPLES / 1e6} M samples of ${SIGNALS} signals on disk`,
      columns: ["rule", "signals", "way", "wall s", "processor s", "× by hand, wall", "× by hand, processor", "memory at most, MB", "alarms"],
      rows,
      note: `Each once, on a database just opened, at most ${MEMORY_LIMIT} for DuckDB. Aims: 1.3 × and below 2 GB; 2 × for the mean.`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
