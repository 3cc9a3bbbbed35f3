/** What-if of a model with events: it goes on in the mode in which history left it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import type { WhatIfChange } from "../../../shared/contract/whatIf.ts";
import { historyFolder, readAll, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const MINUTE_US = 60 * S;
/** Ten minutes up and ten down, by itself; the input moves nothing. */
const MODEL = `model Heater {
  input     power : kW
  parameter speed : 1 = 1
  parameter high  : degC = 30
  state     T     : degC = 20
  state     mode  : 1    = 1
  der(T) = speed * switch(mode > 0.5, 1 K, -1 K) / 60 s
  when T > high { mode = 0 }
  when T < 20 degC { mode = 1 }
  output    temperature : degC = T
  output    heating     : 1    = mode
}
use Heater on Pump {
  power       = power
  temperature ~ bearing.temperature
}
`;

describe("a what-if of a model with events", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  /** Asks at an instant with this temperature measured there, twice as fast from then on. */
  async function ask(atMinutes: number, measured: number, change: Pick<WhatIfChange, "name" | "amount"> = { name: "speed", amount: 2 }) {
    await recordPumps(history, { power: { count: 200, stepUs: MINUTE_US, value: () => 1 }, temperature: { count: 200, stepUs: MINUTE_US, value: () => measured } });
    runs = await runsOver(history, fixture.folder, projectWith({ "models/heater.twin": MODEL }));
    const atUs = T0 + atMinutes * MINUTE_US;
    const { run, baseline } = await runs.simulations.whatIf({ atUs, forUs: 20 * MINUTE_US, changes: [{ of: "parameter", use: "Heater", ...change, how: "set", asset: "p1" }] });
    const temperature = async (id: string, afterMinutes: number): Promise<number> => {
      const t = atUs + afterMinutes * MINUTE_US;
      const [row] = await readAll(history.readSamples([history.idOf("p1/temp", id) ?? -1], { fromUs: t, toUs: t, withLastBefore: false }));
      return row?.value ?? Number.NaN;
    };
    const start = (run.whatIf?.start ?? []).filter(({ assetId }) => assetId === "p1").map(({ state, value }) => [state, Math.round(value)]);
    return { start, changed: (minutes: number) => temperature(run.id, minutes), unchanged: (minutes: number) => temperature(baseline.id, minutes) };
  }

  it("goes on heating where the replay was heating, from the measured temperature", async () => {
    const { start, changed, unchanged } = await ask(65, 26);
    expect(start).toEqual([["T", 26], ["mode", 1]]);
    expect([await unchanged(2), await unchanged(4), await unchanged(6)]).toEqual([28, 30, 28].map((t) => expect.closeTo(t, 3)));
    expect([await changed(1), await changed(2), await changed(4)]).toEqual([28, 30, 26].map((t) => expect.closeTo(t, 3)));
  });

  it("goes on cooling where the replay was cooling", async () => {
    const { start, unchanged } = await ask(75, 26);
    expect(start).toEqual([["T", 26], ["mode", 0]]);
    expect([await unchanged(2), await unchanged(6), await unchanged(8)]).toEqual([24, 20, 22].map((t) => expect.closeTo(t, 3)));
  });

  it("changes its mode at once where the measured temperature lies beyond where the replay would have", async () => {
    const { start, unchanged } = await ask(65, 33);
    expect(start).toEqual([["T", 33], ["mode", 1]]);
    expect([await unchanged(0), await unchanged(3), await unchanged(13)]).toEqual([33, 30, 20].map((t) => expect.closeTo(t, 3)));
  });

  it("changes its mode at once where a changed limit lies below what is measured, and leaves the unchanged branch as it was", async () => {
    const { changed, unchanged } = await ask(65, 26, { name: "high", amount: 24 });
    expect([await changed(1), await changed(6), await changed(7)]).toEqual([25, 20, 21].map((t) => expect.closeTo(t, 3)));
    expect(await unchanged(1)).toBeCloseTo(27, 3);
  });
});
