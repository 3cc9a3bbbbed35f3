/** Uses that run along with the plant, from samples as they come in to series, rules and what is said of them. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { TwinError } from "../../../shared/contract/errors.ts";
import { S, T0, until } from "../rules/rulesFixture.ts";
import { LivePlant } from "./livePlant.ts";

const model = (gain: number) => `model Heat {
  input     power : kW
  parameter R     : K/kW = ${gain}
  state     T     : degC = 20
  der(T) = (R * power - (T - 20 degC)) / 60 s
  output    temperature : degC = T
}
use Heat on Pump {
  power       = power
  temperature ~ bearing.temperature
  live
}
rule Off on Pump {
  when     residual(bearing.temperature) > 5 K for 10 s
  severity high
  message  "off"
}
`;
const SETTLED = { "p1/power": 10, "p1/temp": 40 };
const LIMIT_MS = 60_000;

let plant: LivePlant;
afterEach(() => plant.remove());

const RUN = "run-1";

describe("a use that runs along with the plant", () => {
  it("joins from the measured state, is recorded beside the measured values, and rules read its residual in time", async () => {
    plant = await LivePlant.make(model(2));
    expect(plant.use("p1")).toMatchObject({ state: "waiting", waitsFor: ["p1/power"] });
    await plant.run(30, SETTLED);
    expect(plant.book.list).toMatchObject([{ id: RUN, name: "Heat, live", kind: "live", state: "running", signals: ["p1/temp", "p2/temp"] }]);
    expect(plant.use("p1")).toMatchObject({ state: "running", late: 0, compared: [{ signal: "p1/temp", drift: "no-band", why: "It was never calibrated." }] });
    expect(plant.use("p2")).toMatchObject({ state: "waiting" });
    const rows = await plant.recorded("p1/temp", RUN);
    expect(rows.length).toBeGreaterThan(20);
    for (const [tUs, value] of rows.slice(2)) expect([tUs, Math.abs(value - 40) < 1e-6]).toEqual([tUs, true]);
    const jumpUs = plant.nowUs + S;
    await plant.run(16, { ...SETTLED, "p1/temp": 50 });
    expect(plant.rules.alarms.map(({ rule, assetId, sinceUs }) => ({ rule, assetId, sinceUs }))).toEqual([{ rule: "Off", assetId: "p1", sinceUs: jumpUs + 10 * S }]);
    expect(plant.rules.differsFromUs.size).toBe(0);
    expect(plant.use("p1")?.compared[0]?.residual).toBeCloseTo(10, 6);
    expect(plant.troubles).toEqual([]);
  }, LIMIT_MS);

  it("is unknown while an input is, goes on from a held one, and says what came too late", async () => {
    plant = await LivePlant.make(model(2));
    await plant.run(20, SETTLED);
    const lostUs = plant.nowUs;
    await plant.gap("p1/power", lostUs);
    await plant.run(10, { "p1/temp": 40 });
    expect(plant.use("p1")).toMatchObject({ state: "waiting", waitsFor: ["p1/power"], late: 0 });
    await plant.run(10, SETTLED);
    expect(plant.use("p1")).toMatchObject({ state: "running", late: 0 });
    const rows = await plant.recorded("p1/temp", RUN);
    expect(rows.filter(([tUs]) => tUs >= lostUs && tUs < lostUs + 11 * S).map(([, value]) => value)).toEqual([NaN]);
    // Five seconds late: counts from now on, and nothing that was told is changed.
    await plant.sample("p1/power", plant.nowUs - 5 * S, 99);
    expect(plant.use("p1")).toMatchObject({ late: 1, lateFromUs: plant.nowUs - 5 * S });
    await plant.run(5, { "p1/temp": 40 });
    const after = await plant.recorded("p1/temp", RUN);
    expect(after.slice(0, rows.length)).toEqual(rows);
    expect(after.at(-1)?.[1]).toBeCloseTo(40, 6);
  }, LIMIT_MS);

  it("is taken up again after a kill, from the measured state, with nothing known in between", async () => {
    plant = await LivePlant.make(model(2));
    await plant.run(20, SETTLED);
    const before = await plant.recorded("p1/temp", RUN);
    const lastUs = before.at(-1)?.[0] ?? NaN;
    await plant.gap("p1/power", plant.nowUs);
    await plant.killAndReopen(600);
    expect(plant.book.list.map(({ id, state }) => [id, state])).toEqual([[RUN, "running"]]);
    await plant.run(20, { "p1/power": 10, "p1/temp": 36 });
    const rows = (await plant.recorded("p1/temp", RUN)).slice(before.length);
    expect(rows[0]).toEqual([lastUs + 10 * S, NaN]);
    expect(rows.find(([, value]) => !Number.isNaN(value))?.[0]).toBeGreaterThan(lastUs + 600 * S);
    expect(plant.use("p1")?.start).toMatchObject([{ state: "T", measured: "p1/temp" }]);
  }, LIMIT_MS);

  it("is unknown from a kill on although it was up again before an output would have been kept", async () => {
    plant = await LivePlant.make(model(2));
    await plant.run(20, SETTLED);
    const before = await plant.recorded("p1/temp", RUN);
    const lastUs = before.at(-1)?.[0] ?? NaN;
    await plant.killAndReopen(5);
    const upUs = Math.floor((plant.nowUs - 2 * S) / S) * S;
    await plant.run(5, SETTLED);
    const rows = (await plant.recorded("p1/temp", RUN)).slice(before.length);
    expect(upUs).toBeGreaterThan(lastUs);
    expect(rows[0]).toEqual([upUs, NaN]);
    expect(rows.slice(1).every(([tUs, value]) => tUs > upUs && value > 39)).toBe(true);
  }, LIMIT_MS);

  it("begins a run of its own when its model is changed, and ends when the line is taken out", async () => {
    plant = await LivePlant.make(model(2));
    await plant.run(10, SETTLED);
    await plant.write(`// Nothing else\n${model(2)}`);
    await plant.write(model(2), "models/moved.twin");
    expect(plant.book.list.map(({ id }) => id)).toEqual([RUN]);
    expect(plant.use("p1")).toMatchObject({ state: "running", file: "models/moved.twin" });
    await plant.write(model(3));
    // The other pump too: time stands still in this test until all that has joined is computed.
    await until("both have joined", () => plant.uses().every(({ state }) => state !== "starting") && plant.use("p1")?.state === "running");
    await plant.run(10, SETTLED);
    expect(plant.book.list.map(({ id, state }) => [id, state]).sort()).toEqual([[RUN, "done"], ["run-2", "running"]]);
    // Joined at the measured 40 degC, on its way to 50.
    expect((await plant.recorded("p1/temp", "run-2")).at(-1)?.[1]).toBeGreaterThan(40.5);
    await plant.write(model(3).replace("  live\n", ""));
    expect(plant.live.list).toEqual([]);
    expect(plant.book.list.every(({ state }) => state === "done")).toBe(true);
    await expect(plant.book.remove(RUN)).resolves.toBeUndefined();
  }, LIMIT_MS);

  it("comes to run by itself where it could not be begun at first, and says so", async () => {
    plant = await LivePlant.make("// Nothing yet");
    vi.spyOn(plant.history, "upsertRun").mockRejectedValueOnce(new TwinError("no-space", "The disk is full."));
    await plant.write(model(2));
    expect(plant.troubles).toEqual(["The disk is full."]);
    expect(plant.live.list).toEqual([]);
    plant.nowUs += 11 * S;
    plant.live.tick(plant.nowUs);
    await until("both have joined", () => plant.uses().length === 2 && plant.uses().every(({ state }) => state !== "starting"));
    await plant.run(10, SETTLED);
    expect(plant.book.list.map(({ id, state }) => [id, state])).toEqual([[RUN, "running"]]);
    expect((await plant.recorded("p1/temp", RUN)).length).toBeGreaterThan(5);
    expect(plant.troubles).toHaveLength(1);
  }, LIMIT_MS);

  it("says why a model has stopped while the others go on, and begins again when asked", async () => {
    plant = await LivePlant.make(model(2).replace("/ 60 s", "/ 60 s * (R * power) / (R * power)"));
    await plant.run(10, { ...SETTLED, "p2/power": 10, "p2/temp": 40 });
    await plant.run(5, { ...SETTLED, "p1/power": 0 });
    expect(plant.use("p1")).toMatchObject({ state: "stopped", reason: expect.stringContaining("has no finite solution") as string });
    expect(plant.use("p2")).toMatchObject({ state: "running" });
    expect((await plant.recorded("p1/temp", RUN)).at(-1)?.[1]).toBeNaN();
    await plant.run(4, SETTLED);
    plant.live.restart(RUN);
    await until("both have joined again", () => plant.uses().every(({ state }) => state === "running"));
    await plant.run(5, SETTLED);
    expect((await plant.recorded("p1/temp", RUN)).at(-1)?.[1]).toBeCloseTo(40, 3);
    expect(T0).toBeLessThan(plant.nowUs);
  }, LIMIT_MS);
});
