import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { inlineCalcs, interpret, type SeriesInput } from "../../../shared/language/machines/index.ts";
import type { Project } from "../../../shared/model/project.ts";

const project: Project = {
  settings: {}, sources: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {},
  types: { t: { id: "t", name: "Machine", signals: [{ id: "x", name: "x", unit: "kW", dataType: "number" }, { id: "said", name: "said", dataType: "text" }], parameters: [], states: [], look: { shape: "box", size: [1, 1, 1] } } },
  assets: { a: { id: "a", name: "A", type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 } } },
};

const inlined = (text: string) => inlineCalcs(compile([{ id: "rules/a.twin", text }], project).program);

function input(samples: readonly (readonly [number, number])[]): SeriesInput {
  return {
    samples: { tUs: Float64Array.from(samples, ([t]) => t), value: Float64Array.from(samples, ([, v]) => v), status: new Uint32Array(samples.length), flags: new Uint8Array(samples.length) },
    gapStartsUs: [], confirmations: [],
  };
}

describe("calcs in place of their names", () => {
  it("changes no answer, whatever stands around the name", () => {
    const byName = inlined("calc double : kW on Machine = x + x\ncalc busy on Machine = double > 4 kW for 10 s\nrule R on Machine {\n  when busy and double < 20 kW\n  severity low\n}\n");
    const byText = inlined("rule R on Machine {\n  when (x + x > 4 kW for 10 s) and x + x < 20 kW\n  severity low\n}\n");
    expect(byName.rules[0]?.when).toEqual(byText.rules[0]?.when);
    expect(byName.rules[0]?.slots).toEqual(byText.rules[0]?.slots);
  });

  it("stands in messages too, conditions by true and false and beside texts whose place moves", () => {
    const { rules } = inlined('calc busy on Machine = x > 4 kW\ncalc big : kW on Machine = x + x\nrule R on Machine {\n  when big > 1 kW\n  severity low\n  message "{busy} {said}"\n}\n');
    expect(rules[0]?.slots.map((slot) => slot.signal)).toEqual(["a/x", "a/said"]);
    expect(rules[0]?.message).toMatchObject([{ value: { op: "countOf", ps: [{ op: "compare" }] }, members: ["false", "true"] }, { text: " " }, { textSlot: 1 }]);
  });

  it("reads each measured signal once, however often calcs mention it", () => {
    const { rules, calcs } = inlined("calc b : kW on Machine = a + x\ncalc a : kW on Machine = x * 2\nrule R on Machine {\n  when a + b > x\n  severity low\n}\n");
    expect(rules[0]?.slots.map((slot) => slot.signal)).toEqual(["a/x"]);
    expect(calcs.every((calc) => calc.slots.every((slot) => slot.signal === "a/x"))).toBe(true);
    const rule = rules[0];
    if (rule === undefined) throw new Error("no rule");
    expect(interpret(rule, [input([[0, 1], [10, -1], [20, -1]])], { fromUs: 0, toUs: 20 }).active).toEqual([{ fromUs: 0, toUs: 10, truncated: false }]);
  });

  it("leaves out what would double with every step, and says so, instead of filling the memory", () => {
    const steps = Array.from({ length: 60 }, (_, step) => `calc c${step + 1} : kW on Machine = c${step} + c${step}`).join("\n");
    const { rules, calcs, notApplicable } = inlined(`calc c0 : kW on Machine = x\n${steps}\nrule R on Machine {\n  when c60 > 3 kW\n  severity low\n}\nrule Ok on Machine {\n  when c3 > 3 kW\n  severity low\n}\n`);
    expect(rules.map((rule) => rule.rule)).toEqual(["Ok"]);
    expect(calcs).toHaveLength(9);
    expect(notApplicable).toHaveLength(53);
    expect(notApplicable.at(-1)).toMatchObject({ what: "R", assetId: "a" });
  });
});
