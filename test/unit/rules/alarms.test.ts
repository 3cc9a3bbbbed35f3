import { describe, expect, it } from "vitest";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { RuleProgram, Severity } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { alarmMessage, cannotDecideMessage } from "../../../main/engine/rules/alarmMessage.ts";
import { assetStates } from "../../../main/engine/rules/assetStates.ts";

function rule(name: string, more: Partial<RuleProgram> = {}): RuleProgram {
  return {
    id: `${name}@p1`, rule: name, assetId: "p1", slots: [], when: { op: "truth", value: true }, severity: "high", message: [], unknownAfterUs: 60e6,
    position: { file: "rules/a.twin", start: 0, end: 0 }, ...more,
  };
}

describe("what an alarm says", () => {
  it("shows values with their units as people write them, members by name, and what is unknown as that", () => {
    const value = { op: "number", value: 0 } as const;
    const message = [{ text: "at " }, { value, unit: "Cel" }, { text: ", " }, { value, members: ["off", "auto"] }, { text: ", " }, { value, unit: "m3/h" }, { text: ", " }, { value }];
    expect(alarmMessage(rule("A", { message }), [NaN, 82.361, NaN, 1, NaN, NaN, NaN, 0.00001234])).toBe("at 82.36 °C, auto, unknown, 1.234e-5");
    expect(alarmMessage(rule("A"), [])).toBe("A");
  });

  it("shows conditions by true and false and what text signals say, of long ones the beginning", () => {
    const message = [{ value: { op: "number", value: 0 }, members: ["false", "true"] }, { text: " by " }, { textSlot: 0 }, { text: ", " }, { textSlot: 1 }] as const;
    expect(alarmMessage(rule("A", { message }), [1, NaN, "Ada", NaN, NaN])).toBe("true by Ada, unknown");
    expect(alarmMessage(rule("A", { message }), [0, NaN, "x".repeat(81), NaN, ""])).toBe(`false by ${"x".repeat(80)}…, `);
  });

  it("names at most two signals that are unknown", () => {
    expect(cannotDecideMessage(rule("A"), ["x of P"])).toBe("A cannot decide: x of P is unknown.");
    expect(cannotDecideMessage(rule("A"), ["x", "y"])).toBe("A cannot decide: x and y are unknown.");
    expect(cannotDecideMessage(rule("A"), ["x", "y", "z"])).toBe("A cannot decide: x, y and 1 more are unknown.");
  });
});

describe("operational states", () => {
  const states = [{ name: "health", members: ["good", "degraded", "failed"] }];
  const project: Project = {
    settings: {}, sources: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {},
    types: { t: { id: "t", name: "Pump", signals: [], parameters: [], states, look: { shape: "pump", size: [1, 1, 1] } } },
    assets: { p1: { id: "p1", name: "P-101", type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 } } },
  };
  const alarm = (name: string, severity: Severity, sinceUs: number): Alarm => ({ id: name, rule: name, kind: "rule", assetId: "p1", severity, message: "", state: "active-unacknowledged", sinceUs });
  const rules = new Map(["A", "B", "C"].map((name) => [`${name}@p1`, rule(name, { state: { name: "health", member: name === "A" ? "failed" : "degraded" } })]));
  const holder = (...alarms: Alarm[]): unknown => assetStates(project, rules, alarms)[0]?.source;

  it("are the type's default without an alarm", () => {
    expect(assetStates(project, rules, [])).toEqual([{ assetId: "p1", name: "health", member: "good", members: ["good", "degraded", "failed"], source: { kind: "default" } }]);
  });

  it("go to the highest severity, then the latest begun, then the rule's name", () => {
    expect(holder(alarm("A", "low", 30), alarm("B", "high", 10))).toMatchObject({ rule: "B" });
    expect(holder(alarm("A", "high", 30), alarm("B", "high", 10))).toMatchObject({ rule: "A", sinceUs: 30 });
    expect(holder(alarm("C", "high", 10), alarm("B", "high", 10))).toMatchObject({ rule: "B" });
  });
});
