import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alarmsHandlers, Operator } from "../../../main/engine/services/index.ts";
import type { CallContext } from "../../../shared/contract/define.ts";
import { MIN, projectWith, S, Station, T0 } from "./rulesFixture.ts";

const context: CallContext = { signal: new AbortController().signal, progress: () => undefined, client: "test" };
const rule = (deadband: string): string => `rule BearingHot on Pump {
  when     bearing.temperature > 80 degC
  clear    bearing.temperature < ${deadband}
  severity high
  message  "hot"
}
`;
const file = "rules/hot.twin";
const span = { fromUs: T0, toUs: T0 + 60 * MIN };

let station: Station;
let handlers: ReturnType<typeof alarmsHandlers>;

beforeEach(async () => {
  station = await Station.make({ [file]: rule("80 degC") });
  // Swings around 80 °C, every other time far enough down for a deadband of 5 K.
  await station.past("p1/temp", Array.from({ length: 40 }, (_, index) => [T0 + index * 20 * S, index % 2 === 0 ? 81 : index % 4 === 1 ? 79 : 70] as const));
  await station.past("p2/temp", [[T0, 70]]);
  station.nowUs = T0 + 60 * MIN;
  await station.open();
  handlers = alarmsHandlers({ rules: station.rules, operator: new Operator(), clock: () => station.nowUs, project: () => projectWith({ [file]: rule("80 degC") }) });
});
afterEach(() => station.remove());

describe("alarm performance from the past", () => {
  const figures = (drafts: readonly { file: string; text: string }[], only = "BearingHot") => handlers.figures({ span, source: { kind: "backtest", drafts: [...drafts] }, rule: only }, context);

  it("shows that a deadband halves the nuisance before it is put live, and puts nothing live", async () => {
    const [before, after] = [await figures([]), await figures([{ file, text: rule("75 degC") }])];
    expect(before.worst.find(({ assetId }) => assetId === "p1")).toMatchObject({ alarms: 20 });
    expect(after.worst.find(({ assetId }) => assetId === "p1")).toMatchObject({ alarms: 10 });
    expect(before.peakPer10Min).toBe(15);
    expect(before.floods).toHaveLength(1);
    expect(after.floods).toEqual([]);
    expect(station.rules.status[0]).toMatchObject({ running: "current" });
    expect(await figures([])).toEqual(before);
  });

  it("refuses a text that does not compile, in its words", async () => {
    await expect(figures([{ file, text: rule("75 bar") }])).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("rules/hot.twin cannot be tried") });
    await expect(figures([], "NoSuchRule")).rejects.toMatchObject({ code: "not-found" });
  });

  it("counts recorded alarms but those that were never announced", async () => {
    const { rules } = station;
    const recorded = () => handlers.figures({ span: { fromUs: T0, toUs: T0 + 120 * MIN }, source: { kind: "recorded" }, rule: "BearingHot" }, context);
    rules.book.withhold({ kind: "out-of-service", assetId: "p1" }, { atUs: station.nowUs, by: "Ada", reason: "overhaul" });
    await station.live("p1/temp", [[T0 + 61 * MIN, 90]]);
    await station.live("p2/temp", [[T0 + 62 * MIN, 90]]);
    station.tick(T0 + 70 * MIN);
    const { worst } = await recorded();
    expect(worst.filter(({ alarms }) => alarms > 0).map(({ assetId }) => assetId)).toEqual(["p2"]);
  });

  it("counts one asset only where one is asked for, with its parts, recorded or run over the past", async () => {
    await station.live("p1/temp", [[T0 + 61 * MIN, 90]]);
    await station.live("p2/temp", [[T0 + 62 * MIN, 90]]);
    station.tick(T0 + 70 * MIN);
    const long = { fromUs: T0, toUs: T0 + 120 * MIN };
    const of = async (kind: "recorded" | "backtest", asset: string) =>
      (await handlers.figures({ span: long, source: kind === "recorded" ? { kind } : { kind, drafts: [] }, asset }, context)).worst.filter(({ alarms }) => alarms > 0).map(({ assetId }) => assetId);
    for (const kind of ["recorded", "backtest"] as const) expect([...new Set([...(await of(kind, "p1")), ...(await of(kind, "p2"))])].sort(), kind).toEqual(["p1", "p2"]);
    for (const kind of ["recorded", "backtest"] as const) for (const asset of ["p1", "p2"]) expect(new Set(await of(kind, asset)), `${kind} ${asset}`).toEqual(new Set([asset]));
    expect(await of("recorded", "gone")).toEqual([]);
  });
});

describe("a list of shelvings", () => {
  const csv = "what,asset,rule,alarm,until,reason\r\nshelved,P-101,BearingHot,rule,,noise\r\nshelved,P-102,Unknown,,,noise\r\nout of service,P-102,,,,overhaul\r\n";

  it("is looked at row by row first, and its good rows are put in force in the importer's name", async () => {
    const looked = await handlers.importWithholdings({ csv, apply: false }, context);
    expect(looked).toMatchObject({ rows: 2, problems: [{ line: 3, reason: "No rule Unknown runs on P-102." }] });
    expect(station.rules.book.withholdings).toEqual([]);
    await handlers.importWithholdings({ csv, apply: true }, context);
    expect(await station.history.withholdings()).toMatchObject([
      { kind: "out-of-service", assetId: "p2", reason: "overhaul" }, { kind: "shelved", assetId: "p1", rule: "BearingHot", alarmKind: "rule", reason: "noise", by: new Operator().name },
    ]);
  });
});
