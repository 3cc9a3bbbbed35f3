/** Imported models that run along with the plant: in a process of their own, which one of them may crash and no other live run. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeExchangeFmu } from "../../fixtures/fmu/makeExchangeFmu.ts";
import { hasCompiler, makeFmu } from "../../fixtures/fmu/makeFmu.ts";
import { movingAverage, sidecar } from "../../fixtures/onnx/makeOnnx.ts";
import { S, until } from "../rules/rulesFixture.ts";
import { LivePlant } from "./livePlant.ts";

const LIMIT_MS = 60_000;
const RUN = "run-1";

let plant: LivePlant;
afterEach(() => plant.remove());

describe("a predictor that runs along with the plant", () => {
  const SAMPLES = 5;
  const text = `model Average = onnx "models/average.onnx" step 1 s {
  input  power   : kW
  output average : kW
}
use Average on Pump {
  power   = power
  average ~ power
  live
}
rule Off on Pump {
  when     residual(power) > 3 kW for 2 s
  severity high
  message  "off"
}
`;

  it("predicts from its window once that is full, is recorded, and rules read what it is off by", async () => {
    plant = await LivePlant.make(text, { "models/average.onnx": movingAverage(SAMPLES), "models/average.onnx.json": sidecar(SAMPLES) });
    expect(plant.use("p1")).toMatchObject({ state: "waiting" });
    await plant.run(15, { "p1/power": 10 });
    expect(plant.use("p1")).toMatchObject({ state: "running" });
    const jumpUs = plant.nowUs + S;
    await plant.run(9, { "p1/power": 20 });
    const rows = new Map(await plant.recorded("p1/power", RUN));
    expect([...rows.values()].find((value) => !Number.isNaN(value))).toBeCloseTo(10, 5);
    // The window reaches over the jump for so many steps.
    for (let second = 0; second < SAMPLES; second++) expect(rows.get(jumpUs + second * S), `${second} s after the jump`).toBeCloseTo(10 + (10 * (second + 1)) / SAMPLES, 4);
    expect(plant.rules.alarms.map(({ rule, assetId, sinceUs }) => ({ rule, assetId, sinceUs }))).toEqual([{ rule: "Off", assetId: "p1", sinceUs: jumpUs + 2 * S }]);
    expect(plant.troubles).toEqual([]);
  }, LIMIT_MS);

  it("knows nothing while an input is unknown, nor until its window is full again", async () => {
    plant = await LivePlant.make(text, { "models/average.onnx": movingAverage(SAMPLES), "models/average.onnx.json": sidecar(SAMPLES) });
    await plant.run(12, { "p1/power": 10 });
    const lostUs = plant.nowUs;
    await plant.gap("p1/power", lostUs);
    await plant.run(5, {});
    expect(plant.use("p1")).toMatchObject({ state: "waiting" });
    const backUs = plant.nowUs + S;
    await plant.run(12, { "p1/power": 10 });
    const known = (await plant.recorded("p1/power", RUN)).find(([tUs, value]) => tUs >= backUs && !Number.isNaN(value));
    expect(known?.[0]).toBe(backUs + (SAMPLES - 1) * S);
  }, LIMIT_MS);
});

describe.skipIf(!hasCompiler)("an FMU that runs along with the plant (needs the C compiler cc)", () => {
  const FILE = "models/lag.fmu";
  const text = (more = "") => `model Lag = fmu "${FILE}" step 1 s {
  input power : kW from "u"
  ${more}
  output y : K
}
use Lag on Pump {
  power = power
  live
}
model Twice { input power : kW
  output twice : kW = 2 * power }
use Twice on Pump { power = power
  live }
`;
  const stateOf = (name: string) => plant.uses().find(({ use, assetId }) => use === name && assetId === "p1");
  const allow = async () => plant.imported.allow(FILE, (await plant.imported.inspect(FILE)).facts.hash);
  async function joined(more = ""): Promise<void> {
    plant = await LivePlant.make(text(more), { [FILE]: makeFmu(2) });
    await allow();
    plant.live.restart(RUN);
    await until("it has joined", () => stateOf("Lag")?.state === "waiting");
  }

  it("stands still until it is allowed on this machine, and begins when asked", async () => {
    plant = await LivePlant.make(text(), { [FILE]: makeFmu(2) });
    expect(stateOf("Lag")).toMatchObject({ state: "stopped", reason: expect.stringMatching(/allow/) as string });
    expect(stateOf("Twice")).toMatchObject({ state: "waiting" });
    await allow();
    plant.live.restart(RUN);
    await until("it has joined", () => stateOf("Lag")?.state === "waiting");
    await plant.run(20, { "p1/power": 10 });
    const rows = (await plant.recorded("p1/use:Lag.y", RUN)).filter(([, value]) => !Number.isNaN(value));
    // A lag of 10 s, from 0 to 10, kept every ten seconds.
    expect(rows.at(-1)?.[1]).toBeGreaterThan(5);
    expect(rows.at(-1)?.[1]).toBeLessThan(10);
    expect(plant.troubles).toEqual([]);
  }, LIMIT_MS);

  it("is integrated as time goes on where it is for model exchange", async () => {
    plant = await LivePlant.make(text().replace("output y : K", 'output y : K from "x"'), { [FILE]: makeExchangeFmu(2, "DECAY") });
    await allow();
    plant.live.restart(RUN);
    await until("it has joined", () => stateOf("Lag")?.state === "waiting");
    await plant.run(31, { "p1/power": 10 });
    const known = (await plant.recorded("p1/use:Lag.y", RUN)).filter(([, value]) => !Number.isNaN(value));
    expect(known.length).toBeGreaterThan(1);
    // It goes from 0 to 10 with a time constant of 10 s.
    known.slice(1).forEach(([tUs, value], i) => expect(10 - value).toBeCloseTo((10 - (known[i]?.[1] ?? NaN)) * Math.exp(-(tUs - (known[i]?.[0] ?? NaN)) / (10 * S)), 4));
    expect(plant.troubles).toEqual([]);
  }, LIMIT_MS);

  it("that crashes stops alone: our own models go on, and it begins again when asked", async () => {
    await joined("parameter fault : 1 = 1\n  parameter faultAt : s = 8");
    await plant.run(16, { "p1/power": 10 });
    expect(stateOf("Lag")).toMatchObject({ state: "stopped", reason: expect.stringMatching(/crashed/) as string });
    expect(stateOf("Twice")).toMatchObject({ state: "running" });
    await plant.write(text());
    await until("the model without the fault has joined", () => stateOf("Lag")?.state === "running" || stateOf("Lag")?.state === "waiting");
    await plant.run(12, { "p1/power": 10 });
    expect(stateOf("Lag")).toMatchObject({ state: "running" });
    expect(stateOf("Twice")).toMatchObject({ state: "running" });
  }, LIMIT_MS);

  it("that is not allowed or crashes leaves a predictor beside it alone", async () => {
    const predictor = `model Average = onnx "models/average.onnx" step 1 s {
  input  power   : kW
  output average : kW
}
use Average on Pump { power = power
  live }
`;
    plant = await LivePlant.make(text("parameter fault : 1 = 1\n  parameter faultAt : s = 25") + predictor, { [FILE]: makeFmu(2), "models/average.onnx": movingAverage(3), "models/average.onnx.json": sidecar(3) });
    const predicted = plant.book.list.find(({ uses }) => uses[0] === "Average")?.id ?? "";
    const known = async () => (await plant.recorded("p1/use:Average.average", predicted)).filter(([, value]) => !Number.isNaN(value)).length;
    expect(stateOf("Lag")).toMatchObject({ state: "stopped", reason: expect.stringMatching(/allow/) as string });
    await plant.run(12, { "p1/power": 10 });
    expect(stateOf("Average")).toMatchObject({ state: "running" });
    await allow();
    plant.live.restart(plant.book.list.find(({ uses }) => uses[0] === "Lag")?.id ?? "");
    await until("the FMU has joined", () => stateOf("Lag")?.state === "running");
    const before = await known();
    await plant.run(30, { "p1/power": 10 });
    expect(stateOf("Lag")).toMatchObject({ state: "stopped", reason: expect.stringMatching(/crashed/) as string });
    expect(stateOf("Average")).toMatchObject({ state: "running" });
    expect(await known()).toBeGreaterThan(before + 1);
  }, LIMIT_MS);

  it("whose library does not load stops with that as its reason, on each asset, and at once", async () => {
    plant = await LivePlant.make(text(), { [FILE]: makeFmu(2, undefined, [], Buffer.from("no library")) });
    await allow();
    plant.live.restart(RUN);
    await until("both assets are told", () => plant.uses().filter(({ use, state, reason }) => use === "Lag" && state === "stopped" && /cannot be loaded/.test(reason ?? "")).length === 2);
    expect(stateOf("Twice")).toMatchObject({ state: "waiting" });
  }, LIMIT_MS);

  it("is a run of its own when its file has changed and it is started again", async () => {
    await joined();
    await plant.run(4, { "p1/power": 10 });
    const bytes = await readFile(join(plant.folder, FILE));
    await writeFile(join(plant.folder, FILE), makeFmu(2, (xml) => xml.replace("A first-order lag", "Another lag")));
    expect((await readFile(join(plant.folder, FILE))).equals(bytes)).toBe(false);
    plant.live.restart(RUN);
    await until("it says that the file has to be allowed again", () => stateOf("Lag")?.state === "stopped");
    expect(stateOf("Lag")?.reason).toMatch(/allow/);
    expect(plant.book.list.filter(({ uses, kind }) => kind === "live" && uses[0] === "Lag").map(({ state }) => state).sort()).toEqual(["done", "running"]);
  }, LIMIT_MS);
});
