/** Would this alarm have come: rules over what a run predicts, beside what they did on what was measured. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runsOver, type Runs } from "../simulation/runsFixture.ts";
import { MIN, projectWith, S, Station, T0 } from "./rulesFixture.ts";

const HOUR = 60 * MIN;
const AT = T0 + HOUR;
const TEXTS = {
  "rules/hot.twin": `rule Hot on Pump {
  when     bearing.temperature > 50 degC for 5 min
  severity high
  message  "hot"
}
rule Silent on Pump {
  when     stale(bearing.temperature, 2 min)
  severity low
  message  "silent"
}
rule Hard on Pump {
  when     power > 15 kW
  severity low
  message  "hard"
}
`,
  "models/bearing.twin": `model Bearing {
  input     load : kW
  state     T    : degC = 20
  der(T) = (20 degC + 2 K/kW * load - T) / 600 s
  output    temperature : degC = T
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`,
};

describe("rules over a run", () => {
  let station: Station;
  let runs: Runs;
  beforeEach(async () => {
    station = await Station.make(TEXTS);
    for (const pump of ["p1", "p2"]) {
      await station.past(`${pump}/power`, Array.from({ length: 121 }, (_, i) => [T0 + i * MIN, 12.5] as const));
      // At 45 °C, once for ten minutes above what the rule allows; silent in the last half hour.
      await station.past(`${pump}/temp`, Array.from({ length: 91 }, (_, i) => [T0 + i * MIN, i >= 65 && i < 75 ? 55 : 45] as const));
    }
    station.nowUs = T0 + 2 * HOUR;
    await station.open();
    runs = await runsOver(station.history, station.folder, projectWith(TEXTS));
  });
  afterEach(() => station.remove());

  const whatIf = (amount: number) => runs.simulations.whatIf({ atUs: AT, forUs: HOUR, changes: [{ of: "input", use: "Bearing", name: "load", how: "set", amount, asset: "p1" }] });

  it("take the run's values from its begin on and the measured ones before, and stand beside what was", async () => {
    const { run } = await whatIf(20);
    const { span, results } = await station.rules.backtest({ run: run.id, rule: "Hot" });
    expect(span).toEqual({ fromUs: AT, toUs: AT + HOUR });
    // 60 − 15 e^(−t/600) is above 50 from 243 s on: at 250 s on the grid of what is kept, and five minutes later it has come.
    const measured = [{ fromUs: T0 + 70 * MIN, toUs: T0 + 75 * MIN, truncated: false }];
    expect(results.map(({ assetId, intervals, measured: was }) => ({ assetId, intervals, was }))).toEqual([
      { assetId: "p1", intervals: [{ fromUs: AT + 550 * S, truncated: false }], was: measured },
      { assetId: "p2", intervals: [], was: measured },
    ]);
  });

  it("find a predicted signal known throughout, where the measured one fell silent", async () => {
    const { baseline } = await whatIf(20);
    const { results } = await station.rules.backtest({ run: baseline.id, rule: "Silent" });
    expect(results[0]).toMatchObject({ intervals: [], measured: [{ fromUs: T0 + 92 * MIN, truncated: false }] });
  });

  it("are those only that read what the run predicts", async () => {
    const { run } = await whatIf(20);
    expect(new Set((await station.rules.backtest({ run: run.id })).results.map(({ rule }) => rule))).toEqual(new Set(["Hot", "Silent"]));
  });

  it("remember what was measured before the run", async () => {
    const { run } = await runs.simulations.whatIf({ atUs: T0 + 68 * MIN, forUs: HOUR, changes: [{ of: "input", use: "Bearing", name: "load", how: "set", amount: 40 }] });
    // Above since minute 65, and the run begins at the 55 °C that were measured: five minutes are over at minute 70.
    expect((await station.rules.backtest({ run: run.id, rule: "Hot" })).results[0]?.intervals).toEqual([{ fromUs: T0 + 70 * MIN, truncated: false }]);
  });

  it("cannot be tried on a run that is not there", async () => {
    await expect(station.rules.backtest({ run: "run-9" })).rejects.toThrow(/There is no run run-9/);
  });
});
