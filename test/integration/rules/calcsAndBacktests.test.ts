import { intervalsOf } from "../../../main/engine/rules/Backtests.ts";
import { afterEach, describe, expect, it } from "vitest";
import { MIN, Station, T0, until } from "./rulesFixture.ts";

const HOT = `rule Hot on Pump {
  when bearing.temperature > 80 degC for 1 min
  severity low
  message "hot"
}
`;

describe("calcs and backtests over a real history", () => {
  let station: Station;
  afterEach(() => station.remove());

  it("gives the intervals of each asset over a span, truncated where they began before it", async () => {
    station = await Station.make({ "rules/hot.twin": HOT });
    await station.past("p1/temp", [[T0, 70], [T0 + MIN, 90], [T0 + 5 * MIN, 70], [T0 + 10 * MIN, 90]]);
    await station.past("p2/temp", [[T0, 90], [T0 + 12 * MIN, 70]]);
    station.nowUs = T0 + 20 * MIN;
    await station.open();
    const shares: (number | undefined)[] = [];
    const { span, results } = await station.rules.backtest({}, { progress: ({ share }) => shares.push(share) });
    expect(shares).toEqual([1]);
    expect(station.jobs.list).toMatchObject([{ title: "Backtest", state: "done" }]);
    expect(span).toEqual({ fromUs: T0, toUs: T0 + 12 * MIN });
    expect(results.map(({ assetId, intervals }) => ({ assetId, intervals }))).toEqual([
      { assetId: "p1", intervals: [{ fromUs: T0 + 2 * MIN, toUs: T0 + 5 * MIN, truncated: false }, { fromUs: T0 + 11 * MIN, truncated: false }] },
      { assetId: "p2", intervals: [{ fromUs: T0 + MIN, toUs: T0 + 12 * MIN, truncated: false }] },
    ]);
    const clipped = await station.rules.backtest({ rule: "Hot", fromUs: T0 + 3 * MIN, toUs: T0 + 4 * MIN });
    expect(clipped.results[0]?.intervals).toEqual([{ fromUs: T0 + 3 * MIN, truncated: true }]);
    await expect(station.rules.backtest({ rule: "Cold" })).rejects.toMatchObject({ code: "not-found" });
    expect(station.jobs.list.at(-1)).toMatchObject({ title: "Backtest Cold", state: "failed", message: "No rule called Cold is there for any asset." });
  });

  it("finds the same in several questions as in one, tells how far it is, and asks no more once it is cancelled", async () => {
    station = await Station.make({ "rules/hot.twin": HOT, "rules/load.twin": "rule Loaded on Pump {\n  when power > 1 kW for 1 min\n  severity low\n}\n" });
    for (const [pump, low] of [["p1", 70], ["p2", 60]] as const) {
      await station.past(`${pump}/temp`, [[T0, low], [T0 + 2 * MIN, 90], [T0 + 5 * MIN, low], [T0 + 10 * MIN, 90]]);
      await station.past(`${pump}/power`, [[T0, 0], [T0 + MIN, 2], [T0 + 8 * MIN, 0]]);
    }
    await station.open();
    const { history, rules: { program } } = station;
    const span = { fromUs: T0, toUs: T0 + 12 * MIN };
    const shares: number[] = [];
    const parted = await intervalsOf(history, program.rules, span, { mostSamples: 4, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    expect(parted).toEqual(await intervalsOf(history, program.rules, span));
    expect([...parted.values()].map(({ active }) => active.length).sort()).toEqual([1, 1, 2, 2]);
    const abort = new AbortController();
    let asked = 0;
    await expect(intervalsOf(history, program.rules, span, { mostSamples: 4, signal: abort.signal, onProgress: () => void ((asked += 1), abort.abort()) })).rejects.toThrow();
    expect(asked).toBe(1);
  });

  it("ends a backtest that is cancelled, and says so", async () => {
    station = await Station.make({ "rules/hot.twin": HOT });
    await station.past("p1/temp", [[T0, 70], [T0 + 2 * MIN, 90]]);
    await station.open();
    const asked = station.rules.backtest({});
    station.jobs.cancel(station.jobs.list[0]?.id ?? "");
    await expect(asked).rejects.toMatchObject({ code: "cancelled", message: "Backtest: cancelled." });
  });

  it("lists gaps in the ledger as stretches in which the rule could not decide", async () => {
    station = await Station.make({ "rules/hot.twin": HOT });
    await station.past("p1/temp", [[T0, 70], [T0 + 10 * MIN, 70]]);
    await station.history.addGap({ source: "s", fromUs: T0 + 2 * MIN, toUs: T0 + 4 * MIN, reason: "connection lost", series: Int32Array.of(station.history.idOf("p1/temp") ?? -1) });
    await station.open();
    const { results } = await station.rules.backtest({});
    expect(results[0]?.unknown).toEqual([{ fromUs: T0 + 3 * MIN, toUs: T0 + 10 * MIN, truncated: false }]);
  });

  it("previews a draft rule by rule: how often, how long, when last", async () => {
    station = await Station.make({});
    await station.past("p1/temp", [[T0, 70], [T0 + MIN, 90], [T0 + 5 * MIN, 70], [T0 + 10 * MIN, 90], [T0 + 20 * MIN, 90]]);
    await station.past("p2/temp", [[T0, 70]]);
    await station.open();
    const draft = { file: "rules/hot.twin", text: `${HOT}${HOT.replace("Hot", "Warm").replace("80", "60")}`, span: { fromUs: T0, toUs: T0 + 20 * MIN } };
    const frames = [];
    for await (const frame of station.rules.preview(draft, "window", new AbortController().signal)) frames.push(frame);
    expect(frames.map((frame) => frame.length)).toEqual([1, 2]);
    expect(frames[1]).toMatchObject([
      { rule: "Hot", position: 0, fired: 2, totalUs: 12 * MIN, longestUs: 9 * MIN, lastUs: T0 + 11 * MIN, unknownUs: 0, assets: 2 },
      { rule: "Warm", position: HOT.length, fired: 2, assets: 2 },
    ]);
  });

  it("says how a draft differs from what runs: which firings appear, which vanish, per asset", async () => {
    station = await Station.make({ "rules/hot.twin": `${HOT}${HOT.replace("Hot", "Warm").replace("80", "60")}${HOT.replace("Hot", "Gone").replace("80", "60")}` });
    await station.past("p1/temp", [[T0, 50], [T0 + MIN, 85], [T0 + 5 * MIN, 50], [T0 + 10 * MIN, 95], [T0 + 20 * MIN, 50]]);
    await station.past("p2/temp", [[T0, 50], [T0 + MIN, 70], [T0 + 5 * MIN, 50]]);
    station.nowUs = T0 + 30 * MIN;
    await station.open();
    const text = `${HOT.replace("80", "90")}${HOT.replace("Hot", "Warm").replace("80", "60").replace("low", "high")}${HOT.replace("Hot", "New")}`;
    const frames = [];
    for await (const frame of station.rules.preview({ file: "rules/hot.twin", text, span: { fromUs: T0, toUs: T0 + 20 * MIN } }, "window", new AbortController().signal)) frames.push(frame);
    expect(frames.at(-1)?.map(({ rule, against, removed }) => ({ rule, against, ...(removed && { removed }) }))).toEqual([
      { rule: "Hot", against: { kind: "changed", appear: 0, vanish: 1, addedUs: 0, vanishedUs: 3 * MIN } },
      { rule: "Warm", against: { kind: "same" } },
      { rule: "New", against: { kind: "new" } },
      { rule: "Gone", against: { kind: "changed", appear: 0, vanish: 3, addedUs: 0, vanishedUs: 15 * MIN }, removed: true },
    ]);
    expect(frames.at(-1)?.[0]?.results.map(({ assetId, running }) => [assetId, running?.length])).toEqual([["p1", 2], ["p2", 0]]);
  });

  it("calls no rule taken out while the text has errors", async () => {
    station = await Station.make({ "rules/hot.twin": HOT });
    await station.open();
    const frames = [];
    for await (const frame of station.rules.preview({ file: "rules/hot.twin", text: HOT.replace("degC for", "bar for"), span: { fromUs: T0, toUs: T0 + MIN } }, "window", new AbortController().signal)) frames.push(frame);
    expect(frames).toEqual([[]]);
  });

  it("ends an older preview of the same text when a newer one comes", async () => {
    station = await Station.make({});
    await station.past("p1/temp", [[T0, 90], [T0 + 20 * MIN, 90]]);
    await station.open();
    const draft = { file: "rules/hot.twin", text: `${HOT}${HOT.replace("Hot", "Warm")}`, span: { fromUs: T0, toUs: T0 + 20 * MIN } };
    const older = station.rules.preview(draft, "window", new AbortController().signal);
    expect((await older.next()).done).toBe(false);
    const newer = station.rules.preview(draft, "window", new AbortController().signal);
    expect((await newer.next()).done).toBe(false);
    expect((await older.next()).done).toBe(true);
    expect((await newer.next()).done).toBe(false);
  });

  it("works a new calc out over the past, goes on live, and works it out again when its text changes", async () => {
    station = await Station.make({ "rules/calc.twin": "calc double : kW on Pump = power + power\n" });
    await station.past("p1/power", [[T0, 1], [T0 + MIN, 2], [T0 + 2 * MIN, 2], [T0 + 3 * MIN, NaN]]);
    station.nowUs = T0 + 10 * MIN;
    await station.open();
    await until("the past", async () => (await station.recorded("p1/calc:double")).length === 3);
    expect(await station.recorded("p1/calc:double")).toEqual([[T0, 2], [T0 + MIN, 4], [T0 + 3 * MIN, NaN]]);
    await station.live("p1/power", [[T0 + 11 * MIN, 5]]);
    station.tick(T0 + 12 * MIN);
    expect((await station.recorded("p1/calc:double")).at(-1)).toEqual([T0 + 11 * MIN, 10]);
    await station.write({ "rules/calc.twin": "calc double : kW on Pump = power + power + power\n" });
    await until("the new past", async () => (await station.recorded("p1/calc:double")).length === 4);
    expect(await station.recorded("p1/calc:double")).toEqual([[T0, 3], [T0 + MIN, 6], [T0 + 3 * MIN, NaN], [T0 + 11 * MIN, 15]]);
    expect(station.troubles).toEqual([]);
  });

  it("fills in what a calc missed while nothing ran, without doing the rest again", async () => {
    station = await Station.make({ "rules/calc.twin": "calc double : kW on Pump = power + power\n" });
    await station.past("p1/power", [[T0, 1], [T0 + MIN, 2]]);
    station.nowUs = T0 + 10 * MIN;
    await station.open();
    await until("the past", async () => (await station.recorded("p1/calc:double")).length === 2);
    await station.rules.close();
    await station.past("p1/power", [[T0 + 20 * MIN, 3]]);
    station.nowUs = T0 + 30 * MIN;
    await station.open();
    await until("the missing stretch", async () => (await station.recorded("p1/calc:double")).length === 3);
    expect(await station.recorded("p1/calc:double")).toEqual([[T0, 2], [T0 + MIN, 4], [T0 + 20 * MIN, 6]]);
  });

  it("reads a calc in a rule as if its text stood there, before it was ever recorded", async () => {
    station = await Station.make({ "rules/calc.twin": "calc double : kW on Pump = power + power\ncalc busy on Pump = double > 3 kW\nrule Busy on Pump {\n  when busy and double > 3 kW\n  severity low\n}\n" });
    await station.past("p1/power", [[T0, 1], [T0 + MIN, 2], [T0 + 2 * MIN, 1]]);
    await station.open();
    const { results } = await station.rules.backtest({});
    expect(results.find((result) => result.assetId === "p1")?.intervals).toEqual([{ fromUs: T0 + MIN, toUs: T0 + 2 * MIN, truncated: false }]);
  });

  it("takes everything up anew when the past was changed by an import", async () => {
    station = await Station.make({ "rules/hot.twin": HOT, "rules/calc.twin": "calc double : kW on Pump = power + power\n" });
    station.nowUs = T0 + 10 * MIN;
    await station.open();
    await station.past("p1/temp", [[T0, 90]]);
    await station.past("p1/power", [[T0, 4]]);
    await station.rules.historyChanged();
    expect(station.rules.alarms.filter((alarm) => alarm.kind === "rule")).toMatchObject([{ assetId: "p1", sinceUs: T0 + MIN }]);
    await until("the calc", async () => (await station.recorded("p1/calc:double")).length === 1);
    expect(await station.recorded("p1/calc:double")).toEqual([[T0, 8]]);
  });
});
