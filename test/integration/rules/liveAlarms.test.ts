import { afterEach, describe, expect, it } from "vitest";
import { MIN, S, Station, T0 } from "./rulesFixture.ts";

const HOT = `rule BearingHot on Pump {
  when     bearing.temperature > 80 degC for 5 min
  clear    bearing.temperature < 75 degC
  severity high
  message  "Bearing at {bearing.temperature} on {asset.name}"
  advise   "Reduce speed"
  state    health = degraded
}
`;

describe("alarms on live data", () => {
  let station: Station;
  afterEach(() => station.remove());

  async function start(texts: Record<string, string> = { "rules/hot.twin": HOT }): Promise<void> {
    station = await Station.make(texts);
    await station.open();
    station.tick(T0 + 3 * S);
  }

  const ofKind = (kind: string) => station.rules.alarms.filter((alarm) => alarm.kind === kind && alarm.assetId === "p1");
  const stateOf = (asset: string) => station.rules.states.find((state) => state.assetId === asset);

  it("raises five minutes after the temperature rose, on event time, without a further sample", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 70], [T0 + 5 * S, 82.361]]);
    station.tick(T0 + 5 * MIN + 6 * S);
    expect(ofKind("rule")).toEqual([]);
    station.tick(T0 + 5 * MIN + 7 * S);
    expect(ofKind("rule")).toMatchObject([{ rule: "BearingHot", state: "active-unacknowledged", sinceUs: T0 + 5 * MIN + 5 * S, message: "Bearing at 82.36 °C on P-101", advise: "Reduce speed", severity: "high" }]);
    expect(stateOf("p1")).toMatchObject({ name: "health", member: "degraded", source: { kind: "rule", rule: "BearingHot", sinceUs: T0 + 5 * MIN + 5 * S } });
    expect(stateOf("p2")).toMatchObject({ member: "good", source: { kind: "default" } });
  });

  it("says in its message whether a condition held as it began, live and where it began while nobody watched", async () => {
    const text = HOT.replace("on {asset.name}", "hot: {bearing.temperature > 85 degC}, long: {bearing.temperature > 80 degC for 1 min}, very: {very}");
    await start({ "rules/hot.twin": `calc very on Pump = bearing.temperature > 88 degC\n${text}` });
    await station.live("p1/temp", [[T0 + 4 * S, 70], [T0 + 5 * S, 86]]);
    station.tick(T0 + 6 * MIN);
    const said = "Bearing at 86 °C hot: true, long: true, very: false";
    expect(ofKind("rule")).toMatchObject([{ message: said }]);
    await station.past("p2/temp", [[T0 + 5 * S, 86]]);
    await station.reopen();
    expect(station.rules.alarms.filter(({ kind }) => kind === "rule").map(({ message }) => message)).toEqual([said, said]);
  });

  it("goes through acknowledgement and return to its end, and keeps who and why", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 2 * S, 70], [T0 + 4 * S, 90]]);
    station.tick(T0 + 6 * MIN);
    const [alarm] = ofKind("rule");
    station.rules.acknowledge([alarm?.id ?? ""], "Ada", "on my way");
    expect(ofKind("rule")).toMatchObject([{ state: "active-acknowledged", acknowledged: { by: "Ada", note: "on my way", atUs: T0 + 6 * MIN } }]);
    await station.live("p1/temp", [[T0 + 6 * MIN + S, 60]]);
    station.tick(T0 + 7 * MIN);
    expect(ofKind("rule")).toEqual([]);
    expect(stateOf("p1")).toMatchObject({ member: "good" });
    expect(await station.rules.alarmsIn({ fromUs: T0, toUs: T0 + 10 * MIN, limit: 10 })).toMatchObject([{ state: "ended", clearedUs: T0 + 6 * MIN + S }, { kind: "cannot-decide", assetId: "p2" }]);
    expect((await station.rules.statesAt(T0 + 6 * MIN)).find((state) => state.assetId === "p1")).toMatchObject({ member: "degraded" });
    expect((await station.rules.statesAt(T0 + 8 * MIN)).find((state) => state.assetId === "p1")).toMatchObject({ member: "good" });
  });

  it("stays until acknowledged when it has returned to normal unacknowledged, and a new one is made the next time", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 90], [T0 + 6 * MIN, 60], [T0 + 7 * MIN, 90]]);
    station.tick(T0 + 20 * MIN);
    expect(ofKind("rule").map(({ state, sinceUs }) => ({ state, sinceUs }))).toEqual([
      { state: "active-unacknowledged", sinceUs: T0 + 12 * MIN },
      { state: "returned-unacknowledged", sinceUs: T0 + 5 * MIN + 4 * S },
    ]);
  });

  it("says that it cannot decide once a gap has left it undecided for a minute, naming the signal", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 70]]);
    station.tick(T0 + 10 * S);
    station.rules.onGap([station.history.idOf("p1/temp") ?? -1], T0 + 20 * S);
    // Until five minutes after the gap began the last known temperature, a cool one, still decides.
    const blindUs = T0 + 5 * MIN + 20 * S;
    station.tick(blindUs + MIN + 2 * S - 1);
    expect(ofKind("cannot-decide")).toEqual([]);
    station.tick(blindUs + MIN + 2 * S);
    expect(ofKind("cannot-decide")).toMatchObject([{ sinceUs: blindUs, severity: "high", message: "BearingHot cannot decide: bearing.temperature of P-101 is unknown." }]);
    await station.live("p1/temp", [[T0 + 7 * MIN, 71]]);
    station.tick(T0 + 8 * MIN);
    expect(ofKind("cannot-decide")).toMatchObject([{ state: "returned-unacknowledged", clearedUs: T0 + 7 * MIN }]);
  });

  it("says that it cannot decide where a signal never had a sample", async () => {
    await start();
    station.tick(T0 + 2 * MIN);
    expect(station.rules.alarms.filter((alarm) => alarm.kind === "cannot-decide").map((alarm) => alarm.assetId).sort()).toEqual(["p1", "p2"]);
  });

  it("goes on saying so over a restart, until a sample comes", async () => {
    await start();
    station.tick(T0 + 2 * MIN);
    const before = ofKind("cannot-decide");
    expect(before).toHaveLength(1);
    await station.reopen();
    expect(ofKind("cannot-decide")).toEqual(before);
    await station.live("p1/temp", [[T0 + 2 * MIN + S, 71]]);
    station.tick(T0 + 2 * MIN + 4 * S);
    expect(ofKind("cannot-decide")).toMatchObject([{ state: "returned-unacknowledged", clearedUs: T0 + 2 * MIN + S }]);
  });

  it("keeps alarms and timers over a restart, and does not raise twice", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    await station.live("p2/temp", [[T0 + 4 * MIN, 90]]);
    station.tick(T0 + 6 * MIN);
    const before = ofKind("rule");
    expect(before).toHaveLength(1);
    await station.reopen();
    expect(ofKind("rule")).toEqual(before);
    station.tick(T0 + 9 * MIN + 2 * S);
    expect(station.rules.alarms.filter((alarm) => alarm.kind === "rule" && alarm.assetId === "p2")).toMatchObject([{ sinceUs: T0 + 9 * MIN }]);
    expect(station.troubles).toEqual([]);
  });

  it("clears an alarm that ended while nothing ran", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    station.tick(T0 + 6 * MIN);
    await station.past("p1/temp", [[T0 + 8 * MIN, 50]]);
    station.nowUs = T0 + 30 * MIN;
    await station.reopen();
    expect(ofKind("rule")).toMatchObject([{ state: "returned-unacknowledged", clearedUs: T0 + 8 * MIN }]);
  });

  it("begins a new rule where a run from the first sample would stand", async () => {
    await start({});
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    station.tick(T0 + 30 * MIN);
    await station.write({ "rules/hot.twin": HOT });
    expect(ofKind("rule")).toMatchObject([{ state: "active-unacknowledged", sinceUs: T0 + 5 * MIN + 4 * S }]);
  });

  it("says of an alarm that began in the past the value with which it began", async () => {
    await start({});
    await station.live("p1/temp", [[T0 + 4 * S, 90.5], [T0 + 10 * MIN, 95], [T0 + 20 * MIN, 77]]);
    station.tick(T0 + 30 * MIN);
    station.rules.onGap([station.history.idOf("p1/temp") ?? -1], T0 + 31 * MIN);
    await station.history.addGap({ source: "plant", fromUs: T0 + 31 * MIN, reason: "lost", series: Int32Array.of(station.history.idOf("p1/temp") ?? -1) });
    station.tick(T0 + 40 * MIN);
    await station.write({ "rules/hot.twin": HOT });
    expect(ofKind("rule")).toMatchObject([{ sinceUs: T0 + 5 * MIN + 4 * S, message: "Bearing at 90.5 °C on P-101" }]);
  });

  it("runs on assets in service only, live and over history alike, and says which it leaves out", async () => {
    await start({});
    const texts = { "rules/hot.twin": HOT };
    await station.write(texts, { p1: "provisioning", p2: "maintenance" });
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    await station.live("p2/temp", [[T0 + 4 * S, 90]]);
    station.tick(T0 + 10 * MIN);
    const since = T0 + 5 * MIN + 4 * S;
    const notRun = [{ rule: "BearingHot", assetId: "p1", reason: "P-101 is still being set up (provisioning)" }];
    expect(station.rules.alarms.filter(({ kind }) => kind === "rule")).toMatchObject([{ assetId: "p2", sinceUs: since }]);
    expect(station.rules.alarms.filter(({ assetId }) => assetId === "p1")).toEqual([]);
    expect(await station.rules.backtest({ fromUs: T0, toUs: T0 + 10 * MIN })).toMatchObject({ results: [{ assetId: "p2", intervals: [{ fromUs: since }] }], notRun });
    for await (const frame of station.rules.preview({ file: "rules/hot.twin", text: HOT, span: { fromUs: T0, toUs: T0 + 10 * MIN } }, "test", new AbortController().signal)) {
      expect(frame).toMatchObject([{ rule: "BearingHot", assets: 1, fired: 1, notRun }]);
    }

    await station.write(texts, { p1: "active", p2: "retired" });
    expect(ofKind("rule")).toMatchObject([{ assetId: "p1", state: "active-unacknowledged", sinceUs: since }]);
    expect(station.rules.alarms).toContainEqual(expect.objectContaining({ assetId: "p2", state: "returned-unacknowledged" }));
    expect((await station.rules.backtest({ rule: "BearingHot" })).results.map(({ assetId }) => assetId)).toEqual(["p1"]);
  });

  it("keeps its line above the text where all its assets are out of service", async () => {
    await start({});
    const frames = [];
    await station.write({}, { p1: "retired", p2: "retired" });
    for await (const frame of station.rules.preview({ file: "rules/hot.twin", text: HOT, span: { fromUs: T0, toUs: T0 + MIN } }, "test", new AbortController().signal)) frames.push(...frame);
    expect(frames).toMatchObject([{ rule: "BearingHot", fired: 0, assets: 0, notRun: [{ assetId: "p1" }, { assetId: "p2" }] }]);
  });

  it("keeps the applied version running while another is saved, and over a restart", async () => {
    await start();
    await station.write({ "rules/hot.twin": HOT }, {}, { "rules/hot.twin": HOT.replace("80 degC", "80 bar"), "rules/new.twin": HOT.replace("BearingHot", "BearingNew") });
    expect(station.rules.status).toMatchObject([
      { file: "rules/hot.twin", running: "previous", rules: 1, diagnostics: [{ severity: "error" }], runningErrors: [] },
      { file: "rules/new.twin", running: "none", rules: 0, diagnostics: [], runningErrors: [] },
    ]);
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    station.tick(T0 + 6 * MIN);
    expect(ofKind("rule")).toHaveLength(1);
    await station.reopen();
    expect(station.rules.status).toMatchObject([{ running: "previous", rules: 1 }, { running: "none" }]);
    expect(ofKind("rule")).toHaveLength(1);
  });

  it("returns the alarms of a deleted rule to normal", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 90]]);
    station.tick(T0 + 6 * MIN);
    await station.write({});
    expect(ofKind("rule")).toMatchObject([{ state: "returned-unacknowledged" }]);
  });

  it("counts what comes behind the watermark and marks the rule as differing from a backtest", async () => {
    await start();
    await station.live("p1/temp", [[T0 + 4 * S, 70]]);
    station.tick(T0 + 60 * S);
    await station.live("p1/temp", [[T0 + 30 * S, 90]]);
    expect([...station.rules.differsFromUs]).toEqual([["BearingHot@p1", T0 + 30 * S]]);
  });
});
