/** Rules that SQL cannot decide, over a real history: backtests, and live with all of their past. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import { intervalsOf } from "../../../main/engine/rules/Backtests.ts";
import { LiveRules } from "../../../main/engine/rules/LiveRules.ts";
import type { NumberExpr, RuleProgram, Slot, TruthExpr } from "../../../shared/language/ir.ts";
import { sqlDecides, type AlarmTransition } from "../../../shared/language/machines/index.ts";
import { rule } from "../../unit/alarms/alarmFixture.ts";
import { MIN, S, Station, T0 } from "./rulesFixture.ts";

const TEMPERATURE: Slot = { signal: "p1/temp", dataType: "number", strict: false };
const more = (a: NumberExpr, value: number): TruthExpr => ({ op: "compare", kind: ">", a, b: { op: "number", value } });
const x: NumberExpr = { op: "signal", slot: 0 };

const warm = rule("Warm", { slots: [TEMPERATURE], when: more({ op: "avg", x, windowUs: 2 * MIN, knownUs: 2 * MIN }, 80) });
/** More than three minutes above 80 in all. */
const worn = rule("Worn", { slots: [TEMPERATURE], when: more({ op: "every", periodUs: MIN, x: { op: "totalTime", p: more(x, 80) } }, 180) });

describe("rules that only the streaming evaluator decides", () => {
  let station: Station;
  let told: AlarmTransition[];
  beforeEach(async () => {
    station = await Station.make({});
    await station.open();
    told = [];
  });
  afterEach(() => station.remove());

  function live(): LiveRules {
    return new LiveRules({
      history: station.history, jobs: new Jobs({ clock: () => station.nowUs }), clock: () => station.nowUs, latenessUs: 2 * S, toldBlindSinceUs: () => undefined,
      onTrouble: (error) => station.troubles.push(error), onCalc: () => undefined, onAlarm: (_, transition) => told.push(transition),
    });
  }

  const run = (rules: LiveRules, programs: readonly RuleProgram[]): ReturnType<LiveRules["exchange"]> =>
    rules.exchange({ rules: programs, calcs: [], uses: [], notApplicable: [] }, new AbortController().signal);

  it("are backtested beside those that SQL decides", async () => {
    const hot = rule("Hot", { slots: [TEMPERATURE], when: more(x, 80) });
    expect([warm, worn, hot].map(sqlDecides)).toEqual([false, false, true]);
    await station.past("p1/temp", [[T0, 70], [T0 + 5 * MIN, 90], [T0 + 20 * MIN, 70], [T0 + 30 * MIN, 70]]);
    const found = await intervalsOf(station.history, [warm, worn, hot], { fromUs: T0, toUs: T0 + 30 * MIN });
    expect(found.get(hot.id)?.active).toEqual([{ fromUs: T0 + 5 * MIN, toUs: T0 + 20 * MIN, truncated: false }]);
    // The average of the last two minutes is worked out at the samples and where it has settled.
    expect(found.get(warm.id)?.active).toEqual([{ fromUs: T0 + 7 * MIN, toUs: T0 + 22 * MIN, truncated: false }]);
    expect(found.get(worn.id)?.active).toEqual([{ fromUs: T0 + 9 * MIN, truncated: false }]);
  });

  it("can be stopped in the middle of the past", async () => {
    await station.past("p1/temp", [[T0, 70], [T0 + 30 * MIN, 90]]);
    const abort = new AbortController();
    abort.abort();
    await expect(intervalsOf(station.history, [worn], { fromUs: T0, toUs: T0 + 30 * MIN }, { signal: abort.signal })).rejects.toThrow();
  });

  it("begin live with all of their past, and again after a restart", async () => {
    await station.past("p1/temp", [[T0, 90], [T0 + 2 * MIN, 70]]);
    station.nowUs = T0 + 10 * MIN;
    const first = live();
    expect((await run(first, [worn])).begun).toMatchObject([{ stretches: { active: [] } }]);
    const batch = await station.batch("p1/temp", [[T0 + 10 * MIN, 95]]);
    first.onBatch(batch);
    await station.history.append(batch);
    station.nowUs = T0 + 11 * MIN + 30 * S;
    first.tick(station.nowUs);
    expect(told).toEqual([]);
    const second = live();
    await run(second, [worn]);
    second.tick(T0 + 13 * MIN);
    expect(told).toMatchObject([{ kind: "raised", id: worn.id, atUs: T0 + 12 * MIN }]);
    // A third one finds the alarm active, with the values of its beginning.
    station.nowUs = T0 + 14 * MIN;
    expect((await run(live(), [worn])).begun).toMatchObject([{ stretches: { active: [{ fromUs: T0 + 12 * MIN }] } }]);
  });

  it("read the prediction of the newest run, unknown after its end", async () => {
    const residual = rule("Off", {
      slots: [TEMPERATURE, { ...TEMPERATURE, predicted: true }], unknownAfterUs: MIN,
      when: more({ op: "residual", measured: 0, predicted: 1, factor: 1, offset: 0 }, 5),
    });
    await station.past("p1/temp", [[T0, 80], [T0 + 2 * MIN, 90], [T0 + 4 * MIN, 80], [T0 + 20 * MIN, 99], [T0 + 30 * MIN, 99]]);
    const whole = { name: "r", kind: "simulation", state: "done", steps: 0, uses: [], compared: [], signals: ["p1/temp"], fromUs: T0, toUs: T0 + 10 * MIN } as const;
    for (const [id, startedUs, value] of [["old", T0, 0], ["new", T0 + MIN, 80]] as const) {
      const [series = -1] = await station.history.ensureSeries([{ signal: "p1/temp", run: id }]);
      await station.history.append({ ...(await station.batch("p1/temp", [[T0, value]])), series: Int32Array.of(series) });
      await station.history.upsertRun({ ...whole, id, startedUs });
    }
    const found = await intervalsOf(station.history, [residual], { fromUs: T0, toUs: T0 + 30 * MIN });
    expect(found.get(residual.id)).toEqual({
      active: [{ fromUs: T0 + 2 * MIN, toUs: T0 + 4 * MIN, truncated: false }],
      unknown: [{ fromUs: T0 + 20 * MIN, truncated: false }],
    });
  });
});
