/**
 * From a keystroke to the refreshed line above a rule: `x > c for d` on 100 signals with 10 million samples in a history as the
 * engine keeps it, with another threshold or duration each time; beside the same question without the blocks that the history
 * keeps for drafts.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { History } from "../../main/engine/history/index.ts";
import { intervalsOf } from "../../main/engine/rules/Backtests.ts";
import type { RuleProgram } from "../../shared/language/ir.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";
import { progress } from "./progress.ts";

const SIGNALS = 100;
const SAMPLES = 10_000_000;
const T0 = 1_767_225_600_000_000;
const S = 1_000_000;
const BATCH_ROWS = 100_000;
const ROUNDS = 5;
const SPAN = { fromUs: T0, toUs: T0 + (SAMPLES / SIGNALS) * S };

/** About one sample a second and signal, irregular: slow swings with noise, as in the bench of rules. */
function batch(ids: Int32Array, at: number): SampleBatch {
  const noise = (row: number): number => ((row * 2_654_435_761) % 1_000) / 1_000;
  const tick = (row: number): number => Math.floor((at + row) / SIGNALS);
  const tUs = Float64Array.from({ length: BATCH_ROWS }, (_, row) => T0 + tick(row) * S + Math.floor(noise(at + row) * 900_000));
  return {
    series: Int32Array.from({ length: BATCH_ROWS }, (_, row) => ids[(at + row) % SIGNALS] ?? 0), tUs, receivedUs: tUs,
    value: Float64Array.from({ length: BATCH_ROWS }, (_, row) => Math.round(100 * (70 + 8 * Math.sin(tick(row) / 5_000 + ((at + row) % SIGNALS)) + noise(at + row + 7) - 0.5)) / 100),
    status: new Uint32Array(BATCH_ROWS), flags: new Uint8Array(BATCH_ROWS),
  };
}

function programs(threshold: number, durationUs: number): RuleProgram[] {
  return Array.from({ length: SIGNALS }, (_, signal) => ({
    id: `Hot@${signal}`, rule: "Hot", assetId: String(signal), severity: "high", message: [], unknownAfterUs: 60 * S,
    position: { file: "rules/hot.twin", start: 0, end: 0 },
    slots: [{ signal: `s${signal}`, dataType: "number", strict: false }],
    when: { op: "for", durationUs, p: { op: "compare", kind: ">", a: { op: "signal", slot: 0 }, b: { op: "number", value: threshold } } },
  }));
}

interface Cost {
  readonly wallMs: number;
  readonly processorMs: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - begun, processorMs: (user + system) / 1_000 };
}

async function rounds(work: (round: number) => Promise<unknown>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) costs.push(await costOf(() => work(round)));
  const middle = (of: (cost: Cost) => number): number => costs.map(of).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
  return { wallMs: middle(({ wallMs }) => wallMs), processorMs: middle(({ processorMs }) => processorMs) };
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
  const history = await History.open({ file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging") });
  try {
    const ids = await history.ensureSeries(Array.from({ length: SIGNALS }, (_, signal) => ({ signal: `s${signal}` })));
    const stage = await history.importStage({ label: "bench" });
    for (let at = 0; at < SAMPLES; at += BATCH_ROWS) {
      await stage.append(batch(ids, at));
      if (at % 2_000_000 === 0) progress(`${at / 1e6} M samples`);
    }
    await stage.commit();
    await history.maintain();
    const ask = (threshold: number, durationUs: number, isDraft: boolean): Promise<unknown> => intervalsOf(history, programs(threshold, durationUs), SPAN, { isDraft });
    progress("without blocks");
    const plain = await rounds((round) => ask(74 + round / 10, 300 * S, false));
    progress("first draft");
    const first = await costOf(() => ask(74, 300 * S, true));
    progress("thresholds");
    const threshold = await rounds((round) => ask(74.1 + round / 10, 300 * S, true));
    const duration = await rounds((round) => ask(74, (301 + round) * S, true));
    const row = (name: string, { wallMs, processorMs }: Cost): (string | number)[] => [name, Math.round(wallMs), Math.round(processorMs), Math.round((100 * processorMs) / plain.processorMs) / 100];
    return {
      title: `A rule previewed over ${SAMPLES / 1e6} M samples of ${SIGNALS} signals in the history`,
      columns: ["question", "wall ms", "processor ms", "× without blocks"],
      rows: [row("without blocks", plain), row("first draft: blocks are made", first), row("another threshold", threshold), row("another duration", duration)],
      note: `Median of ${ROUNDS}; the first draft once. The editor waits 40 ms for a pause in typing before it asks. Aim: 300 ms from a keystroke.`,
    };
  } finally {
    await history.close();
    await rm(folder, { recursive: true, force: true });
  }
}
