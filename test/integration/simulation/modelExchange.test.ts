/**
 * FMUs of our own for model exchange, solved by our solvers: from C through the system's compiler, a text and a real history to stored runs. They
 * are strict about the order of calls. Where there is no compiler these are skipped.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeExchangeFmu, type ExchangeModel } from "../../fixtures/fmu/makeExchangeFmu.ts";
import { hasCompiler } from "../../fixtures/fmu/makeFmu.ts";
import { S, T0 } from "../history/historyFixture.ts";
import { FmuFixture, MINUTE } from "./fmuFixture.ts";

const FILE = "models/exchange.fmu";
const CHANGE_S = 30;
/** In kW. */
const powerAt = (tS: number) => (tS < CHANGE_S ? 10 : 20);
const GRID_S = [0, 10, 20, 30, 40, 50, 60];

const text = (more = "", step = "1 s") => `model M = fmu "${FILE}" step ${step} {
  input     u : kW
  ${more}
  output    x : 1
  output    v : 1
  output    lastEvent : s
  output    events : 1
  output    missed : 1
  output    directional : 1
  output    evaluations : 1
}
use M on Pump { u = power }
`;

describe.skipIf(!hasCompiler)("an FMU for model exchange (needs the C compiler cc)", () => {
  let fixture: FmuFixture;
  beforeAll(async () => {
    fixture = await FmuFixture.open(powerAt);
  });
  afterAll(() => fixture.close());

  const bring = (fmi: 2 | 3, model: ExchangeModel, body: string, edit?: (xml: string) => string) => fixture.bring(FILE, makeExchangeFmu(fmi, model, edit), body);
  const of = (run: { readonly id: string }, name: string) => fixture.values(run.id, `M.${name}`);

  /** x' = (a u − x) / b + c cos t from x0 at t0, with u held. */
  const decay = ({ a, b, c }: { readonly a: number; readonly b: number; readonly c: number }, u: number, [t0, x0]: readonly [number, number], t: number): number => {
    const forced = (at: number) => a * u + (c * b * (Math.cos(at) + b * Math.sin(at))) / (1 + b * b);
    return forced(t) + (x0 - forced(t0)) * Math.exp(-(t - t0) / b);
  };

  it.each([2, 3] as const)("is integrated within the tolerance, through inputs that jump and a time that its equations read, and twice to the last bit (FMI %i)", async (fmi) => {
    await bring(fmi, "DECAY", text("parameter a : 1 = 2\n  parameter b : 1 = 5\n  parameter c : 1 = 3"));
    const run = await fixture.simulate();
    expect(run).toMatchObject({ state: "done" });
    const p = { a: 2, b: 5, c: 3 };
    const at30 = decay(p, powerAt(0), [0, 0], CHANGE_S);
    const exact = GRID_S.map((t) => (t <= CHANGE_S ? decay(p, powerAt(0), [0, 0], t) : decay(p, powerAt(CHANGE_S), [CHANGE_S, at30], t)));
    (await of(run, "x")).forEach((x, i) => expect(Math.abs(x - (exact[i] ?? NaN))).toBeLessThan(1e-6 * Math.max(1, Math.abs(exact[i] ?? 0))));
    // Two or three steps of seven evaluations in each of 60.
    expect((await of(run, "evaluations")).at(-1)).toBeLessThan(60 * 25);
    expect(await fixture.runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
  });

  it.each([2, 3] as const)("bounces where it meets the ground, to a millionth of a second (FMI %i)", async (fmi) => {
    await bring(fmi, "BALL", text("parameter a : 1 = 0.2\n  parameter b : 1 = 0.8\n  parameter c : 1 = 10"));
    const run = await fixture.simulate();
    expect(run).toMatchObject({ state: "done" });
    // It falls for 10 s; from then on it is up for 2 v / a, with 0.8 times the speed each time.
    const impacts = [10];
    for (let v = 1.6; (impacts.at(-1) ?? 0) < 60; v *= 0.8) impacts.push((impacts.at(-1) ?? 0) + (2 * v) / 0.2);
    const before = GRID_S.map((t) => impacts.filter((impact) => impact <= t + 1e-6));
    expect((await of(run, "events")).slice(2)).toEqual(before.slice(2).map(({ length }) => length));
    (await of(run, "lastEvent")).slice(2).forEach((at, i) => expect(at).toBeCloseTo(before[i + 2]?.at(-1) ?? 0, 6));
  });

  it.each([2, 3] as const)("is asked for its events exactly when it wants to be (FMI %i)", async (fmi) => {
    await bring(fmi, "TIMER", text("parameter b : 1 = 0.7"));
    const run = await fixture.simulate();
    expect(await of(run, "x")).toEqual(GRID_S.map((t) => Math.floor(t / 0.7 + 1e-9)));
    expect((await of(run, "missed")).at(-1)).toBe(0);
  });

  it.each([
    ["by its directional derivatives", 2, true], ["by its directional derivatives", 3, true],
    ["by differences", 2, false], ["by differences", 3, false],
  ] as const)("is solved %s where it is far too stiff for explicit steps (FMI %i)", async (_, fmi, isDirectional) => {
    await bring(fmi, "STIFF", text("parameter a : 1 = 1e7\n  parameter c : 1 = 1"), (xml) => (isDirectional ? xml : xml.replace(/(providesDirectionalDerivatives?)="true"/, '$1="false"')));
    const run = await fixture.simulate();
    expect(run.message).toBeUndefined();
    (await of(run, "v")).forEach((v, i) => expect(v).toBeCloseTo(Math.exp(-(GRID_S[i] ?? 0) / 10), 6));
    // x follows v and what comes in at once.
    (await of(run, "x")).slice(1).forEach((x, i) => expect(x).toBeCloseTo(Math.exp(-(GRID_S[i + 1] ?? 0) / 10) + Math.sin(GRID_S[i + 1] ?? 0), 5));
    expect(((await of(run, "directional")).at(-1) ?? 0) > 0).toBe(isDirectional);
    // An explicit method would need more than 10⁷ · 60 / 3.3.
    expect((await of(run, "evaluations")).at(-1)).toBeLessThan(20_000);
  });

  it.each(["continuous", "discrete"])("takes what equations of ours give at each instant, and gives them what it comes to (a %s input)", async (variability) => {
    await bring(3, "DECAY", `${text().replace("u = power", "u = Source.load")}
model Source {
  state s : kW = 0
  der(s) = (10 kW - s) / 5 s
  output load : kW = s
}
use Source on Pump {}
model Reader {
  input x : 1
  output twice : 1 = 2 * x
}
use Reader on Pump { x = M.x }
`, (xml) => xml.replace('causality="input"', `causality="input" variability="${variability}"`));
    const run = await fixture.simulate();
    let x = 0;
    for (let k = 0; k < 60; k++) {
      const u = 10 * (1 - Math.exp(-k / 5));
      x = u + (x - u) * Math.exp(-0.1);
    }
    expect((await of(run, "x")).at(-1)).toBeCloseTo(x, 4);
    expect((await fixture.values(run.id, "Reader.twice")).at(-1)).toBeCloseTo(2 * x, 4);
  });

  it("has an event after a step where it wants one, and goes on from the states that it has then", async () => {
    await bring(3, "DECAY", text("parameter fault : 1 = 9\n  parameter faultAt : s = 20"));
    const run = await fixture.simulate(T0 + 30 * S);
    const p = { a: 1, b: 10, c: 0 };
    const at20 = decay(p, 10, [0, 0], 20);
    expect(await of(run, "x")).toEqual([0, decay(p, 10, [0, 0], 10), at20 + 100, decay(p, 10, [20, at20 + 100], 30)].map((x) => expect.closeTo(x, 4)));
  });

  it.each([2, 3] as const)("is held to the nominal values of its states, also where they change at an event (FMI %i)", async (fmi) => {
    const last = async (nominal: number) => {
      await bring(fmi, "DECAY", text(`parameter a : 1 = 0\n  parameter c : 1 = 1e-6\n  parameter fault : 1 = 11\n  parameter nominal : 1 = ${nominal}`, "10 s"));
      const run = await fixture.simulate();
      return Math.abs(((await of(run, "x")).at(-1) ?? NaN) / decay({ a: 0, b: 10, c: 1e-6 }, 0, [0, 0], 60) - 1);
    };
    expect(await last(1)).toBeGreaterThan(1e-4);
    expect(await last(1e-6)).toBeLessThan(1e-5);
  });

  const faulty = (fault: number, more = "") => `parameter fault : 1 = ${fault}\n  parameter faultAt : s = 30\n  ${more}`;
  it.each([
    ["has a derivative that is no number", 2, "DECAY", faulty(4), /gives NaN for the derivative of its state x, however short the step, after 30 s of its clock/],
    ["has a derivative that is no number", 3, "DECAY", faulty(4), /gives NaN for the derivative of its state x, however short the step, after 30 s of its clock/],
    ["reports an error", 2, "DECAY", faulty(3), /reports error on working out its derivatives: "the pump of the model ran dry"/],
    ["reports an error", 3, "DECAY", faulty(3), /reports error on working out its derivatives: "the pump of the model ran dry"/],
    ["discards whatever it is given", 2, "DECAY", faulty(5), /discards the states that it is given, however short the step/],
    ["has an event indicator that is no number", 3, "BALL", faulty(6), /gives NaN for its event indicator 1/],
    ["ends by itself", 2, "DECAY", faulty(7), /ends the simulation by itself/],
    ["has events without an end", 3, "DECAY", faulty(8), /bring about others without an end/],
    ["gives states that are no numbers", 2, "DECAY", faulty(10), /gives NaN for its state x/],
    ["bounces ever faster", 2, "BALL", "parameter a : 1 = 0.2\n  parameter b : 1 = 0.5\n  parameter c : 1 = 10", /events follow each other without an end at (29\.9|30).* s of its clock/],
  ] as const)("ends the run where it %s (FMI %i)", async (_, fmi, model, more, message) => {
    await bring(fmi, model, text(more));
    const run = await fixture.simulate();
    expect(run).toMatchObject({ state: "failed", message: expect.stringMatching(message) });
    expect(run.message).toMatch(/^M \(models\/exchange\.fmu\), 2026-01-01T00:00:\d\d.*What was computed until then is kept\.$/);
    expect((await of(run, "x")).length).toBeGreaterThan(2);
  });

  it.each([
    ["crashes", faulty(1), /crashed: the system ended its process/],
    ["does not come back", faulty(2), /does not come back: it has been in one step for more than 1\.5 s/],
  ])("takes its own process with it alone where it %s on working out derivatives", async (_, more, message) => {
    await bring(3, "DECAY", text(more));
    await expect(fixture.simulate()).rejects.toThrow(message);
  });

  it("is not taken for one that hangs where a step of the model is long, and each of its calls comes back", async () => {
    await bring(2, "TIMER", text("parameter b : 1 = 5e-5", "60 s"));
    const run = await fixture.simulate();
    expect(run).toMatchObject({ state: "done" });
    expect((await of(run, "x")).at(-1)).toBe(60 / 5e-5);
  });

  it.each([
    [2, (xml: string) => xml.replace('<Unknown index="4"/>', '<Unknown index="4"/><Unknown index="5"/>'), /reports error on being asked for nominal values of its states/],
    [3, (xml: string) => xml.replace('<ContinuousStateDerivative valueReference="3"/>', '<ContinuousStateDerivative valueReference="3"/><ContinuousStateDerivative valueReference="4"/>'), /says that it has 2 continuous states, and it has 1/],
  ] as const)("leaves a failed run where its description has other states than it (FMI %i)", async (fmi, edit, message) => {
    await bring(fmi, "DECAY", text(), edit);
    expect(await fixture.simulate()).toMatchObject({ state: "failed", message: expect.stringMatching(message) });
  });

  it("is reset from row to row of a study, which is verified", async () => {
    await bring(2, "BALL", text("parameter a : 1 = 0.2\n  parameter b : 1 = 0.8\n  parameter c : 1 = 10"));
    const { studies } = fixture.runs.makers(1);
    const run = await studies.study({ kind: "sweep", use: "M", asset: "p1", span: MINUTE, variables: [{ of: "parameter", use: "M", name: "c", how: "set", range: { kind: "even", low: 5, high: 20, steps: 4 } }] });
    const firsts = studies.result(run.id).columns.find(({ output, figure }) => output === "events" && figure === "last");
    const impacts = [5, 10, 15, 20].map((c) => {
      let [count, at, v] = [0, Math.sqrt((2 * c) / 0.2), Math.sqrt(2 * 0.2 * c)];
      for (; at <= 60; at += (2 * v) / 0.2) [count, v] = [count + 1, v * 0.8];
      return count;
    });
    expect([...(firsts?.values ?? [])]).toEqual(impacts);
    expect(await fixture.runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
  });

  it("is made good again by a reset after a row in which it had an error", async () => {
    await bring(2, "DECAY", text(faulty(0)));
    const { studies } = fixture.runs.makers(1);
    // 3 is an error in derivatives, 6 would be one of event indicators, of which it has none.
    const run = await studies.study({ kind: "sweep", use: "M", asset: "p1", span: MINUTE, variables: [{ of: "parameter", use: "M", name: "fault", how: "set", range: { kind: "even", low: 3, high: 6, steps: 2 } }] });
    const last = studies.result(run.id).columns.find(({ output, figure }) => output === "x" && figure === "last");
    expect([...(last?.values ?? [])]).toEqual([NaN, expect.closeTo(decay({ a: 1, b: 10, c: 0 }, 20, [30, decay({ a: 1, b: 10, c: 0 }, 10, [0, 0], 30)], 60), 4)]);
  });

  it.each([2, 3] as const)("goes on from an instant with the state that it had there, and with its next event (FMI %i)", async (fmi) => {
    const ask = () => fixture.runs.simulations.whatIf({ atUs: T0 + 30 * S, forUs: 30 * S, warmUpUs: 30 * S, changes: [{ of: "parameter", use: "M", name: "a", how: "set", amount: 3 }] });
    await bring(fmi, "TIMER", text("parameter a : 1 = 1\n  parameter b : 1 = 0.7"));
    const { run, baseline } = await ask();
    expect([(await of(baseline, "x")).at(-1), (await of(run, "x")).at(-1), (await of(run, "missed")).at(-1)]).toEqual([85, 42 + 3 * 43, 0]);
    await bring(fmi, "DECAY", text("parameter a : 1 = 1"));
    const { run: decayed } = await ask();
    const at30 = decay({ a: 1, b: 10, c: 0 }, 10, [0, 0], 30);
    expect((await of(decayed, "x")).at(-1)).toBeCloseTo(decay({ a: 3, b: 10, c: 0 }, 20, [30, at30], 60), 4);
    expect(await fixture.runs.verify(decayed.id)).toMatchObject({ identical: true });
  });
});
