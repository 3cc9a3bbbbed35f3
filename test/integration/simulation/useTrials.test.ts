/** Uses as they are typed, tried over a real history in the real worker: how far off, beside the version that runs, and as curves. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { entryPath } from "../../../main/engine/entries.ts";
import type { History } from "../../../main/engine/history/index.ts";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { UseTrials, type UseDraft } from "../../../main/engine/studies/index.ts";
import type { UsePreview } from "../../../shared/contract/usePreviews.ts";
import { hasCompiler, makeFmu } from "../../fixtures/fmu/makeFmu.ts";
import { historyFolder, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps } from "./runsFixture.ts";

const FILE = "models/bearing.twin";
const model = (R: number): string => `model Bearing {
  input     load : kW
  parameter R    : K/kW = ${R}
  state     T    : degC = 20
  der(T) = (20 degC + R * load - T) / 600 s
  output    temperature : degC = T
  output    heat        : kW   = load
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const span = { fromUs: T0, toUs: T0 + 3_600 * S };

describe("a use that is being written", () => {
  let fixture: Fixture;
  let history: History;
  let trials: UseTrials;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, { power: { count: 61, stepUs: 60 * S, value: () => 10 }, temperature: { count: 61, stepUs: 60 * S, value: (i) => 40 - 20 * Math.exp(-i / 10) } }, ["p1"]);
    trials = new UseTrials({ history, project: () => projectWith({ [FILE]: model(3) }), solver: { worker: entryPath("trial-worker") } });
  });
  afterEach(async () => {
    await trials.close();
    await history.close();
    await fixture.remove();
  });

  async function last(frames: AsyncIterable<UsePreview[]>): Promise<UsePreview[]> {
    let found: UsePreview[] = [];
    for await (const frame of frames) found = frame;
    return found;
  }
  const ask = (over: Partial<UseDraft> = {}, signal = new AbortController().signal) => last(trials.preview({ file: FILE, text: model(2), span, assets: ["p1"], ...over }, "window", signal));

  it("is as far off as its text says, beside the version that runs, with its outputs as curves", async () => {
    const [preview] = await ask();
    expect(preview).toMatchObject({ use: "Bearing", assets: 2, tried: 2, unsolved: 1, position: model(2).indexOf("use Bearing"), compared: [{ output: "temperature", unit: "K" }] });
    const [temperature] = preview?.compared ?? [];
    // Measured is the closed form of R = 2; R = 3 ends 10 K above it.
    expect(temperature?.rmse).toBeLessThan(1e-3);
    expect(temperature?.running).toBeGreaterThan(5);
    const curve = preview?.curves.find(({ signal }) => signal === "p1/temp");
    expect(curve?.value.length).toBe(preview?.tUs.length);
    preview?.tUs.forEach((tUs, i) => expect(curve?.value[i]).toBeCloseTo(40 - 20 * Math.exp(-(tUs - T0) / S / 600), 3));
    expect(preview?.curves.some(({ signal }) => signal.includes("heat"))).toBe(true);
  });

  it("says what keeps it from being solved, and is well again with the next text", async () => {
    expect((await ask({ text: model(2).replace("/ 600 s", "/ (-1 s)") }))[0]?.error).toContain("no finite solution");
    expect((await ask({ span: { fromUs: T0 - 7_200 * S, toUs: T0 - 3_600 * S } }))[0]?.error).toContain("no known value between");
    expect((await ask())[0]?.error).toBeUndefined();
    expect(await ask({ text: "" })).toEqual([]);
  });

  it("is tried on the past as it is once that has changed", async () => {
    const before = (await ask())[0]?.compared[0]?.rmse ?? Number.NaN;
    await recordPumps(history, { power: { count: 0, stepUs: S, value: () => 0 }, temperature: { count: 60, stepUs: 60 * S, value: (i) => (i < 30 ? 40 - 20 * Math.exp(-i / 10) : 60) } }, ["p1"]);
    expect((await ask())[0]?.compared[0]?.rmse).toBe(before);
    trials.historyChanged();
    expect((await ask())[0]?.compared[0]?.rmse).toBeGreaterThan(5);
  });

  it("gives way to the newest text", async () => {
    const older = ask({ text: model(5) });
    const newer = await ask();
    expect(newer[0]?.compared[0]?.rmse).toBeLessThan(1e-3);
    expect(await older).toEqual([]);
  });

  it("tries the assets that are looked at first, and not more than can be waited for", async () => {
    const many = projectWith({ [FILE]: model(3) });
    const assets = Object.fromEntries(Object.values(many.assets).flatMap((asset) => Array.from({ length: 20 }, (_, i) => [`${asset.id}-${i}`, { ...asset, id: `${asset.id}-${i}`, name: `${asset.name}-${i}` }])));
    const wide = new UseTrials({ history, project: () => ({ ...many, assets: { ...assets, ...many.assets } }), solver: { worker: entryPath("trial-worker") } });
    const [preview] = await last(wide.preview({ file: FILE, text: model(2), span, assets: ["p1"] }, "window", new AbortController().signal));
    await wide.close();
    expect(preview?.assets).toBeGreaterThan(20);
    expect([preview?.tried, preview?.unsolved]).toEqual([6, 5]);
  });
});

describe.skipIf(!hasCompiler)("a use of an FMU that is being written (needs the C compiler cc)", () => {
  const text = (gain: number, more = "") => `model Lag = fmu "models/lag.fmu" step 1 s {
  input     power : kW from "u"
  parameter gain  : 1 = ${gain}
  ${more}
  output    y     : K
}
use Lag on Pump {
  power = power
  y ~ bearing.temperature
}
`;
  let fixture: Fixture;
  let history: History;
  let imported: ImportedFiles;
  let started: number;
  let trials: UseTrials;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, { power: { count: 601, stepUs: S, value: () => 10 }, temperature: { count: 61, stepUs: 10 * S, value: () => 20 } }, ["p1"]);
    await mkdir(join(fixture.folder, "models"));
    await writeFile(join(fixture.folder, "models", "lag.fmu"), makeFmu(2));
    started = 0;
    const forks = new ForkLauncher();
    const launcher = { launch: (...asked: Parameters<ForkLauncher["launch"]>) => {
      started += 1;
      return forks.launch(...asked);
    } };
    imported = new ImportedFiles({ folder: fixture.folder, userFolder: join(fixture.folder, "user"), launcher, clock: () => T0 });
    trials = new UseTrials({ history, project: () => projectWith({ [FILE]: text(2) }), solver: { worker: entryPath("trial-worker"), imported } });
  });
  afterEach(async () => {
    await trials.close();
    await imported.close();
    await history.close();
    await fixture.remove();
  });

  async function ask(draft: string): Promise<UsePreview | undefined> {
    let found: UsePreview[] = [];
    const span600 = { fromUs: T0, toUs: T0 + 600 * S };
    for await (const frame of trials.preview({ file: FILE, text: draft, span: span600, assets: ["p1"] }, "window", new AbortController().signal)) found = frame;
    return found[0];
  }

  it("is not run before it is allowed; then it is tried in a process that is kept while numbers are typed", async () => {
    expect((await ask(text(2)))?.error).toMatch(/allow/i);
    await imported.allow("models/lag.fmu", (await imported.inspect("models/lag.fmu")).facts.hash);
    const first = await ask(text(3));
    // 20 °C are 293.15 K; the lag comes to gain × 10 K within a tenth of the span.
    expect(first?.compared[0]?.rmse).toBeGreaterThan(260);
    expect(first?.compared[0]?.running).toBeGreaterThan((first?.compared[0]?.rmse ?? NaN) + 8);
    const before = started;
    const second = await ask(text(5));
    expect(second?.compared[0]?.rmse).toBeLessThan((first?.compared[0]?.rmse ?? NaN) - 15);
    expect(started).toBe(before);
  }, 60_000);

  it("whose library does not load says so each time it is asked for", async () => {
    await writeFile(join(fixture.folder, "models", "lag.fmu"), makeFmu(2, undefined, [], Buffer.from("no library")));
    await imported.allow("models/lag.fmu", (await imported.inspect("models/lag.fmu")).facts.hash);
    for (const gain of [2, 3]) expect((await ask(text(gain)))?.error).toMatch(/cannot be loaded/);
  }, 60_000);

  it("that crashes says so and leaves the next draft alone", async () => {
    await imported.allow("models/lag.fmu", (await imported.inspect("models/lag.fmu")).facts.hash);
    expect((await ask(text(2, "parameter fault : 1 = 1\n  parameter faultAt : s = 30")))?.error).toMatch(/crashed/);
    expect((await ask(text(2)))?.compared).toHaveLength(1);
  }, 60_000);
});
