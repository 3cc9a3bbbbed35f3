import { describe, expect, it } from "vitest";
import { statusText } from "../../../renderer/panels/RulesTree/statusText.ts";
import type { RuleStatus } from "../../../shared/contract/rules.ts";

const STATUS: RuleStatus = { file: "rules/limits.twin", running: "current", diagnostics: [], runningErrors: [], rules: 0, calcs: 0, uses: 0, models: 0, overrides: 0 };

describe("what is said of a text in the list", () => {
  it.each<[string, Partial<RuleStatus>, string]>([
    ["counts what it holds, one in the singular", { rules: 2, calcs: 1, uses: 1, models: 1 }, "2 rules, 1 calc, 1 model, 1 use"],
    ["is not that it has nothing to run where it overrides limits", { overrides: 3 }, "3 overrides"],
    ["is that it has nothing to run where it is empty", {}, "nothing to run"],
    ["begins with what keeps it from running", { running: "none", uses: 1 }, "not applied, 1 use"],
  ])("%s", (_what, of, says) => {
    expect(statusText({ ...STATUS, ...of })).toBe(says);
  });
});
