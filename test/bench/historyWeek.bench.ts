/** A week of the size of the sample's past, 200 signals and 4 million samples: storing it, and what the window asks of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { History } from "../../main/engine/history/index.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";

const SIGNALS = 200;
const SAMPLES = 4_000_000;
const T0 = 1_767_225_600_000_000;
const WEEK_US = 7 * 86_400_000_000;
const ROUNDS = 9;

function batch(ids: Int32Array, at: number, rows: number): SampleBatch {
  const tUs = Float64Array.from({ length: rows }, (_, i) => T0 + Math.floor(((at + i) / SAMPLES) * WEEK_US));
  return {
    series: Int32Array.from({ length: rows }, (_, i) => ids[(at + i) % SIGNALS] ?? 0), tUs, receivedUs: tUs,
    value: Float64Array.from({ length: rows }, (_, i) => Math.round(Math.sin((at + i) / 1e5) * 1000) / 10), status: new Uint32Array(rows), flags: new Uint8Array(rows),
  };
}

async function median(work: (round: number) => Promise<unknown>): Promise<number> {
  await work(0);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await work(round);
    times.push(performance.now() - begun);
  }
  return Math.round((times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN) * 10) / 10;
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
  const options = { file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging") };
  let history = await History.open(options);
  try {
    const refs = Array.from({ length: SIGNALS }, (_, i) => ({ signal: `s${i}` }));
    const ids = await history.ensureSeries(refs);
    const rows: (string | number)[][] = [];
    const begun = performance.now();
    const stage = await history.importStage({ label: "bench" });
    for (let at = 0; at < SAMPLES; at += 50_000) await stage.append(batch(ids, at, 50_000));
    await stage.commit();
    rows.push(["store the week (import stage, sorted)", Math.round(performance.now() - begun)]);
    await history.maintain();
    const ask = async (name: string, work: (round: number) => Promise<unknown>): Promise<void> => void rows.push([name, await median(work)]);
    const week = { fromUs: T0, toUs: T0 + WEEK_US };
    await ask("window, 1 signal, the week, 1,000 px", () => history.window(refs.slice(0, 1), week, 1_000));
    await ask("window, 8 signals, the week, 1,000 px", () => history.window(refs.slice(0, 8), week, 1_000));
    await ask("window, 8 signals, an hour, 1,000 px", (round) => history.window(refs.slice(0, 8), { fromUs: T0 + round * 3.6e9, toUs: T0 + (round + 1) * 3.6e9 }, 1_000));
    await ask("as of an instant, all 200 signals", (round) => history.asOf(refs, T0 + ((round + 1) / 11) * WEEK_US));
    await ask("as of an instant, 10 signals", (round) => history.asOf(refs.slice(0, 10), T0 + ((round + 1) / 11) * WEEK_US));
    await ask("density of the week, 1,000 slices", () => history.density(week, 1_000));
    await history.close();
    const reopened = performance.now();
    history = await History.open(options);
    rows.push(["open the project's history again", Math.round(performance.now() - reopened)]);
    const { fileBytes } = await history.figures();
    return { title: `A week of ${SIGNALS} signals, ${SAMPLES / 1e6} M samples`, columns: ["work", "ms"], rows, note: `Median of ${ROUNDS}; ${(fileBytes / SAMPLES).toFixed(1)} bytes a sample in the file, rollups included.` };
  } finally {
    await history.close();
    await rm(folder, { recursive: true, force: true });
  }
}
