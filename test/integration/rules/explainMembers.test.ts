/** Aggregates over members of the plant, taken apart by member, over a real history. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExplainedPart } from "../../../shared/contract/rules.ts";
import { explainParts } from "../../../main/engine/rules/explainParts.ts";
import { ruleParts } from "../../../shared/language/explain/ruleParts.ts";
import { station as plant } from "../../unit/language/station.ts";
import { MIN, Station, T0 } from "./rulesFixture.ts";

const project = plant();

describe("why an aggregate is as it is", () => {
  let station: Station;
  beforeEach(async () => {
    station = await Station.make({});
    await station.past("p1/running", [[T0, 0]]);
    await station.past("p2/running", [[T0, 0], [T0 + 5 * MIN, 1]]);
    await station.past("p1/power", [[T0, 2], [T0 + 5 * MIN, 4]]);
    await station.past("p2/power", [[T0, 3]]);
    await station.past("p3/power", [[T0, 1]]);
    await station.past("m1/torque", [[T0, 7]]);
    await station.past("m2/torque", [[T0, 9]]);
    station.nowUs = T0 + 20 * MIN;
    await station.open();
  });
  afterEach(() => station.remove());

  async function why(condition: string, tUs: number, more = ""): Promise<ExplainedPart> {
    const asset = project.assets["st"];
    const parts = asset && ruleParts([{ id: "a.twin", text: `${more}rule R on Station {\n  when ${condition}\n  severity low\n}\n` }], project, "R", asset);
    const { parts: [when] } = await explainParts(station.history, parts ?? [], tUs, new AbortController().signal);
    if (!when) throw new Error("no part");
    return when;
  }
  /** `asset: text = value`, indented by depth. */
  const shown = (parts: readonly ExplainedPart[], depth = 0): string[] => parts.flatMap(({ heading, text, value, parts: inner }) => [
    `${" ".repeat(depth)}${heading === undefined ? "" : `${heading}: `}${text} = ${value.kind === "none" || value.value === undefined ? "unknown" : String(value.value)}`, ...shown(inner, depth + 1),
  ]);

  it("shows each member with its own value, and by which one any is true", async () => {
    const part = await why("any(children(CentrifugalPump).running)", T0 + 6 * MIN);
    expect(part).toMatchObject({ value: { value: true }, decidedBy: ["P-102"], sinceUs: T0 + 5 * MIN });
    expect(shown(part.parts)).toEqual(["P-101: children(CentrifugalPump).running = false", "P-102: children(CentrifugalPump).running = true", "P-103: children(CentrifugalPump).running = unknown"]);
    expect(part.parts.map(({ signal }) => signal)).toEqual(["p1/running", "p2/running", "p3/running"]);
    expect(part.parts[2]).toMatchObject({ unknown: { kind: "no-sample" } });
    const before = await why("any(children(CentrifugalPump).running)", T0 + MIN);
    // One that is unknown might be running: without a coverage all of them must be known.
    expect(before).toMatchObject({ value: { kind: "truth" }, decidedBy: ["P-103"] });
    const most = await why("any(children(CentrifugalPump).running) coverage 50 %", T0 + MIN);
    expect(most).toMatchObject({ value: { value: false }, parts: [{ heading: "P-101" }, { heading: "P-102" }, { heading: "P-103" }] });
    expect(most.decidedBy).toBeUndefined();
  });

  it("takes apart what stands in the brackets, names of the asset itself, timers and calcs included", async () => {
    const calcs = "calc load : kW on CentrifugalPump = power * 2\ncalc most : kW on Station = (ambient.temperature - 0 degC) * 1 kW/K\n";
    await station.past("st/ambient-temperature", [[T0, 7]]);
    const part = await why("all(children(CentrifugalPump).load < most for 1 min)", T0 + 7 * MIN, calcs);
    expect(part).toMatchObject({ value: { value: false }, decidedBy: ["P-101"] });
    expect(shown(part.parts).slice(0, 10)).toEqual([
      "P-101: children(CentrifugalPump).load < most for 1 min = false", " children(CentrifugalPump).load < most = false", "  children(CentrifugalPump).load = 8",
      "   calc load: power * 2 = 8", "    power = 4", "  most = 7", "   calc most: (ambient.temperature - 0 degC) * 1 kW/K = 7", "    ambient.temperature - 0 degC = 7", "     ambient.temperature = 7", "P-102: children(CentrifugalPump).load < most for 1 min = true",
    ]);
  });

  it("names the member that has the highest, those that count, and of members of one name where they stand", async () => {
    const most = await why("max(children(CentrifugalPump).power) > 3.5 kW", T0 + 6 * MIN);
    expect(most.parts[0]).toMatchObject({ value: { value: 4, unit: "kW" }, decidedBy: ["P-101"] });
    const counted = await why("count(children(CentrifugalPump).power > 2.5 kW) > 1", T0 + 6 * MIN);
    expect(counted.parts[0]).toMatchObject({ value: { value: 2 }, decidedBy: ["P-101", "P-102"] });
    const torque = await why("sum(children(Motor).torque) > 10 N.m", T0 + 6 * MIN);
    expect(torque.parts[0]?.decidedBy).toBeUndefined();
    expect(shown(torque.parts[0]?.parts ?? [])).toEqual(["P-101 › motor: children(Motor).torque = 7", "P-102 › motor: children(Motor).torque = 9"]);
  });

  it("follows relations, limits of the rule and aggregates within aggregates", async () => {
    const related = await why("any(supplies.power > 3.5 kW)", T0 + 6 * MIN);
    expect(related).toMatchObject({ decidedBy: ["P-101"] });
    expect(shown(related.parts)).toEqual(["P-101: supplies.power > 3.5 kW = true", " supplies.power = 4", "P-102: supplies.power > 3.5 kW = false", " supplies.power = 3"]);
    const nested = await why("any(children(CentrifugalPump).power > avg(children(CentrifugalPump).power) + 1 kW)", T0 + 6 * MIN);
    expect(nested.decidedBy).toEqual(["P-101"]);
    expect(shown(nested.parts).filter((line) => line.startsWith("   "))).toContain("   P-102: children(CentrifugalPump).power = 3");
  });
});
