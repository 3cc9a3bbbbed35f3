/** Studies of a pump's bearing with a known answer: from texts and a real history through the real workers to stored runs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { SlotSeries } from "../../../main/engine/rules/SlotSeries.ts";
import type { Studies } from "../../../main/engine/studies/index.ts";
import { bandRun, type StudyRequest, type StudyResult } from "../../../shared/contract/studies.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import { historyFolder, readAll, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const MODEL = `model Bearing {
  input     load : kW
  parameter R    : K/kW = 2
  parameter tau  : s    = 600 in 1 .. 1e6
  state     T    : degC = 20
  der(T) = (20 degC + R * load - T) / tau
  output    temperature : degC = T
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const RULES = `rule Hot on Pump {
  when bearing.temperature > 45 degC
  severity high
}
rule Starved on Pump {
  when power < 1 kW
  severity low
}
`;
const LOAD = 10;
const HOUR_S = 3_600;
const span = { fromUs: T0, toUs: T0 + HOUR_S * S };
const R: StudyRequest["variables"][number] = { of: "parameter", use: "Bearing", name: "R", how: "set", range: { kind: "even", low: 1, high: 3 } };
const TAU: StudyRequest["variables"][number] = { of: "parameter", use: "Bearing", name: "tau", how: "set", range: { kind: "even", low: 500, high: 700 } };

describe("a study", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;
  let studies: Studies;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, {
      power: { count: 61, stepUs: 60 * S, value: () => LOAD },
      temperature: { count: 61, stepUs: 60 * S, value: (i) => 40 - 20 * Math.exp(-i / 10) },
    }, ["p1"]);
    const project = projectWith({ "models/bearing.twin": MODEL, "rules/hot.twin": RULES });
    runs = await runsOver(history, fixture.folder, project);
    ({ studies } = runs.makers());
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  const ask = (over: Partial<StudyRequest>) => studies.study({ kind: "sweep", use: "Bearing", asset: "p1", span, variables: [R], ...over });
  const column = (result: StudyResult, figure: string): number[] => [...(result.columns.find((one) => one.figure === figure)?.values ?? [])];
  async function line(run: string): Promise<number[]> {
    return (await readAll(history.readSamples([history.idOf("p1/temp", run) ?? -1], { ...span, withLastBefore: false }))).map(({ value }) => value);
  }

  it("sweeps a parameter: the end of each row is that of the closed form", async () => {
    const run = await ask({ variables: [{ ...R, range: { kind: "even", low: 1, high: 3, steps: 5 } }] });
    expect(run).toMatchObject({ kind: "sweep", state: "done", signals: ["p1/temp"], study: { rows: 5, failed: 0, band: [0, 1], variables: [{ name: "R", unit: "K/kW" }] } });
    const result = studies.result(run.id);
    expect(result.amounts.map((amounts) => [...amounts])).toEqual([[1, 1.5, 2, 2.5, 3]]);
    column(result, "last").forEach((value, row) => expect(value).toBeCloseTo(20 + (1 + row / 2) * LOAD * (1 - Math.exp(-6)), 4));
    column(result, "mean").forEach((value, row) => expect(value).toBeCloseTo(20 + (1 + row / 2) * LOAD * (1 - (1 - Math.exp(-6)) / 6), 2));
    // The middle one is what was measured.
    expect(column(result, "rmse")[2]).toBeLessThan(1e-3);
    expect(result.columns.map(({ figure, unit }) => `${figure} ${unit}`)).toEqual(["mean Cel", "lowest Cel", "highest Cel", "last Cel", "rmse K"]);
  });

  it("keeps the middle and the band of a Monte Carlo study as series, the same on any number of threads", async () => {
    const run = await ask({ kind: "monte-carlo", samples: 128 });
    const [low, middle, high] = [await line(bandRun(run.id, "low")), await line(run.id), await line(bandRun(run.id, "high"))];
    // R lies evenly between 1 and 3: its shares at 5, 50 and 95 %.
    const end = 1 - Math.exp(-6);
    expect([low.at(-1), middle.at(-1), high.at(-1)]).toEqual([expect.closeTo(20 + 11 * end, 0), expect.closeTo(20 + 20 * end, 0), expect.closeTo(20 + 29 * end, 0)]);
    const again = await ask({ kind: "monte-carlo", samples: 128 });
    expect(await line(again.id)).toEqual(middle);
    expect(studies.result(again.id)).toEqual(studies.result(run.id));
    expect(studies.result((await ask({ kind: "monte-carlo", samples: 128, seed: 2 })).id)).not.toEqual(studies.result(run.id));
  });

  it("says which variable matters", async () => {
    const run = await ask({ kind: "sensitivity", variables: [R, TAU], samples: 128 });
    const result = studies.result(run.id);
    const last = result.columns.find(({ figure }) => figure === "last");
    // After six time constants only R is seen.
    expect(last?.first?.map(({ value }) => value)).toEqual([expect.closeTo(1, 1), expect.closeTo(0, 1)]);
    expect(run.study?.rows).toBe(4 * 128);
  });

  it("moves one at a time from where it is", async () => {
    const run = await ask({ kind: "one-at-a-time", variables: [R, TAU] });
    expect(run.study).toMatchObject({ rows: 5, band: [0, 1] });
    const at = (value: number, tau: number) => expect.closeTo(20 + value * LOAD * (1 - Math.exp(-HOUR_S / tau)), 3);
    expect(column(studies.result(run.id), "last")).toEqual([at(2, 600), at(1, 600), at(3, 600), at(2, 500), at(2, 700)]);
  });

  it("tries rules on every row: how likely an alarm comes, and what it hangs on", async () => {
    const run = await ask({ kind: "monte-carlo", samples: 64, rules: ["Hot", "Hot"] });
    expect(run.study?.rules).toEqual(["Hot"]);
    const result = studies.result(run.id);
    const hot = result.columns.find(({ figure }) => figure === "active");
    expect(hot).toMatchObject({ assetId: "p1", output: "Hot", unit: "min" });
    // Above 45 degC from when 20 + R · 10 · (1 − exp(−t/10 min)) passes it, and not at all for R below 2.5.
    const passed = [...(result.amounts[0] ?? [])].map((value) => (value * LOAD > 25 ? 60 + 10 * Math.log(1 - 25 / (value * LOAD)) : 0));
    hot?.values.forEach((value, row) => expect(value).toBeCloseTo(Math.max(0, passed[row] ?? Number.NaN), 0));
    expect([...(hot?.values ?? [])].filter((value) => value > 0).length / 64).toBeCloseTo(0.25, 1);
    await expect(ask({ rules: ["Cold"] })).rejects.toThrow("No rule called Cold runs on any asset. There is: Hot, Starved.");
    await expect(ask({ rules: ["Starved"] })).rejects.toThrow("Starved reads nothing that this model predicts");
    expect(runs.book.list.map(({ id }) => id)).toEqual([run.id]);
  });

  it("varies inputs, by what is added to them or multiplied", async () => {
    const run = await ask({ variables: [{ of: "input", use: "Bearing", name: "load", how: "scale", range: { kind: "even", low: 0, high: 2, steps: 3 } }] });
    expect(column(studies.result(run.id), "last")).toEqual([expect.closeTo(20, 9), expect.closeTo(39.95, 2), expect.closeTo(59.9, 1)]);
  });

  it("is no prediction of what was, and goes with its band when it is removed", async () => {
    const run = await ask({ kind: "monte-carlo", samples: 16 });
    const slot: Slot = { signal: "p1/temp", dataType: "number", strict: false, predicted: true };
    expect((await SlotSeries.of(history, [{ slots: [slot] }])).idOf(slot)).toBeUndefined();
    await runs.book.remove(run.id);
    expect([run.id, bandRun(run.id, "low"), bandRun(run.id, "high")].map((name) => history.idOf("p1/temp", name))).toEqual([undefined, undefined, undefined]);
  });

  it("counts rows without a solution and leaves them out; none at all is an error", async () => {
    // A negative time constant runs away.
    const run = await ask({ variables: [{ ...TAU, range: { kind: "even", low: -1, high: 600, steps: 2 } }] });
    expect(run.study?.failed).toBe(1);
    expect(column(studies.result(run.id), "last")).toEqual([NaN, expect.closeTo(39.95, 2)]);
    await expect(ask({ variables: [{ ...TAU, range: { kind: "even", low: -1, high: -0.5, steps: 2 } }] })).rejects.toMatchObject({ code: "diverged" });
  });

  it("refuses what is not there, and what has no room", async () => {
    await expect(ask({ use: "Barings" })).rejects.toThrow("There is no use named Barings. There is: Bearing.");
    await expect(ask({ variables: [{ ...R, name: "Q" }] })).rejects.toThrow("no parameter Q");
    await expect(ask({ span: { fromUs: T0, toUs: T0 } })).rejects.toThrow("span of the study is empty");
    expect(runs.book.list).toEqual([]);
  });

  it("ends when it is cancelled, and leaves nothing in history", async () => {
    const stop = new AbortController();
    const asked = studies.study({ kind: "monte-carlo", use: "Bearing", asset: "p1", span, variables: [R], samples: 4_000 }, { signal: stop.signal, progress: () => stop.abort() });
    await expect(asked).rejects.toMatchObject({ code: "cancelled" });
    expect(runs.book.list).toMatchObject([{ state: "cancelled" }]);
    expect(history.idOf("p1/temp", "run-1")).toBeUndefined();
  });
});
