/** A plant of thousands of signals through the whole engine: what its server emitted is what the history holds, also after a restart. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { History } from "../../../main/engine/history/index.ts";
import { createProject } from "../../../main/engine/project/index.ts";
import { arrived, loadProject, openLoad, recordedTicks, subscribed } from "../../fixtures/loadEngine.ts";
import { startPlant, waitFor, type Plant } from "../../fixtures/loadPlant.ts";

const SIGNALS = 3_000;
const TICKS = 3;
const ARRIVAL_LIMIT_MS = 30_000;
/** Far more than it needs at rest: a plant, two certificates and two sittings of whole ticks may share the cores with other work. */
const LIMIT_MS = 180_000;
const ALWAYS = { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };

let folder: string;
let project: string;
let plant: Plant;

/** Records so many whole ticks and closes; says which they were and what the engine counted. */
async function sitting() {
  const engine = await openLoad(project, folder);
  try {
    await subscribed(engine, SIGNALS);
    const first = plant.tick() + 1;
    const last = first + TICKS - 1;
    await waitFor(() => plant.tick() >= last);
    await arrived(engine, SIGNALS, last, ARRIVAL_LIMIT_MS);
    return { first, last, ...(await engine.close()) };
  } finally {
    await engine.close();
  }
}

async function complete({ first, last }: { readonly first: number; readonly last: number }): Promise<boolean> {
  const found = await recordedTicks(project, first, last);
  return [...found.values()].every((count) => count === SIGNALS) && found.size === last - first + 1;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-load-"));
  project = join(folder, "Load.twin");
  plant = await startPlant(SIGNALS, folder);
});
afterEach(async () => {
  await plant.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a plant of thousands of signals", () => {
  it("is subscribed and recorded complete, and again after a restart with one gap between", async () => {
    await createProject(project, loadProject(SIGNALS, 1, plant.endpoint));
    // Gaps are not counted here: a plant that gets no processor time for seconds is silent, and that is rightly said to be one.
    const before = await sitting();
    expect(before).toMatchObject({ lost: 0 });
    const after = await sitting();
    expect(after).toMatchObject({ lost: 0 });
    expect(await complete(before)).toBe(true);
    expect(await complete(after)).toBe(true);
    const history = await History.open({ file: join(project, "history.duckdb"), stagingFolder: join(project, "staging") });
    try {
      const closed = (await history.gaps(ALWAYS)).filter((gap) => gap.toUs !== undefined);
      expect(closed.map((gap) => gap.series.length)).toContain(SIGNALS);
    } finally {
      await history.close();
    }
  }, LIMIT_MS);
});
