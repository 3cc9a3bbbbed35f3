import { Jobs } from "../../../main/engine/jobs/index.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AlarmBook } from "../../../main/engine/alarms/index.ts";
import { LiveRules } from "../../../main/engine/rules/LiveRules.ts";
import { Suppressions } from "../../../main/engine/rules/Suppressions.ts";
import type { RuleProgram, TruthExpr } from "../../../shared/language/ir.ts";
import { rule } from "../../unit/alarms/alarmFixture.ts";
import { MIN, S, Station, T0 } from "./rulesFixture.ts";

const HOT = `rule BearingHot on Pump {
  when     bearing.temperature > 80 degC
  severity high
  message  "Bearing at {bearing.temperature}"
  state    health = degraded
}
`;

let station: Station;
afterEach(() => station.remove());

describe("alarms of running rules, withheld by a person", () => {
  const hotId = () => station.rules.book.open.find((alarm) => alarm.kind === "rule" && alarm.assetId === "p1")?.id ?? "";
  const hot = () => station.rules.book.open.find((alarm) => alarm.kind === "rule" && alarm.assetId === "p1");
  const ada = () => ({ atUs: station.nowUs, by: "Ada", reason: "known" });

  beforeEach(async () => {
    station = await Station.make({ "rules/hot.twin": HOT });
    await station.open();
    await station.live("p1/temp", [[T0 + S, 70], [T0 + 4 * S, 90]]);
    station.tick(T0 + 10 * S);
  });

  it("are out of the list, hold their state, change no backtest, and come back unacknowledged by themselves", async () => {
    const before = await station.rules.backtest({ rule: "BearingHot" });
    station.rules.book.shelve([hotId()], T0 + 5 * MIN, ada());
    expect(station.rules.alarms.filter((alarm) => alarm.kind === "rule")).toEqual([]);
    expect(station.rules.states.find((state) => state.assetId === "p1")).toMatchObject({ member: "degraded" });
    expect(await station.rules.backtest({ rule: "BearingHot" })).toEqual(before);
    station.tick(T0 + 5 * MIN + 3 * S);
    expect(station.rules.alarms).toContainEqual(expect.objectContaining({ id: hotId(), state: "active-unacknowledged" }));
    expect((await station.rules.book.eventsOf(hotId())).map(({ what, atUs }) => [what, atUs - T0])).toEqual([["raised", 4 * S], ["shelved", 10 * S], ["shelving-ended", 5 * MIN]]);
  });

  it("stay shelved over a restart, and a shelving that ended in the pause has ended", async () => {
    station.rules.book.shelve([hotId()], T0 + 5 * MIN, ada());
    station.nowUs = T0 + 2 * MIN;
    await station.reopen();
    station.tick(T0 + 3 * MIN);
    expect(hot()).toMatchObject({ withheld: ["shelved"] });
    station.nowUs = T0 + 20 * MIN;
    await station.reopen();
    station.tick(T0 + 20 * MIN + S);
    expect(hot()).toMatchObject({ state: "active-unacknowledged" });
    expect(hot()?.withheld).toBeUndefined();
  });

  it("end unannounced where they returned in the pause before their shelving did", async () => {
    station.rules.book.shelve([hotId()], T0 + 5 * MIN, ada());
    await station.rules.book.written();
    await station.past("p1/temp", [[T0 + 4 * MIN, 60]]);
    station.nowUs = T0 + 20 * MIN;
    await station.reopen();
    station.tick(T0 + 20 * MIN + S);
    expect(hot()).toBeUndefined();
    expect((await station.rules.alarmsIn({ fromUs: T0, toUs: T0 + MIN, limit: 10 })).find((alarm) => alarm.kind === "rule")).toMatchObject({ state: "ended", clearedUs: T0 + 4 * MIN });
  });
});

describe("what a rule's text says of its alarm", () => {
  it("latches it, lets it alarm again, and suppresses it by design, and changes no backtest", async () => {
    const plain = "when bearing.temperature > 80 degC\n  severity high\n";
    station = await Station.make({ "rules/hot.twin": `rule Plain on Pump {\n  ${plain}}\nrule Held on Pump {\n  ${plain}  latched\n  re-alarm after 1 min\n  suppress running\n}\n` });
    await station.open();
    const held = () => station.rules.book.open.find((alarm) => alarm.rule === "Held" && alarm.kind === "rule" && alarm.assetId === "p1");
    await station.live("p1/running", [[T0 + S, 1]]);
    await station.live("p1/temp", [[T0 + S, 70], [T0 + 4 * S, 90]]);
    station.tick(T0 + 10 * S);
    expect(held()).toMatchObject({ withheld: ["suppressed"], silent: true, latched: true, realarmAfterUs: MIN });
    await station.live("p1/running", [[T0 + 11 * S, 0]]);
    station.tick(T0 + 20 * S);
    expect(held()).toMatchObject({ state: "active-unacknowledged" });
    await station.rules.acknowledge([held()?.id ?? ""], "Ada");
    station.tick(T0 + 70 * S);
    expect(held()).toMatchObject({ state: "active-acknowledged" });
    station.tick(T0 + 83 * S);
    expect(held()).toMatchObject({ state: "active-unacknowledged" });
    await station.live("p1/temp", [[T0 + 90 * S, 60]]);
    station.tick(T0 + 100 * S);
    expect(held()).toMatchObject({ state: "latched-unacknowledged", clearedUs: T0 + 90 * S });
    const { results } = await station.rules.backtest({});
    const intervalsOf = (name: string) => results.find((result) => result.rule === name && result.assetId === "p1")?.intervals;
    expect(intervalsOf("Held")).toEqual(intervalsOf("Plain"));
    expect(intervalsOf("Held")).toEqual([{ fromUs: T0 + 4 * S, toUs: T0 + 90 * S, truncated: false }]);
  });
});

describe("suppression by design", () => {
  const above = (slot: number, value: number): TruthExpr => ({ op: "compare", kind: ">", a: { op: "signal", slot }, b: { op: "number", value } });
  const slot = (signal: string) => ({ signal, dataType: "number" as const, strict: false });
  const program: RuleProgram = rule("Hot", { slots: [slot("p1/temp"), slot("p1/power")], when: above(0, 80), suppress: above(1, 5) });
  let book: AlarmBook;
  let suppressions: Suppressions;
  let live: LiveRules;

  async function run(rules: readonly RuleProgram[]): Promise<void> {
    const { begun, atUs } = await live.exchange({ rules: [...rules, ...suppressions.programs(rules)], calcs: [], uses: [], notApplicable: [] }, new AbortController().signal);
    suppressions.settle(begun.filter(({ instance }) => suppressions.isOne(instance.program)), new Map(rules.map((one) => [one.id, one])), atUs);
  }

  async function sample(signal: string, tUs: number, value: number): Promise<void> {
    const batch = await station.batch(signal, [[tUs, value]]);
    live.onBatch(batch);
    await station.history.append(batch);
  }

  function tick(nowUs: number): void {
    station.nowUs = nowUs;
    live.tick(nowUs);
    suppressions.tick(nowUs);
    book.tick(live.watermarkUs);
  }

  beforeEach(async () => {
    station = await Station.make({});
    await station.open();
    await open();
  });

  async function open(): Promise<void> {
    book = await AlarmBook.open({ store: station.history, onTrouble: (error) => station.troubles.push(error) });
    suppressions = new Suppressions(book);
    live = new LiveRules({
      history: station.history, jobs: new Jobs({ clock: () => station.nowUs }), clock: () => station.nowUs, latenessUs: 2 * S, toldBlindSinceUs: () => undefined, onTrouble: (error) => station.troubles.push(error), onCalc: () => undefined,
      onAlarm: (told, transition) => {
        if (suppressions.isOne(told)) suppressions.onTransition(told, transition);
        else if (transition.kind === "raised") book.raise(told, "rule", transition.atUs, "", transition.atUs);
        else if (transition.kind === "cleared") book.clear(told.id, "rule", transition.atUs);
      },
    });
    await run([program]);
  }

  it("hides the alarm while its condition holds and brings it back unacknowledged, with the instants of the samples", async () => {
    await sample("p1/power", T0 + S, 9);
    await sample("p1/temp", T0 + 2 * S, 90);
    tick(T0 + 10 * S);
    expect(book.open).toMatchObject([{ withheld: ["suppressed"], silent: true, sinceUs: T0 + 2 * S }]);
    await sample("p1/power", T0 + 11 * S, 0);
    tick(T0 + 20 * S);
    expect(book.open).toMatchObject([{ state: "active-unacknowledged" }]);
    expect(book.open[0]?.withheld).toBeUndefined();
    expect((await book.eventsOf(book.open[0]?.id ?? "")).map(({ what, atUs }) => [what, atUs - T0])).toEqual([["raised", 2 * S], ["unsuppressed", 11 * S]]);
  });

  it("suppresses no more once its condition has been unknown for as long as the rule allows", async () => {
    await sample("p1/power", T0 + S, 9);
    await sample("p1/temp", T0 + 2 * S, 90);
    tick(T0 + 10 * S);
    live.onGap(await station.history.ensureSeries([{ signal: "p1/power" }]).then((ids) => Int32Array.from(ids)), T0 + 20 * S);
    tick(T0 + 70 * S);
    expect(book.open).toMatchObject([{ withheld: ["suppressed"] }]);
    tick(T0 + 90 * S);
    expect(book.open[0]?.withheld).toBeUndefined();
    await sample("p1/power", T0 + 100 * S, 9);
    tick(T0 + 110 * S);
    expect(book.open).toMatchObject([{ withheld: ["suppressed"] }]);
  });

  it("goes on over a restart where its past says so, and ends with the rule's suppress", async () => {
    await sample("p1/power", T0 + S, 9);
    tick(T0 + 10 * S);
    await book.close();
    await open();
    expect(book.withholdings).toMatchObject([{ kind: "suppressed", rule: "Hot", sinceUs: T0 + S }]);
    const { suppress: _gone, ...plain } = program;
    await run([plain]);
    expect(book.withholdings).toEqual([]);
  });
});
