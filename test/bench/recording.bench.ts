/**
 * From the plant to the disk through the whole engine: values emitted by the server against values found in the history
 * afterwards, counted at both ends, with the processor and memory the engine took. Baseline: what was emitted.
 *
 * The last row is an hour of the sample station (about 250 values/s) at 60 times its speed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { Engine } from "../../main/engine/Engine.ts";
import { ForkLauncher } from "../../main/engine/processes/index.ts";
import { createProject } from "../../main/engine/project/index.ts";
import { MemorySecretStore } from "../../main/engine/sources/index.ts";
import { PLANT_NAMESPACE } from "../../main/plant/namespace.ts";
import type { Project } from "../../shared/model/project.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import { idOf, startPlant, waitFor } from "./loadPlant.ts";

const CASES = [{ signals: 10_000, ticks: 20 }, { signals: 50_000, ticks: 15 }, { signals: 15_000, ticks: 60 }];
const MB = 1024 * 1024;

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const rows: (string | number)[][] = [];
  for (const { signals, ticks } of CASES) rows.push(await measure(signals, ticks));
  return {
    title: "Plant to recorded",
    columns: ["signals at 1 Hz", "emitted", "recorded", "lost", "engine CPU % of a core", "engine memory MB"],
    rows,
    note: "Server, engine and history share the machine's cores. CPU counts the engine with its history thread.",
  };
}

async function measure(signals: number, ticks: number): Promise<(string | number)[]> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-recording-"));
  const plant = await startPlant(signals, folder);
  try {
    const project = join(folder, "Load.twin");
    await createProject(project, loadProject(signals, plant.endpoint));
    const engine = await Engine.open({ folder: project, role: "bench", userFolder: folder, launcher: new ForkLauncher(), secrets: new MemorySecretStore(), connect: true });
    const subscribed = await subscribedItems(engine, signals);
    if (subscribed < signals) throw new Error(`Only ${subscribed} of ${signals} variables were subscribed.`);
    const first = plant.tick() + 2;
    const last = first + ticks - 1;
    await waitFor(() => plant.tick() >= first);
    const before = process.cpuUsage();
    const begunMs = performance.now();
    await waitFor(() => plant.tick() > last + 1);
    const { user, system } = process.cpuUsage(before);
    const cpuShare = (user + system) / 1000 / (performance.now() - begunMs);
    const memoryMb = process.memoryUsage.rss() / MB;
    await engine.close();
    const recorded = await countRecorded(join(project, "history.duckdb"), first, last);
    return [signals, signals * ticks, recorded, signals * ticks - recorded, Math.round(cpuShare * 100), Math.round(memoryMb)];
  } finally {
    await plant.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until every variable is subscribed. */
async function subscribedItems(engine: Engine, wanted: number): Promise<number> {
  const abort = new AbortController();
  let subscribed = 0;
  for await (const [status] of engine.handlers.sources.status({}, { signal: abort.signal, progress: () => undefined, client: "bench" })) {
    subscribed = status?.subscribed ?? 0;
    if (subscribed >= wanted || (status?.failedItems.length ?? 0) > 0) abort.abort();
  }
  return subscribed;
}

function loadProject(signals: number, endpointUrl: string): Project {
  const ids = Array.from({ length: signals }, (_, index) => idOf(index));
  return {
    ...emptyProject("Load", "UTC"),
    sources: { load: { id: "load", kind: "opcua", name: "Load plant", enabled: true, settings: { endpointUrl, publishingMs: 500 } } },
    signals: Object.fromEntries(ids.map((id) => [id, { id, name: id, dataType: "number" as const }])),
    bindings: Object.fromEntries(ids.map((id) => [id, { id, signal: id, source: "load", address: `nsu=${PLANT_NAMESPACE};s=${id}`, sampling: { intervalMs: 0, queueSize: 10 }, revision: 1 }])),
  };
}

/** Read by a DuckDB of its own after the engine has let go of the file. */
async function countRecorded(file: string, first: number, last: number): Promise<number> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const tables = (await connection.runAndReadAll("SELECT table_name FROM duckdb_tables() WHERE table_name SIMILAR TO 'samples_[0-9]+'")).getRows().map(([name]) => String(name));
  const union = tables.map((table) => `SELECT series, value FROM ${table}`).join(" UNION ALL ");
  const [row] = (await connection.runAndReadAll(`SELECT count(DISTINCT (series, value)) FROM (${union}) WHERE value BETWEEN ${first} AND ${last}`)).getRows();
  connection.closeSync();
  instance.closeSync();
  return Number(row?.[0] ?? 0);
}
