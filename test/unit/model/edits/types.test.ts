import { describe, expect, it } from "vitest";
import { deleteType, emptyType, saveType, typeProblems } from "../../../../shared/model/edits/types.ts";
import { plantProject as project, pumpType } from "./plantProject.ts";

describe("editing types", () => {
  it("removes the bindings of a removed signal and own values of a removed parameter", () => {
    const { changes } = saveType(project, { ...pumpType, signals: pumpType.signals.slice(1), parameters: [] });
    expect(changes.map(({ table, id, after }) => [table, id, after === undefined])).toEqual([["types", "pump", false], ["bindings", "b1", true], ["assets", "p1", false]]);
    expect(changes[2]?.after?.["parameters"]).toEqual({});
  });

  it("touches nothing else when a signal is renamed: samples stay attached by id", () => {
    const renamed = { ...pumpType, signals: pumpType.signals.map((signal) => ({ ...signal, name: `${signal.name}_new` })) };
    expect(saveType(project, renamed).changes).toHaveLength(1);
  });

  it.each([
    ["Centrifugal Pump", "one word"],
    ["2Pump", "one word"],
  ])("refuses the type name %s", (name, why) => {
    expect(typeProblems(project, { ...emptyType("x", name) })[0]).toContain(why);
  });

  it("refuses a name another type has", () => {
    expect(typeProblems(project, emptyType("x", "CentrifugalPump"))).toEqual(["There is already a type CentrifugalPump."]);
  });

  it("finds names that stand twice, units that are none, and limits the wrong way round", () => {
    const signals = [
      { id: "1", name: "flow", unit: "m3/h", dataType: "number" as const },
      { id: "2", name: "flow", unit: "blorps", dataType: "number" as const },
      { id: "3", name: "head", unit: "m", dataType: "number" as const, limits: { low: 5, high: 1 } },
    ];
    const problems = typeProblems(project, { ...pumpType, signals });
    expect(problems.some((problem) => problem.includes("flow stands twice"))).toBe(true);
    expect(problems.some((problem) => problem.includes("blorps"))).toBe(true);
    expect(problems.some((problem) => problem.includes("head: the lower limit"))).toBe(true);
    expect(() => saveType(project, { ...pumpType, signals })).toThrow();
  });

  it("does not delete a type in use, and names who uses it", () => {
    expect(() => deleteType(project, "pump")).toThrow("Station and 4 more are of type CentrifugalPump");
  });
});
