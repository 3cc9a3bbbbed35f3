import { describe, expect, it } from "vitest";
import { fileOfRule, offsetOfRule } from "../../../renderer/app/rulePlace.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const texts = {
  "rules/a.twin": "// rule HotBearing was here\nrule Hot on Pump { when a > 1 }\n  rule `Too hot` on Pump { when a > 2 } rule `Näher (2)` on Pump { when a > 3 }",
  "rules/b.twin": 'rule HotBearing on Pump { when a > 1 message "see\nrule Cold" }',
};
const project = { ...emptyProject("Plant", "UTC"), texts: Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, { id, text }])) };

describe("the place of a rule", () => {
  it("is found by its whole name, quoted or not", () => {
    expect(["Hot", "HotBearing", "Too hot", "Näher (2)", "Bearing"].map((rule) => fileOfRule(project, rule))).toEqual(["rules/a.twin", "rules/b.twin", "rules/a.twin", "rules/a.twin", undefined]);
  });

  it("is where the word rule begins, and never in a comment", () => {
    const text = texts["rules/a.twin"];
    expect(offsetOfRule(text, "Hot")).toBe(text.indexOf("rule Hot on"));
    expect(offsetOfRule(text, "Too hot")).toBe(text.indexOf("rule `Too hot`"));
    expect(offsetOfRule(text, "Näher (2)")).toBe(text.indexOf("rule `Näher"));
    expect(offsetOfRule(text, "HotBearing")).toBeUndefined();
  });
});
