/** What the study panel asks for, and what it makes of rows. */
import { describe, expect, it } from "vitest";
import { convergence, histogram, summarise } from "../../../../renderer/panels/Study/studyStatistics.ts";
import { swings } from "../../../../renderer/panels/Study/swings.ts";
import { rowFor, studyFormFor, studyRequestOf, variablesOf, type StudyForm } from "../../../../renderer/panels/Study/studyForm.ts";
import { variableText } from "../../../../renderer/panels/Study/studyWords.ts";
import { optimiseRequestOf } from "../../../../renderer/panels/Study/optimiseForm.ts";
import type { UseInfo } from "../../../../shared/contract/runs.ts";
import { shareAbove } from "../../../../shared/math/wilson.ts";
import type { StudyKind } from "../../../../shared/contract/studies.ts";

const use: UseInfo = {
  name: "Motor", model: "MotorThermal", outputs: [], together: [], assetIds: ["m1", "m2"], compared: ["m1/t"],
  inputs: [{ name: "power", unit: "kW", signals: ["m1/p", "m2/p"] }],
  parameters: [{ name: "R", unit: "K/W", low: 0.01, high: 0.1, values: [0.05, 0.06] }, { name: "C", unit: "J/K", values: [2000, 2000] }],
};
const span = { fromUs: 0, toUs: 1_000_000 };
const form = (over: Partial<StudyForm> = {}): StudyForm => ({ ...studyFormFor(use, "sweep"), ...over });
const asked = (over: Partial<StudyForm> & { readonly kind?: StudyKind } = {}) => studyRequestOf(form(over), over.kind ?? "sweep", use, span);

describe("a study's form", () => {
  it("begins with the first parameter between the model's bounds, on the first asset", () => {
    expect(asked()).toEqual({ kind: "sweep", use: "Motor", asset: "m1", span, variables: [{ of: "parameter", use: "Motor", name: "R", asset: "m1", how: "set", range: { kind: "even", low: 0.01, high: 0.1, steps: 5 } }] });
  });

  it("offers parameters before inputs, without bounds about their value, inputs by a factor", () => {
    expect(variablesOf([use]).map(({ name }) => name)).toEqual(["R", "C", "power"]);
    expect(rowFor(variablesOf([use])[1], "sweep")).toMatchObject({ how: "set", first: 1600, second: 2400 });
    expect(rowFor(variablesOf([use])[2], "sweep")).toMatchObject({ how: "scale", first: 0.8, second: 1.2 });
  });

  it("takes what the model says it does not know of a parameter, but for a sweep", () => {
    const known: UseInfo = { ...use, parameters: [{ name: "R", unit: "K/W", deviation: 0.004, values: [0.05] }] };
    expect(rowFor(variablesOf([known])[0], "monte-carlo")).toMatchObject({ range: "normal", first: 0.05, second: 0.004 });
    expect(rowFor(variablesOf([known])[0], "sweep")).toMatchObject({ range: "even", first: 0.04 });
  });

  it("asks for a normal range by middle and deviation, with samples and seed", () => {
    const request = asked({ kind: "monte-carlo", asset: undefined, variables: [{ ...rowFor(variablesOf([use])[0], "sweep"), range: "normal", first: 0.05, second: 0.005 }] });
    expect(request).toMatchObject({ kind: "monte-carlo", samples: 256, seed: 1, variables: [{ range: { kind: "normal", mean: 0.05, deviation: 0.005 } }] });
    expect(request).not.toHaveProperty("asset");
  });

  it.each<[string, Partial<StudyForm> & { readonly kind?: StudyKind }, RegExp]>([
    ["nothing varied", { variables: [] }, /at least one/],
    ["a range without room", { variables: [{ ...rowFor(variablesOf([use])[0], "sweep"), second: 0.01 }] }, /no room/],
    ["a number that is missing", { variables: [{ ...rowFor(variablesOf([use])[0], "sweep"), first: undefined }] }, /two numbers/],
    ["one thing twice", { variables: [rowFor(variablesOf([use])[0], "sweep"), rowFor(variablesOf([use])[0], "sweep")] }, /varied twice/],
    ["one step", { variables: [{ ...rowFor(variablesOf([use])[0], "sweep"), steps: 1 }] }, /at least 2/],
    ["half a sample", { kind: "monte-carlo", samples: 1.5 }, /whole number/],
  ])("says what is wrong with %s", (_what, over, says) => {
    expect(asked(over)).toMatch(says);
  });

  it("asks for the best within limits and rules, or says what they lack", () => {
    const cooled: UseInfo = { ...use, outputs: [{ name: "T", unit: "Cel", comparedWith: ["m1/t", undefined] }] };
    const form = studyFormFor(cooled, "optimisation");
    const ask = (limits: StudyForm["goal"]["limits"]) => optimiseRequestOf({ ...form, goal: { ...form.goal, limits } }, cooled, span);
    expect(ask([{ kind: "figure", output: "T", figure: "highest", side: "below", limit: 80 }, { kind: "rule", rule: "Hot", mostMinutes: 2 }])).toMatchObject({
      objective: { sense: "minimise", output: "T", figure: "mean" }, evaluations: 1000, variables: [{ name: "R", asset: "m1", range: { kind: "even", low: 0.01, high: 0.1 } }],
      constraints: [{ kind: "figure", limit: 80 }, { kind: "rule", rule: "Hot", mostUs: 120_000_000 }],
    });
    expect(ask([{ kind: "figure", output: "T", figure: "highest", side: "below", limit: undefined }])).toBe("The limit of T needs a number.");
    expect(ask([{ kind: "rule", rule: "Hot", mostMinutes: undefined }])).toMatch(/0 is never/);
  });

  it("names a range as people write it", () => {
    const variable = { of: "parameter", use: "Motor", name: "R", unit: "K/W" } as const;
    expect(variableText({ ...variable, how: "set", range: { kind: "even", low: -0.5, high: 2 } })).toBe("R = −0.5 .. 2 K/W");
    expect(variableText({ ...variable, how: "scale", range: { kind: "even", low: 0.8, high: 1.2 } })).toBe("R × 0.8 .. 1.2");
    expect(variableText({ ...variable, how: "shift", range: { kind: "normal", mean: 1, deviation: 0.1 } })).toBe("R + 1 K/W ± 0.1");
  });
});

describe("a study's numbers", () => {
  it("summarise the rows that are known", () => {
    expect(summarise([1, NaN, 3, 2], [0, 1])).toEqual({ count: 3, mean: 2, deviation: 1, low: 1, middle: 2, high: 3 });
  });

  it("say how likely a limit is passed, with Wilson's interval", () => {
    // 3 of 10: 0.108 to 0.603, as in Brown, Cai and DasGupta, Statistical Science 16 (2001) 101.
    const { share, low, high } = shareAbove([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.5);
    expect([share, low, high]).toEqual([0.3, expect.closeTo(0.1078, 4), expect.closeTo(0.6032, 4)]);
  });

  it("count rows in equal bins, all of them", () => {
    const { counts, middles } = histogram([0, 1, 2, 3, 4, 5, 6, 8]);
    expect([counts, middles]).toEqual([[2, 2, 2, 2], [1, 3, 5, 7]]);
    expect(histogram([5, 5])).toEqual({ middles: [5], counts: [2] });
  });

  it("show what the first of them say, after more and more, without those that have no solution", () => {
    const { counts, found } = convergence([2, NaN, 4], (known) => ({ mean: known.reduce((sum, value) => sum + value, 0) / known.length }));
    expect([counts, found]).toEqual([[1, 2], [{ mean: 2 }, { mean: 3 }]]);
    const long = convergence(new Float64Array(20_000), ({ length }) => ({ length }));
    expect([long.counts.length, long.counts.at(-1), long.found.at(-1)]).toEqual([60, 20_000, { length: 20_000 }]);
  });

  it("say how far each variable moves a figure, widest first, and what it has no solution for", () => {
    const variable = (name: string, low: number, high: number) => ({ of: "parameter" as const, use: "Motor", name, how: "set" as const, unit: "1", range: { kind: "even" as const, low, high } });
    const { base, rows, low, high } = swings([variable("a", 0, 2), variable("b", 1, 5), variable("c", 0, 1)], [10, 9, 12, 20, 4, NaN, 11]);
    expect([base, low, high]).toEqual([10, 4, 20]);
    expect(rows.map(({ name, swing, slope }) => [name, swing, slope])).toEqual([["b", 16, -4], ["a", 3, 1.5], ["c", 1, NaN]]);
  });
});
