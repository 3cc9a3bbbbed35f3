/**
 * A flood in the engine: 5,000 alarms raised within 10 s while a list follows them; how long the event loop is held up, and how
 * late the alarms are on disk. Baseline in the same run: the same engine at rest. The window is measured by
 * `alarmWindow.bench.ts`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { AlarmBook, isShown } from "../../main/engine/alarms/index.ts";
import { History } from "../../main/engine/history/index.ts";
import { alarmFrames } from "../../main/engine/services/alarmFrames.ts";
import type { RuleProgram } from "../../shared/language/ir.ts";
import { systemClock } from "../../shared/time/time.ts";

const ALARMS = 5_000;
const FLOOD_MS = 10_000;
const STEP_MS = 20;
/** As `rulesHandlers` sends the list. */
const LIST_INTERVAL_MS = 200;

const program = (index: number): RuleProgram => ({
  id: `Flood@a${index}`, rule: "Flood", assetId: `a${index}`, slots: [], when: { op: "truth", value: true }, severity: (["critical", "high", "medium", "low"] as const)[index % 4] ?? "low", message: [],
  unknownAfterUs: 60e6, position: { file: "rules/flood.twin", start: 0, end: 0 },
});

interface Held {
  readonly meanMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Runs a step every 20 ms for ten seconds and tells how late the event loop was. */
async function watched(step: (index: number) => void): Promise<Held> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begunMs = performance.now();
  for (let index = 0; performance.now() - begunMs < FLOOD_MS; index++) {
    step(index);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  delay.disable();
  return { meanMs: delay.mean / 1e6, p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 };
}

interface BenchTable {
  readonly title: string;
  readonly columns: string[];
  readonly rows: (string | number)[][];
  readonly note: string;
}

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-flood-"));
  const history = await History.open({ file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging"), reserveBytes: 1 });
  const book = await AlarmBook.open({ store: history, onTrouble: (error) => { throw error; } });
  const life = new AbortController();
  let [frames, bytes] = [0, 0];
  const list = async (): Promise<void> => {
    for await (const frame of alarmFrames({ subscribe: (listener) => book.onChange(listener), read: () => book.open.filter(isShown), signal: life.signal, minIntervalMs: LIST_INTERVAL_MS })) {
      frames++;
      bytes += JSON.stringify(frame).length;
    }
  };
  const listing = list();
  try {
    const rest = await watched(() => undefined);
    let raised = 0;
    const begunMs = performance.now();
    const flood = await watched(() => {
      const wanted = Math.min(ALARMS, Math.ceil(((performance.now() - begunMs) / FLOOD_MS) * ALARMS));
      for (const nowUs = systemClock(); raised < wanted; raised++) book.raise(program(raised), "rule", nowUs, `Level of tank ${raised} at 4.2 m`, nowUs);
    });
    for (; raised < ALARMS; raised++) book.raise(program(raised), "rule", systemClock(), "", systemClock());
    const endedMs = performance.now();
    await book.written();
    const onDiskMs = performance.now() - endedMs;
    const acknowledgedMs = performance.now();
    book.acknowledge(book.open.map(({ id }) => id), { atUs: systemClock(), by: "bench" });
    await book.written();
    const row = (name: string, held: Held): (string | number)[] => [name, held.meanMs.toFixed(1), held.p99Ms.toFixed(1), held.maxMs.toFixed(1)];
    return {
      title: `${ALARMS} alarms in ${FLOOD_MS / 1000} s with the list open: how late the engine's event loop is (5 ms is the grid of the measurement)`,
      columns: ["", "mean ms", "99 % ms", "worst ms"],
      rows: [row("baseline: the same engine at rest", rest), row("flood", flood)],
      note: `The last alarm was on disk ${onDiskMs.toFixed(0)} ms after it was raised; acknowledging all ${ALARMS} and writing it took ${(performance.now() - acknowledgedMs).toFixed(0)} ms. ${frames} messages were sent, ${(bytes / 1e6).toFixed(1)} MB as text.`,
    };
  } finally {
    life.abort();
    await listing;
    await book.close();
    await history.close();
    await rm(folder, { recursive: true, force: true });
  }
}
