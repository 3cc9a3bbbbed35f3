/** Optimisations of a bearing's load with a known answer: from texts and a real history through the real workers to two stored runs. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OptimisationEvent, OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import { MIN, projectWith, S, Station, T0 } from "../rules/rulesFixture.ts";
import { runsOver, type Runs } from "./runsFixture.ts";

const TEXTS = {
  "rules/hot.twin": `rule Hot on Pump {
  when     bearing.temperature > 40 degC for 5 min
  severity high
  message  "hot"
}
rule Hard on Pump {
  when     power > 15 kW
  severity low
  message  "hard"
}
`,
  "models/bearing.twin": `model Bearing {
  input     load : kW
  parameter R    : K/kW = 2 in 1 .. 4
  state     T    : degC = 20
  der(T) = (20 degC + R * load - T) / 600 s
  output    temperature : degC = T
  output    throughput  : kW   = load
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`,
};
const span = { fromUs: T0, toUs: T0 + 30 * MIN };
/** Three time constants after the start. */
const RISEN = 1 - Math.exp(-3);
const LOAD: OptimiseRequest["variables"][number] = { of: "input", use: "Bearing", name: "load", how: "scale", range: { kind: "even", low: 0, high: 2 } };
const cool = (limit: number, unit?: string): OptimiseRequest["constraints"][number] => ({ kind: "figure", output: "temperature", figure: "highest", side: "below", limit, ...(unit !== undefined && { unit }) });

describe("an optimisation", () => {
  let station: Station;
  let runs: Runs;
  beforeAll(async () => {
    station = await Station.make(TEXTS);
    for (const pump of ["p1", "p2"]) await station.past(`${pump}/power`, Array.from({ length: 31 }, (_, i) => [T0 + i * MIN, 10] as const));
    await station.past("p1/temp", Array.from({ length: 31 }, (_, i) => [T0 + i * MIN, 40 - 20 * Math.exp(-i / 10)] as const));
    station.nowUs = span.toUs;
    await station.open();
    runs = await runsOver(station.history, station.folder, projectWith(TEXTS));
  });
  afterAll(() => station.remove());

  const request: OptimiseRequest = { use: "Bearing", asset: "p1", span, variables: [{ ...LOAD, asset: "p1" }], objective: { sense: "maximise", output: "throughput", figure: "mean" }, constraints: [cool(45)], evaluations: 200 };
  const ask = (over: Partial<OptimiseRequest> = {}, workers?: number) => runs.makers(workers).optimisations.optimise({ ...request, ...over }, () => undefined);

  it("goes up to the limit and says what a kelvin of it is worth; the same with one worker and with two", async () => {
    const [run, again] = [await ask({}, 1), await ask({}, 2)];
    const found = run.optimisation?.found;
    // 20 °C + 2 K/kW · 10 kW · k · RISEN is 45 °C.
    const k = 1.25 / RISEN;
    expect(found).toMatchObject({ feasible: true, best: expect.closeTo(10 * k, 3), present: expect.closeTo(10, 9), unit: "kW", values: [{ amount: expect.closeTo(k, 4), present: 1 }] });
    expect(found?.constraints).toMatchObject([{ unit: "Cel", value: expect.closeTo(45, 3), limit: 45, binding: true, costs: expect.closeTo(10 * (2 - k), 2), price: expect.closeTo(1 / (2 * RISEN), 2), present: expect.closeTo(20 + 20 * RISEN, 3) }]);
    expect(again.optimisation?.found).toEqual(found);
  });

  it("leaves both courses as runs that can be repeated to the last bit", async () => {
    const run = await ask();
    const baseline = runs.book.find(run.optimisation?.baseline ?? "");
    expect([run, baseline]).toMatchObject([{ kind: "optimisation", state: "done", optimisation: { changes: [{ name: "load", how: "scale" }] } }, { kind: "optimisation", state: "done", compared: [{ rmse: expect.closeTo(0, 3) }], optimisation: { changes: [] } }]);
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
    expect(await runs.verify(baseline.id)).toMatchObject({ identical: true, differences: [] });
  });

  it("keeps a rule quiet, as it is then on the recommended course", async () => {
    const run = await ask({ constraints: [{ kind: "rule", rule: "Hot", mostUs: 0 }, cool(333.15, "K")] });
    const found = run.optimisation?.found;
    // Above 40 °C for five minutes: not before 25 minutes are over.
    const k = 1 / (1 - Math.exp(-2.5));
    expect(found?.values[0]?.amount).toBeCloseTo(k, 2);
    // A limit in kelvin is one in degrees.
    expect(found?.constraints).toMatchObject([{ unit: "s", value: 0, limit: 0, binding: true, costs: expect.closeTo(10 * (2 - k), 1) }, { limit: expect.closeTo(60, 9), binding: false, costs: 0 }]);
    const quiet = await station.rules.backtest({ run: run.id, rule: "Hot" });
    expect(quiet.results.filter(({ intervals }) => intervals.length > 0)).toEqual([]);
    // A little more, and it comes: the rule on rows is the rule on runs.
    const more = await runs.simulations.whatIf({ atUs: span.fromUs, forUs: span.toUs - span.fromUs, warmUpUs: 0, changes: [{ of: "input", use: "Bearing", name: "load", how: "scale", amount: k * 1.05, asset: "p1" }] });
    expect((await station.rules.backtest({ run: more.run.id, rule: "Hot" })).results.some(({ intervals }) => intervals.length > 0)).toBe(true);
  });

  it("bears a rule for as long as it may", async () => {
    const found = (await ask({ constraints: [{ kind: "rule", rule: "Hot", mostUs: 10 * MIN }] })).optimisation?.found;
    // Ten minutes of thirty active after five above: the crossing is at fifteen.
    expect(found?.values[0]?.amount).toBeCloseTo(1 / (1 - Math.exp(-1.5)), 2);
    expect(found?.constraints[0]?.value).toBeLessThanOrEqual(600);
  });

  it("says what cannot be kept", async () => {
    const run = await ask({ constraints: [cool(10)], evaluations: 100 });
    expect(run.optimisation?.found).toMatchObject({ feasible: false, furthestOff: 0, values: [{ amount: 0, atBound: "low" }], constraints: [{ slack: expect.closeTo(-10, 6), binding: false }] });
  });

  it("refuses what is not there, and what does not fit, before a run is begun or with what kept it", async () => {
    await expect(ask({ variables: [{ ...LOAD, name: "R" }] })).rejects.toThrow("no input R");
    await expect(ask({ variables: [{ ...LOAD, range: { kind: "even", low: 1, high: 1 } }] })).rejects.toThrow("has no room");
    await expect(ask({ objective: { sense: "minimise", output: "temperatur", figure: "mean" } })).rejects.toThrow("no output temperatur. Nearest: temperature");
    await expect(ask({ constraints: [cool(10, "kW")] })).rejects.toThrow("kW is another quantity");
    await expect(ask({ constraints: [{ kind: "rule", rule: "Hard", mostUs: 0 }] })).rejects.toThrow("reads nothing that this model predicts");
    await expect(ask({ constraints: [{ kind: "rule", rule: "Cold", mostUs: 0 }] })).rejects.toThrow("No rule called Cold");
  });

  it("ends within 200 ms when it is cancelled, and keeps nothing but that", async () => {
    const stop = new AbortController();
    let stoppedAt = Number.NaN;
    const tell = (event: OptimisationEvent): void => {
      if (event.kind !== "best" || stop.signal.aborted) return;
      stoppedAt = performance.now();
      stop.abort();
    };
    await expect(runs.makers().optimisations.optimise({ ...request, span: { fromUs: T0, toUs: T0 + 30 * MIN - S }, evaluations: 20_000 }, tell, { signal: stop.signal })).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - stoppedAt).toBeLessThan(200);
    expect(runs.book.list.filter(({ state }) => state === "cancelled")).toHaveLength(2);
  });
});
