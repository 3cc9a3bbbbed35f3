/**
 * From the plant to the disk through the whole engine: values emitted by the server against values found in the history
 * afterwards, counted at both ends, with the processor and memory the engine took. Baseline: what was emitted.
 *
 * The first case is an hour of the sample station (about 250 values/s) at 60 times its speed; it comes first so that the
 * memory it begins with is that of an engine that has done nothing yet.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProject } from "../../main/engine/project/index.ts";
import { arrived, loadProject, openLoad, recordedTicks, subscribed } from "../fixtures/loadEngine.ts";
import { startPlant, waitFor, type Plant } from "../fixtures/loadPlant.ts";
import { progress } from "./progress.ts";

interface Case {
  readonly name: string;
  readonly signals: number;
  readonly rateHz: number;
  /** Ticks of the plant that are counted; at each it sets every variable once. */
  readonly ticks: number;
}

const CASES: readonly Case[] = [
  { name: "an hour of the sample station at 60 ×", signals: 250, rateHz: 60, ticks: 3_600 },
  { name: "10,000 values/s", signals: 10_000, rateHz: 1, ticks: 20 },
  { name: "50,000 values/s", signals: 50_000, rateHz: 1, ticks: 20 },
];
/** After the last tick counted its values have so long to arrive; how long they took is told. */
const ARRIVAL_LIMIT_MS = 60_000;
const MB = 1024 * 1024;

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const rows: (string | number)[][] = [];
  for (const each of CASES) rows.push(await measure(each));
  return {
    title: "Plant to recorded",
    columns: ["case", "signals × Hz", "open s", "subscribed s", "emitted", "in s", "last arrived after s", "recorded", "lost", "engine CPU %", "memory MB before", "memory MB after", "close s"],
    rows,
    note: "Server, engine and history share the machine's cores; where it is busy the plant itself ticks late, see \"in s\". CPU (of one core) and resident memory are those of the engine with its history thread; before: all is subscribed, after: the last value counted has arrived.",
  };
}

async function measure({ name, signals, rateHz, ticks }: Case): Promise<(string | number)[]> {
  progress(`${name}: the plant makes ${signals} variables`);
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-recording-"));
  const plant = await startPlant(signals, folder, rateHz);
  try {
    const project = join(folder, "Load.twin");
    await createProject(project, loadProject(signals, rateHz, plant.endpoint));
    progress("the project is opened");
    const { result: engine, seconds: openS } = await timed(() => openLoad(project, folder));
    const { seconds: subscribedS } = await timed(() => subscribed(engine, signals, (count) => progress(`${count} of ${signals} subscribed`)));
    const memoryBefore = residentMb();
    const counted = await count(plant, rateHz, ticks);
    const { seconds: behindS } = await timed(() => arrived(engine, signals, counted.last, ARRIVAL_LIMIT_MS));
    const memoryAfter = residentMb();
    progress("the engine is closed");
    const { result: said, seconds: closeS } = await timed(() => engine.close());
    const emitted = signals * ticks;
    const recorded = await total(project, counted, signals);
    progress(`${recorded} of ${emitted} found in the history; the engine recorded ${said.samples} in all and counted ${said.lost} lost, ${said.gaps} gaps`);
    progress(`memory ${memoryBefore} MB before, ${memoryAfter} MB after; ${counted.cpuPercent} % of a core; the last value arrived after ${tenths(behindS)} s`);
    return [name, `${signals} × ${rateHz}`, tenths(openS), tenths(subscribedS), emitted, tenths(counted.seconds), tenths(behindS), recorded, emitted - recorded, counted.cpuPercent, memoryBefore, memoryAfter, tenths(closeS)];
  } finally {
    await plant.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lets the plant tick as often as asked and says which ticks these were and what the engine took meanwhile. */
async function count(plant: Plant, rateHz: number, ticks: number) {
  const first = plant.tick() + 1 + rateHz;
  const last = first + ticks - 1;
  await waitFor(() => plant.tick() >= first);
  progress(`ticks ${first} to ${last} are counted`);
  const cpu = process.cpuUsage();
  const { seconds } = await timed(() => waitFor(() => plant.tick() > last));
  const { user, system } = process.cpuUsage(cpu);
  return { first, last, seconds, cpuPercent: Math.round((user + system) / 10_000 / seconds) };
}

async function total(project: string, { first, last }: { readonly first: number; readonly last: number }, signals: number): Promise<number> {
  const found = await recordedTicks(project, first, last);
  let sum = 0;
  for (let tick = first; tick <= last; tick++) {
    const count = found.get(tick) ?? 0;
    if (count < signals) progress(`tick ${tick}: ${signals - count} missing`);
    sum += count;
  }
  return sum;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begun) / 1000 };
}

function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / MB);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
