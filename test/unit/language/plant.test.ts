import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import type { CompileResult } from "../../../shared/language/ir.ts";
import { station } from "./station.ts";

const project = station();

function compiled(text: string): CompileResult {
  const result = compile([{ id: "a.twin", text }], project);
  expect(result.diagnostics.filter((found) => found.severity === "error")).toEqual([]);
  return result;
}

/** The lowered expression of a calc on the station. */
function onStation(expression: string): unknown {
  const expr = compiled(`calc a on Station = ${expression}`).program.calcs[0]?.expr;
  return expr?.kind === "number" ? expr.value : expr?.truth;
}

function told(text: string): string[] {
  return compile([{ id: "a.twin", text }], project).diagnostics.map(({ code }) => code);
}

const signal = (slot: number): object => ({ op: "signal", slot });

describe("aggregates", () => {
  it("reads a name on all assets of a type below, in the order of the plant", () => {
    const { program } = compiled("calc a on Station = avg(children(CentrifugalPump).power)");
    expect(program.calcs[0]).toMatchObject({ unit: "kW", expr: { value: { op: "avgOf", xs: [signal(0), signal(1), signal(2)], least: 3 } } });
    expect(program.calcs[0]?.slots.map((slot) => slot.signal)).toEqual(["p1/power", "p2/power", "p3/power"]);
    expect(onStation("sum(children(Motor).electrical.power)")).toMatchObject({ op: "sumOf", xs: [signal(0), signal(1)] });
  });

  it("follows a relation to all it leads to", () => {
    expect(onStation("max(supplies.flow)")).toMatchObject({ op: "highestOf", xs: [signal(0), signal(1)], least: 2 });
    const { program } = compiled("calc a on Motor = min(parent.feeds.level)");
    expect(program.calcs.map(({ slots }) => slots.map((slot) => slot.signal))).toEqual([["t1/level"], ["t1/level"]]);
  });

  it("works conditions, windows and calculations out on each member, own names beside them", () => {
    expect(onStation("any(children(CentrifugalPump).bearing.temperature > 80 degC for 5 min)")).toMatchObject({ op: "anyOf", ps: [{ op: "for" }, { op: "for" }, { op: "for" }], least: 3 });
    expect(onStation("all(supplies.running)")).toMatchObject({ op: "allOf", ps: [{ op: "truthSignal", slot: 0 }, { op: "truthSignal", slot: 1 }] });
    expect(onStation("count(children(CentrifugalPump).mode == auto)")).toMatchObject({ op: "countOf", ps: [{ op: "compare" }, { op: "compare" }, { op: "compare" }] });
    expect(onStation("avg(avg(children(CentrifugalPump).power, 5 min))")).toMatchObject({ op: "avgOf", xs: [{ op: "avg" }, { op: "avg" }, { op: "avg" }] });
    const { program } = compiled("calc a on Station = max(children(CentrifugalPump).bearing.temperature - ambient.temperature)");
    expect(program.calcs[0]?.slots.map((slot) => slot.signal)).toEqual(["p1/bearing-temperature", "st/ambient-temperature", "p2/bearing-temperature", "p3/bearing-temperature"]);
    expect(program.calcs[0]?.unit).toBe("K");
  });

  it("asks for the share of members that must be known", () => {
    expect(onStation("avg(children(CentrifugalPump).power) coverage 50 %")).toMatchObject({ least: 2 });
    expect(onStation("any(children(CentrifugalPump).running) coverage 90 % and supply.pressure > 3 barg")).toMatchObject({ op: "and", a: { op: "anyOf", least: 3 } });
  });

  it("has a unit where there are no members", () => {
    const { program } = compiled("calc a on Tank = avg(children(CentrifugalPump).power)\ncalc b on Tank = count(children(CentrifugalPump).running)");
    expect(program.calcs[0]).toMatchObject({ unit: "kW", slots: [], expr: { value: { op: "avgOf", xs: [], least: 0 } } });
    expect(program.calcs[1]?.expr).toMatchObject({ value: { op: "countOf", ps: [], least: 0 } });
    expect(told("calc a on Tank = avg(children(CentrifugalPump).power) > 3 degC")).toEqual(["unit-mismatch"]);
  });

  it("keeps points points, and sums none", () => {
    expect(compiled("calc a on Station = avg(children(CentrifugalPump).bearing.temperature)").program.calcs[0]?.unit).toBe("Cel");
    expect(told("calc a on Station = sum(children(CentrifugalPump).bearing.temperature)")).toEqual(["unit-mismatch"]);
  });

  it("reads calcs of members, each worked out before", () => {
    const { program } = compiled("calc total.load on Station = sum(children(CentrifugalPump).load)\ncalc load on CentrifugalPump = power * 2");
    expect(program.calcs.map(({ id }) => id)).toEqual(expect.arrayContaining(["load@p1", "load@p2", "load@p3"]));
    expect(program.calcs.at(-1)?.slots.map((slot) => slot.signal)).toEqual(["p1/calc:load", "p2/calc:load", "p3/calc:load"]);
  });

  it("does not run where a member lacks the name, and says which", () => {
    const { program, diagnostics } = compile([{ id: "a.twin", text: "calc a on Station = sum(children(CentrifugalPump).motor.torque)" }], project);
    expect(program.notApplicable).toMatchObject([{ assetId: "st", reason: "North leads to P-103, which has no part or signal motor.torque" }]);
    expect(diagnostics[0]?.message).toContain("P-103");
  });

  it.each([
    ["children(CentrifugalPump).power > 3 kW", "members"], ["avg(ambient.temperature)", "no-members"], ["avg(children(Pump).power)", "unknown-type"],
    ["avg(children(CentrifugalPump).powr)", "unknown-name"], ["sum(children(CentrifugalPump).power + children(Tank).level * 1 kW/m)", "mixed-members"], ["sum(children(CentrifugalPump))", "syntax"],
  ])("says what is wrong with %s", (expression, code) => {
    expect(told(`calc a on Station = ${expression}`)).toEqual([code]);
  });
});

describe("operational state", () => {
  const setters = `rule Worn on CentrifugalPump { when bearing.temperature > 80 degC clear bearing.temperature < 75 degC severity low state health = degraded }
rule Broken on CentrifugalPump { when not running severity high state health = failed }\n`;

  it("reads the state as its rules' alarms make it, the default being the type's first", () => {
    const { program } = compiled(`${setters}calc ill on CentrifugalPump = health != ok`);
    expect(program.calcs[0]).toMatchObject({
      id: "ill@p1",
      expr: { truth: { op: "compare", kind: "!=", b: { value: 0 }, a: { op: "state", fallback: 0, contenders: [
        { rule: "Broken", member: 2, rank: 3, when: { op: "not", x: { op: "truthSignal", slot: 0 } } },
        { rule: "Worn", member: 1, rank: 1, when: { a: { op: "signal", slot: 1 } }, clear: { a: { op: "signal", slot: 1 } } },
      ] } } },
      slots: [{ signal: "p1/running" }, { signal: "p1/bearing-temperature" }],
    });
  });

  it("reads states of other assets, also together", () => {
    const { program } = compiled(`${setters}rule Station on Station { when count(children(CentrifugalPump).health == failed) > 1 severity high message "{supplies.flow}" }`.replace("{supplies.flow}", "x"));
    expect(program.rules.find(({ rule }) => rule === "Station")?.when).toMatchObject({ a: { op: "countOf", ps: [{ a: { op: "state" } }, { a: { op: "state" } }, { a: { op: "state" } }] } });
    expect(compiled(`${setters}calc a on Motor = parent.health == failed`).program.calcs[0]?.slots).toHaveLength(2);
  });

  it("keeps the strictness of the rule that sets it", () => {
    const text = "rule Strict on CentrifugalPump { when power > 3 kW severity low state health = degraded quality strict }\nrule Reads on CentrifugalPump { when health == degraded and power > 4 kW severity low }";
    expect(compiled(text).program.rules.find(({ id }) => id === "Reads@p1")?.slots).toEqual([{ signal: "p1/power", dataType: "number", strict: true }, { signal: "p1/power", dataType: "number", strict: false }]);
  });

  it("puts rules that read a state after those that set it, whatever the order of writing", () => {
    const text = `calc ill on CentrifugalPump = health == degraded\nrule Worn on CentrifugalPump { when load > 3 kW severity low state health = degraded }\ncalc load on CentrifugalPump = power`;
    expect(compiled(text).program.calcs.map(({ id }) => id)).toEqual(expect.arrayContaining(["ill@p1", "load@p1"]));
  });

  it("shows the loop where a state leads back to itself", () => {
    const text = "rule Worn on CentrifugalPump { when ill severity low state health = degraded }\ncalc ill on CentrifugalPump = health == degraded";
    const found = compile([{ id: "a.twin", text }], project);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(["loop", "loop"]);
    expect(found.diagnostics[0]?.message).toMatch(/rule Worn → ill → rule Worn|ill → rule Worn → ill/);
    expect(found.program.rules).toEqual([]);
  });

  it("is always the default where no rule sets it", () => {
    expect(compiled("calc a on CentrifugalPump = health == ok").program.calcs[0]?.expr).toMatchObject({ truth: { a: { op: "state", contenders: [], fallback: 0 } } });
  });

  it("is shown in messages by its members", () => {
    const { program } = compiled(`${setters}rule R on CentrifugalPump { when power > 3 kW severity low message "now {health}" }`);
    expect(program.rules.find(({ id }) => id === "R@p1")?.message[1]).toMatchObject({ value: { op: "state" }, members: ["ok", "degraded", "failed"] });
  });
});
