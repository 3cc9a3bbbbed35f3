/** What-if from an instant of the past: a pump's bearing with a known answer, from texts and a real history to stored runs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { SlotSeries } from "../../../main/engine/rules/SlotSeries.ts";
import type { WhatIfChange } from "../../../shared/contract/whatIf.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import { batchOf, historyFolder, readAll, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const TAU_S = 600;
const MODEL = `model Bearing {
  input     load : kW
  parameter R    : K/kW = 2
  parameter tau  : s    = ${TAU_S}
  state     T    : degC = 20
  state     seen : degC = 20
  der(T) = (20 degC + R * load - T) / tau
  der(seen) = (T - seen) / tau
  output    temperature : degC = T
  output    late        : degC = seen
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const HOUR_S = 3_600;
const AT = T0 + HOUR_S * S;
/** Measured at the instant, where the model alone would be at 40 °C. */
const MEASURED_AT = 55;
const LOAD = 10;
const change = (over: Partial<WhatIfChange>): WhatIfChange => ({ of: "input", use: "Bearing", name: "load", how: "set", amount: 20, ...over });

describe("a what-if", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    // Ten hours of power every minute, two of temperature that rise to what is measured at the instant.
    await recordPumps(history, {
      power: { count: 601, stepUs: 60 * S, value: () => LOAD },
      temperature: { count: 121, stepUs: 60 * S, value: (i) => MEASURED_AT - (60 - i) / 100 },
    });
    runs = await runsOver(history, fixture.folder, projectWith({ "models/bearing.twin": MODEL }));
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  async function at(signal: string, run: string, afterS: number): Promise<number> {
    const rows = await readAll(history.readSamples([history.idOf(signal, run) ?? -1], { fromUs: AT + afterS * S, toUs: AT + afterS * S, withLastBefore: false }));
    return rows[0]?.value ?? Number.NaN;
  }
  const ask = (changes: readonly WhatIfChange[], over = {}) => runs.simulations.whatIf({ atUs: AT, forUs: HOUR_S * S, changes: [...changes], ...over });

  it("begins with the measured value where an output is a state, and with the replayed one where it is not", async () => {
    const { run } = await ask([change({})]);
    expect(run.whatIf?.start.filter(({ assetId }) => assetId === "p1")).toEqual([
      { use: "Bearing", assetId: "p1", state: "T", unit: "Cel", value: MEASURED_AT, measured: "p1/temp" },
      // Replayed from 20 °C over one hour: 40 − 20 e⁻⁶ (1 + 6).
      { use: "Bearing", assetId: "p1", state: "seen", unit: "Cel", value: expect.closeTo(40 - 20 * Math.exp(-6) * 7, 3) },
    ]);
    expect(await at("p1/temp", run.id, 0)).toBe(MEASURED_AT);
  });

  it("goes on with an input replaced, and beside it unchanged, as the closed form says", async () => {
    const { run, baseline } = await ask([change({ amount: 20 })]);
    for (const seconds of [60, 600, HOUR_S]) {
      const decay = Math.exp(-seconds / TAU_S);
      expect(await at("p1/temp", run.id, seconds), `changed, after ${seconds} s`).toBeCloseTo(60 + (MEASURED_AT - 60) * decay, 3);
      expect(await at("p1/temp", baseline.id, seconds), `unchanged, after ${seconds} s`).toBeCloseTo(40 + (MEASURED_AT - 40) * decay, 3);
    }
    expect(run).toMatchObject({ kind: "what-if", state: "done", fromUs: AT, toUs: AT + HOUR_S * S, name: "What if load = 20 kW", whatIf: { atUs: AT, baseline: baseline.id, changes: [{ name: "load", unit: "kW" }] } });
    expect(baseline).toMatchObject({ kind: "what-if", state: "done", whatIf: { changes: [] } });
  });

  it("says what the changes did to each signal: the greatest difference, when, and that at the end", async () => {
    const { run } = await ask([change({ amount: 20, asset: "p1" })]);
    const effect = run.whatIf?.effects?.find(({ signal }) => signal === "p1/temp");
    expect(effect).toMatchObject({ unit: "K", greatestAtUs: AT + HOUR_S * S });
    expect(effect?.end).toBeCloseTo(20 * (1 - Math.exp(-6)), 3);
    expect(run.whatIf?.effects?.find(({ signal }) => signal === "p2/temp")).toMatchObject({ greatest: 0, end: 0 });
  });

  it.each([
    { what: "shifted", changes: [change({ how: "shift", amount: 5 })], rest: 50, name: "What if load + 5 kW" },
    { what: "scaled", changes: [change({ how: "scale", amount: 0.5 })], rest: 30, name: "What if load × 0.5" },
    { what: "another parameter", changes: [change({ of: "parameter", name: "R", how: "set", amount: 3 })], rest: 50, name: "What if R = 3 K/kW" },
  ] as const)("takes an input or a parameter $what", async ({ changes, rest, name }) => {
    const { run } = await ask(changes);
    expect(run.name).toBe(name);
    expect(await at("p1/temp", run.id, HOUR_S)).toBeCloseTo(rest + (MEASURED_AT - rest) * Math.exp(-6), 3);
  });

  it("holds the last value of an input after the end of history, past a gap there too, and says since when", async () => {
    const ids = Int32Array.of(history.idOf("p1/power") ?? -1);
    await history.addGap({ source: "plant", series: ids, fromUs: T0 + 10 * HOUR_S * S + S, reason: "the connection was lost" });
    const { run } = await runs.simulations.whatIf({ atUs: T0 + 9 * HOUR_S * S, forUs: 4 * HOUR_S * S, changes: [change({ of: "parameter", name: "R", amount: 4 })] });
    expect(run.whatIf?.held).toEqual([{ signal: "p1/power", sinceUs: T0 + 10 * HOUR_S * S }, { signal: "p2/power", sinceUs: T0 + 10 * HOUR_S * S }]);
    expect(await at("p1/temp", run.id, 12 * HOUR_S)).toBeCloseTo(60, 3);
  });

  it("holds nothing that history knows on", async () => {
    expect((await ask([change({})])).run.whatIf?.held).toEqual([]);
  });

  it("takes no measured value for a state where none is known at the instant", async () => {
    const id = history.idOf("p1/temp") ?? -1;
    await history.append(batchOf([{ series: id, tUs: AT, value: 70, status: 0x8000_0000 }]));
    const { run } = await ask([change({})]);
    const [state] = run.whatIf?.start ?? [];
    expect(state).not.toHaveProperty("measured");
    expect(state?.value).toBeCloseTo(40 - 20 * Math.exp(-6), 3);
  });

  it("is no prediction of what was: rules go on reading the newest simulation", async () => {
    const simulated = await runs.simulations.simulate({ span: { fromUs: T0, toUs: AT } });
    await ask([change({})]);
    const slots: Slot[] = [{ signal: "p1/temp", dataType: "number", strict: false, predicted: true }];
    expect((await SlotSeries.of(history, [{ slots }])).ofSlots(slots)).toEqual([history.idOf("p1/temp", simulated.id)]);
  });

  it("names what a use does not have, and what it has", async () => {
    await expect(ask([change({ name: "laod" })])).rejects.toThrow(/Bearing has no input laod\. Nearest: load\. It has: load\./);
    await expect(ask([change({ use: "Motor" })])).rejects.toThrow(/There is no use named Motor in this run\. There is: Bearing\./);
    await expect(ask([change({}), change({ how: "scale" })])).rejects.toThrow(/load of Bearing is changed twice/);
    expect(runs.book.list).toEqual([]);
  });
});
