/** Why a rule is as it is at an instant, over a real history. */
import { afterEach, describe, expect, it } from "vitest";
import type { ExplainedPart } from "../../../shared/contract/rules.ts";
import { MIN, S, Station, T0 } from "./rulesFixture.ts";

const TEXT = `calc double : kW on Pump = power + power
rule Hot on Pump {
  when  bearing.temperature > 80 degC for 5 min // held
        and (double > 3 kW or not running)
  clear bearing.temperature < 75 degC
  severity high
}
`;

describe("why a rule is as it is", () => {
  let station: Station;
  afterEach(() => station.remove());

  async function start(): Promise<void> {
    station = await Station.make({ "rules/hot.twin": TEXT });
    await station.past("p1/temp", [[T0, 70], [T0 + MIN, 90], [T0 + 10 * MIN, 60]]);
    await station.past("p1/power", [[T0, 1], [T0 + 2 * MIN, 2]]);
    station.nowUs = T0 + 20 * MIN;
    await station.open();
  }
  const why = (tUs: number, draft?: { file: string; text: string }) => station.rules.explain({ rule: "Hot", asset: "p1", tUs, draft }, new AbortController().signal);
  /** `text = value`, indented by depth. */
  const shown = (parts: readonly ExplainedPart[], depth = 0): string[] => parts.flatMap(({ text, value, parts: inner }) => [
    `${" ".repeat(depth)}${text} = ${value.kind === "none" || value.value === undefined ? "unknown" : String(value.value)}${value.kind === "number" && value.unit !== undefined ? ` ${value.unit}` : ""}`, ...shown(inner, depth + 1),
  ]);

  it("takes the conditions apart as they are written, calcs opened, each part with its value", async () => {
    await start();
    const { parts } = await why(T0 + 6 * MIN);
    expect(parts.map(({ heading }) => heading)).toEqual(["when", "clear"]);
    expect(shown(parts)).toEqual([
      "bearing.temperature > 80 degC for 5 min and (double > 3 kW or not running) = true",
      " bearing.temperature > 80 degC for 5 min = true",
      "  bearing.temperature > 80 degC = true",
      "   bearing.temperature = 90 Cel",
      " double > 3 kW or not running = true",
      "  double > 3 kW = true",
      "   double = 4 kW",
      "    power + power = 4 kW",
      "     power = 2 kW",
      "     power = 2 kW",
      "  not running = unknown",
      "   running = unknown",
      "bearing.temperature < 75 degC = false",
      " bearing.temperature = 90 Cel",
    ]);
  });

  it("says since when each part has been so, timers between samples included", async () => {
    await start();
    const { parts: [when] } = await why(T0 + 6 * MIN - S);
    const held = when?.parts[0];
    expect(held).toMatchObject({ value: { value: false }, parts: [{ value: { value: true }, sinceUs: T0 + MIN }] });
    expect((await why(T0 + 6 * MIN)).parts[0]?.parts[0]).toMatchObject({ value: { value: true }, sinceUs: T0 + 6 * MIN });
  });

  it("says of each signal when its last sample was, and why it is not known", async () => {
    await start();
    await station.history.addGap({ source: "s", fromUs: T0 + 3 * MIN, toUs: T0 + 4 * MIN, reason: "connection lost", series: Int32Array.of(station.history.idOf("p1/power") ?? -1) });
    const leaves = (parts: readonly ExplainedPart[]): ExplainedPart[] => parts.flatMap((part) => (part.signal === undefined ? leaves(part.parts) : [part]));
    const of = async (signal: string, tUs: number) => leaves((await why(tUs)).parts).find((leaf) => leaf.signal === signal);
    expect(await of("p1/temp", T0 + 2 * MIN)).toMatchObject({ value: { value: 90, unit: "Cel" }, sample: { tUs: T0 + MIN, status: 0 } });
    expect(await of("p1/power", T0 + 5 * MIN)).toMatchObject({ value: { kind: "number" }, sample: { tUs: T0 + 2 * MIN }, unknown: { kind: "gap", sinceUs: T0 + 3 * MIN } });
    expect(await of("p1/running", T0 + 5 * MIN)).toMatchObject({ unknown: { kind: "no-sample" } });
  });

  it("explains a draft as it is typed, and not what runs", async () => {
    await start();
    const { parts } = await why(T0 + 6 * MIN, { file: "rules/hot.twin", text: TEXT.replace("80 degC", "95 degC") });
    expect(parts[0]).toMatchObject({ value: { value: false } });
  });

  it("names the alarm that stands at the instant", async () => {
    await start();
    await station.live("p2/temp", [[T0 + 21 * MIN, 60]]);
    await station.live("p1/temp", [[T0 + 21 * MIN, 90]]);
    station.tick(T0 + 30 * MIN);
    expect(await why(T0 + 28 * MIN)).toMatchObject({ activeSinceUs: T0 + 26 * MIN });
    expect((await why(T0 + 25 * MIN)).activeSinceUs).toBeUndefined();
  });

  it("agrees with the backtest at every instant", async () => {
    await start();
    const { results } = await station.rules.backtest({ fromUs: T0, toUs: T0 + 15 * MIN });
    const [interval] = results.find(({ assetId }) => assetId === "p1")?.intervals ?? [];
    expect(interval).toEqual({ fromUs: T0 + 6 * MIN, toUs: T0 + 10 * MIN, truncated: false });
    for (const [tUs, value] of [[T0 + 6 * MIN - 1, false], [T0 + 6 * MIN, true], [T0 + 10 * MIN - 1, true], [T0 + 10 * MIN, false]] as const) {
      expect((await why(tUs)).parts[0]?.value).toEqual({ kind: "truth", value });
    }
  });

  it("says where it does not run, and why", async () => {
    await start();
    await expect(station.rules.explain({ rule: "Cold", asset: "p1", tUs: T0 }, new AbortController().signal)).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("Cold does not run on P-101") });
  });

  it("says how far back it looked where there are more samples than it can take", async () => {
    await start();
    await station.past("p1/temp", Array.from({ length: 3_000 }, (_, index) => [T0 + 11 * MIN + index * 50_000, 85 + (index % 2)] as const));
    const { cutAtUs, parts } = await why(T0 + 14 * MIN);
    expect(cutAtUs).toBe(T0 + 11 * MIN + 1_000 * 50_000);
    expect(parts).toHaveLength(2);
  });
});
