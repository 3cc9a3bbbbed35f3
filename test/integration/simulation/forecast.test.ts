/** Forecasts from the end of history: a pump's bearing with a known answer, from texts and a real history to stored runs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Forecasts } from "../../../main/engine/forecasts/index.ts";
import type { History } from "../../../main/engine/history/index.ts";
import { SlotSeries } from "../../../main/engine/rules/SlotSeries.ts";
import type { ForecastRequest } from "../../../shared/contract/forecasts.ts";
import { isPrediction, type Run } from "../../../shared/contract/runs.ts";
import { bandRun } from "../../../shared/contract/studies.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import { historyFolder, ramp, readAll, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const TAU_S = 600;
const MODEL = `model Bearing {
  input     load : kW
  parameter R    : K/kW = 2
  parameter tau  : s    = ${TAU_S}
  state     T    : degC = 20
  der(T) = (20 degC + R * load - T) / tau
  output    temperature : degC = T
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const MIN = 60 * S;
const HOUR_S = 3_600;
const DAYS = 2;
/** The end of history. */
const NOW = T0 + DAYS * 24 * HOUR_S * S;
const MEASURED_NOW = 55;
const LOAD = 10;
const PEAK = 20;
/** The load's second hour after the begin of each day is its peak. */
const isPeak = (minute: number): boolean => minute % 1440 >= 60 && minute % 1440 < 120;
const R = { of: "parameter", use: "Bearing", name: "R", how: "set", range: { kind: "even", low: 1, high: 3 } } as const;
const repeatDay = { use: "Bearing", name: "load", how: "day" } as const;

describe("a forecast", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;
  let forecasts: Forecasts;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    // The load's last sample is a minute older than what is measured last.
    await recordPumps(history, {
      power: { count: DAYS * 1440, stepUs: MIN, value: (i) => (isPeak(i) ? PEAK : LOAD) },
      temperature: { count: DAYS * 24 + 1, stepUs: 60 * MIN, value: () => MEASURED_NOW },
    });
    runs = await runsOver(history, fixture.folder, projectWith({ "models/bearing.twin": MODEL }));
    forecasts = runs.makers().forecasts;
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  const ask = (over: Partial<ForecastRequest> = {}) => forecasts.forecast({ forUs: 3 * HOUR_S * S, ...over });
  async function line(signal: string, run: string): Promise<Map<number, number>> {
    const rows = await readAll(history.readSamples([history.idOf(signal, run) ?? -1], { fromUs: NOW, toUs: NOW + 30 * 24 * HOUR_S * S, withLastBefore: false }));
    return new Map(rows.map(({ tUs, value }) => [(tUs - NOW) / S, value]));
  }
  const at = async (signal: string, { id }: Run, afterS: number): Promise<number> => (await line(signal, id)).get(afterS) ?? Number.NaN;
  const relaxed = (from: number, rest: number, seconds: number): number => rest + (from - rest) * Math.exp(-seconds / TAU_S);

  it("begins at the newest instant that history knows, with what is measured there, and holds each input, as the closed form says", async () => {
    const run = await ask();
    expect(run).toMatchObject({ kind: "forecast", state: "done", fromUs: NOW, toUs: NOW + 3 * HOUR_S * S, compared: [], forecast: { scenarios: [], changes: [], start: [{ state: "T", value: MEASURED_NOW, measured: "p1/temp" }, { assetId: "p2" }], held: [{ signal: "p1/power", sinceUs: NOW - MIN }, { signal: "p2/power" }] } });
    for (const seconds of [0, 60, 600, 3 * HOUR_S]) expect(await at("p1/temp", run, seconds), `after ${seconds} s`).toBeCloseTo(relaxed(MEASURED_NOW, 40, seconds), 3);
  });

  it("repeats the last day of an input, again and again, where that is its scenario", async () => {
    const run = await ask({ scenarios: [{ ...repeatDay, asset: "p1" }], forUs: 27 * HOUR_S * S });
    const before = relaxed(MEASURED_NOW, 40, HOUR_S);
    const top = relaxed(before, 60, HOUR_S);
    expect(await at("p1/temp", run, 2 * HOUR_S)).toBeCloseTo(top, 3);
    expect(await at("p1/temp", run, 2 * HOUR_S + 600)).toBeCloseTo(relaxed(top, 40, 600), 3);
    // A day later the load peaks again; what held its last value stays.
    expect(await at("p1/temp", run, 26 * HOUR_S)).toBeCloseTo(relaxed(40, 60, HOUR_S), 3);
    expect(await at("p2/temp", run, 26 * HOUR_S)).toBeCloseTo(40, 3);
    expect(run.forecast?.held.map(({ signal }) => signal)).toEqual(["p2/power"]);
  });

  it("changes inputs and parameters from now on, on top of a scenario", async () => {
    const run = await ask({ scenarios: [repeatDay], changes: [{ of: "input", use: "Bearing", name: "load", how: "shift", amount: 5 }, { of: "parameter", use: "Bearing", name: "R", how: "scale", amount: 2 }] });
    expect(run.name).toBe("Forecast load + 5 kW, R × 2");
    expect(await at("p1/temp", run, 3_590)).toBeCloseTo(relaxed(MEASURED_NOW, 20 + 4 * 15, 3_590), 3);
  });

  it("draws the middle and nine in ten of what ranges lead to", async () => {
    const run = await ask({ vary: [R], samples: 256 });
    expect(run).toMatchObject({ state: "done", forecast: { uncertainty: { rows: 256, failed: 0, band: [0.05, 0.95], variables: [{ name: "R", unit: "K/kW" }] } } });
    const [low, middle, high] = [await line("p1/temp", bandRun(run.id, "low")), await line("p1/temp", run.id), await line("p1/temp", bandRun(run.id, "high"))];
    const seconds = [...middle.keys()].filter((one) => one > 0);
    expect(seconds.length).toBeGreaterThan(500);
    // Evenly between 1 and 3 K/kW: 5, 50 and 95 in a hundred lie below 1.1, 2 and 2.9; the rows lie 20 K / 256 apart.
    for (const [end, resistance] of [[low, 1.1], [middle, 2], [high, 2.9]] as const) {
      for (const one of seconds.filter((_, i) => i % 100 === 0)) expect(Math.abs((end.get(one) ?? Number.NaN) - relaxed(MEASURED_NOW, 20 + resistance * LOAD, one))).toBeLessThan((2 * 20) / 256);
    }
  });

  it("predicts nothing that was: rules go on reading the newest simulation", async () => {
    const simulated = await runs.simulations.simulate({ span: { fromUs: T0, toUs: NOW } });
    expect(isPrediction(await ask())).toBe(false);
    const slots: Slot[] = [{ signal: "p1/temp", dataType: "number", strict: false, predicted: true }];
    expect((await SlotSeries.of(history, [{ slots }])).ofSlots(slots)).toEqual([history.idOf("p1/temp", simulated.id)]);
  });

  it("is the same to the last bit when it is repeated after history has gone on, its band too", async () => {
    const [run, band] = [await ask({ scenarios: [repeatDay] }), await ask({ vary: [R], samples: 8 })];
    const power = history.idOf("p1/power") ?? -1;
    await history.append(ramp(power, 10, { fromUs: NOW + MIN, stepUs: MIN, value: () => 99 }));
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
    expect(await runs.verify(band.id)).toMatchObject({ identical: true, differences: [] });
  });

  it("takes its band with it when it is deleted", async () => {
    const run = await ask({ vary: [R], samples: 8 });
    await runs.book.remove(run.id);
    expect([run.id, bandRun(run.id, "low"), bandRun(run.id, "high")].map((name) => history.idOf("p1/temp", name))).toEqual([undefined, undefined, undefined]);
  });

  it("says what it cannot go on with, before a run is begun or as the reason why it failed", async () => {
    await expect(ask({ scenarios: [{ ...repeatDay, name: "laod" }] })).rejects.toThrow(/Bearing has no input laod\. Nearest: load/);
    await expect(ask({ changes: [{ of: "parameter", use: "Bearing", name: "Q", how: "set", amount: 1 }] })).rejects.toThrow(/no parameter Q/);
    await expect(ask({ vary: [{ ...R, range: { kind: "even", low: 3, high: 3 } }] })).rejects.toThrow(/no room/);
    await expect(ask({ scenarios: [repeatDay, { ...repeatDay, how: "hold" }] })).rejects.toThrow(/two scenarios/);
    expect(runs.book.list).toEqual([]);
    await expect(ask({ scenarios: [{ ...repeatDay, how: "week" }] })).rejects.toThrow(/cannot repeat a week: its signal is known from .* on only/);
    expect(runs.book.list).toMatchObject([{ state: "failed", message: expect.stringContaining("cannot repeat a week") }]);
  });

  it("is made at earlier instants too, and says how far off these were by how far they looked ahead", async () => {
    const { forecast } = await forecasts.forecast({ forUs: 2 * HOUR_S * S, earlier: 4 });
    // From the measured 55 °C it goes to 40 °C; measured stays where it is. Samples are an hour apart.
    const off = (seconds: number) => (MEASURED_NOW - 40) * (1 - Math.exp(-seconds / TAU_S));
    expect(forecast?.earlier).toMatchObject({ asked: 4, made: 4 });
    for (const asset of ["p1", "p2"]) {
      const found = forecast?.earlier?.signals.find(({ signal }) => signal === `${asset}/temp`);
      expect(found).toMatchObject({ use: "Bearing", unit: "K" });
      expect(found?.leads.map(({ untilUs, samples, held }) => [untilUs / S / HOUR_S, samples, held])).toEqual([[1, 4, 0], [2, 4, 0]]);
      for (const [at, seconds] of [HOUR_S, 2 * HOUR_S].entries()) {
        const lead = found?.leads[at];
        for (const value of [lead?.rms, lead?.low, lead?.high]) expect(value).toBeCloseTo(off(seconds), 3);
      }
    }
  });

  it("leaves out earlier instants that history does not reach, and is found the same when it is repeated", async () => {
    const run = await forecasts.forecast({ forUs: 8 * HOUR_S * S, earlier: 8 });
    expect(run.forecast?.earlier).toMatchObject({ asked: 8, made: (DAYS * 24) / 8 });
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
    // What the earliest ones read is corrected: long before the forecast itself read anything.
    await recordPumps(history, { power: { count: 0, stepUs: MIN, value: () => 0 }, temperature: { count: 2, stepUs: 30 * MIN, value: () => 99 } }, ["p1"]);
    expect((await runs.verify(run.id)).differences).toContainEqual(expect.objectContaining({ kind: "inputs", signals: ["p1/temp"] }));
  });
});
