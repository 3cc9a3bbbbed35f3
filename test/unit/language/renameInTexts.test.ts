import { describe, expect, it } from "vitest";
import { targetOf } from "../../../shared/language/assist.ts";
import { compile } from "../../../shared/language/compile.ts";
import { withTextsRenamed, withTypeRenamed } from "../../../shared/language/renameInTexts.ts";
import { appliedTexts } from "../../../shared/model/edits/texts.ts";
import { applyChanges, type EntityChange } from "../../../shared/model/change.ts";
import { station } from "./station.ts";

const RULE = `rule Hot on CentrifugalPump {
  when bearing.temperature > 80 degC // bearing.temperature as it is called
  severity high
  message "{bearing.temperature}"
}
`;

describe("renaming a signal of the plant", () => {
  it("renames it in what is saved and in what was applied, as one change, so that nothing stops running", () => {
    const project = { ...station(), texts: { "rules/hot.twin": { id: "rules/hot.twin", text: RULE.replace("80", "90"), applied: RULE } } };
    const type = Object.values(project.types).find(({ name }) => name === "CentrifugalPump");
    const signal = type?.signals.find(({ name }) => name === "bearing.temperature");
    if (!type || !signal) throw new Error("The station has no such signal.");
    const after = { ...type, signals: type.signals.map((one) => (one === signal ? { ...one, name: "bearing.heat" } : one)) };
    const change = withTextsRenamed({ label: "Rename", changes: [{ table: "types", id: type.id, after }] }, project, targetOf.signal(type.id, signal.id), "bearing.heat");
    expect(change.changes.map(({ table }) => table)).toEqual(["types", "texts"]);
    // Proposed changes have the entities of their tables.
    const renamed = applyChanges(project, change.changes as unknown as readonly EntityChange[]);
    expect(renamed.texts["rules/hot.twin"]?.text).toContain("when bearing.heat > 90 degC // bearing.temperature as it is called");
    expect(renamed.texts["rules/hot.twin"]?.applied).toContain('message "{bearing.heat}"');
    expect(compile(appliedTexts(renamed), renamed).diagnostics).toEqual([]);
  });

  it("follows a type that was edited: several signals, a parameter and the type's own name at once", () => {
    const text = "rule Hot on CentrifugalPump {\n  when bearing.temperature > limit.temperature and power > 3 kW\n  severity high\n}\n";
    const project = { ...station(), texts: { "rules/hot.twin": { id: "rules/hot.twin", text, applied: text } } };
    const type = Object.values(project.types).find(({ name }) => name === "CentrifugalPump");
    if (!type) throw new Error("The station has no such type.");
    const called = <T extends { readonly name: string }>(list: readonly T[], from: string, to: string): T[] => list.map((one) => (one.name === from ? { ...one, name: to } : one));
    const draft = { ...type, name: "Pump", signals: called(called(type.signals, "bearing.temperature", "heat"), "power", "drive.power"), parameters: called(type.parameters, "limit.temperature", "hottest") };
    const change = withTypeRenamed({ label: "Edit", changes: [{ table: "types", id: type.id, after: draft }] }, project, draft);
    const renamed = applyChanges(project, change.changes as unknown as readonly EntityChange[]);
    expect(renamed.texts["rules/hot.twin"]?.text).toBe("rule Hot on Pump {\n  when heat > hottest and drive.power > 3 kW\n  severity high\n}\n");
    expect(renamed.texts["rules/hot.twin"]?.applied).toBe(renamed.texts["rules/hot.twin"]?.text);
    expect(compile(appliedTexts(renamed), renamed).diagnostics).toEqual([]);
  });

  it("follows operational states and their members, the members of enums too, in rules, templates and conditions", () => {
    const text = `template Failing(x : degC) {
  when x > 80 degC
  severity high
  state health = failed
}
rule Hot on CentrifugalPump = Failing(bearing.temperature)
rule Warm on CentrifugalPump {
  when bearing.temperature > 60 degC and mode == auto and mode != "hand"
  severity low
  state health = degraded
}
calc down on CentrifugalPump = health == failed or "degraded" == health
calc any.down on Station = any(children(CentrifugalPump).health == failed)
`;
    const project = { ...station(), texts: { "rules/hot.twin": { id: "rules/hot.twin", text, applied: text } } };
    const type = Object.values(project.types).find(({ name }) => name === "CentrifugalPump");
    if (!type) throw new Error("The station has no such type.");
    const draft = {
      ...type,
      signals: type.signals.map((signal) => (signal.name === "mode" ? { ...signal, members: ["off", "automatic", "by hand"] } : signal)),
      states: [{ name: "condition", members: ["ok", "worn", "dead", "scrapped"] }, { name: "phase", members: ["new", "old"] }],
    };
    const renamed = applyChanges(project, withTypeRenamed({ label: "Edit", changes: [{ table: "types", id: type.id, after: draft }] }, project, draft).changes as unknown as readonly EntityChange[]);
    const after = text.replaceAll("health", "condition").replaceAll("failed", "dead").replaceAll("degraded", "worn").replace("auto", "automatic").replace('"hand"', '"by hand"');
    expect(renamed.texts["rules/hot.twin"]?.text).toBe(after);
    expect(renamed.texts["rules/hot.twin"]?.applied).toBe(after);
    expect(compile(appliedTexts(renamed), renamed).diagnostics).toEqual([]);
  });

  it("leaves the texts alone where a state or member was taken away: they are told what is missing", () => {
    const text = "rule Hot on CentrifugalPump {\n  when power > 3 kW\n  severity high\n  state health = degraded\n}\n";
    const project = { ...station(), texts: { "rules/hot.twin": { id: "rules/hot.twin", text } } };
    const type = Object.values(project.types).find(({ name }) => name === "CentrifugalPump");
    if (!type) throw new Error("The station has no such type.");
    const change = { label: "Edit", changes: [] };
    for (const states of [[], [{ name: "health", members: ["ok", "failed"] }], [{ name: "health", members: ["failed", "degraded", "ok"] }]]) expect(withTypeRenamed(change, project, { ...type, states })).toBe(change);
  });

  it("exchanges two names", () => {
    const text = "rule Hot on CentrifugalPump {\n  when power > 3 kW and flow < 2 m3/h\n  severity high\n}\n";
    const base = station();
    const type = Object.values(base.types).find(({ name }) => name === "CentrifugalPump");
    if (!type) throw new Error("The station has no such type.");
    const others: Readonly<Record<string, string>> = { power: "flow", flow: "power" };
    const draft = { ...type, signals: type.signals.map((signal) => ({ ...signal, name: others[signal.name] ?? signal.name })) };
    expect(draft.signals.map(({ name }) => name)).toEqual(expect.arrayContaining(["power", "flow"]));
    const project = { ...base, texts: { "rules/hot.twin": { id: "rules/hot.twin", text, applied: text } } };
    const renamed = applyChanges(project, withTypeRenamed({ label: "Edit", changes: [{ table: "types", id: type.id, after: draft }] }, project, draft).changes as unknown as readonly EntityChange[]);
    expect(renamed.texts["rules/hot.twin"]?.text).toContain("when flow > 3 kW and power < 2 m3/h");
    expect(compile(appliedTexts(renamed), renamed).diagnostics).toEqual([]);
  });

  it("leaves a change alone that no text is concerned by", () => {
    const change = { label: "Rename", changes: [] };
    expect(withTextsRenamed(change, station(), targetOf.asset("p1"), "P-1")).toBe(change);
  });
});
