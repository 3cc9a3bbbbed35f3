import { describe, expect, it } from "vitest";
import { changeables, unitOfAmount, whatIfFormAt, whatIfFormOf, whatIfRequestOf } from "../../../../renderer/panels/Runs/whatIfForm.ts";
import type { Run, UseInfo } from "../../../../shared/contract/runs.ts";
import { changeText } from "../../../../shared/contract/whatIf.ts";

const HOUR_US = 3_600_000_000;
const uses: UseInfo[] = [
  { name: "Heating", model: "Heating", outputs: [], together: [], assetIds: ["h1", "h2"], compared: ["h1/t"], inputs: [{ name: "power", unit: "kW", signals: ["h1/p", "h2/p"] }], parameters: [{ name: "R", unit: "K/W", values: [0.5, 0.6] }] },
  { name: "Tank", model: "Tank", outputs: [], together: [], assetIds: ["t1"], compared: [], inputs: [{ name: "water", unit: "Cel", signals: [undefined] }], parameters: [] },
];

describe("the what-if form", () => {
  it("offers the inputs and parameters of what is solved", () => {
    expect(changeables(uses, undefined).map(({ use, name }) => `${use} ${name}`)).toEqual(["Heating power", "Heating R", "Tank water"]);
    expect(changeables(uses, "Tank").map(({ name }) => name)).toEqual(["water"]);
  });

  it("gives a shift the unit of a difference, and a factor none", () => {
    const [, , water] = changeables(uses, undefined);
    if (!water) throw new Error("water is not offered");
    expect([unitOfAmount(water, "set"), unitOfAmount(water, "shift"), unitOfAmount(water, "scale")]).toEqual(["Cel", "K", ""]);
  });

  it("says what is still missing, and becomes a request when nothing is", () => {
    const form = whatIfFormAt(5, uses);
    expect(whatIfRequestOf(form, uses)).toBe("a number for power");
    expect(whatIfRequestOf({ ...form, hours: undefined }, uses)).toBe("how long to go on");
    const [row] = form.changes;
    if (!row) throw new Error("the form begins with a change");
    expect(whatIfRequestOf({ ...form, hours: 2, changes: [{ ...row, how: "scale", amount: 1.5, asset: "h1" }] }, uses)).toEqual({
      atUs: 5, forUs: 2 * HOUR_US, warmUpUs: 24 * HOUR_US, changes: [{ of: "input", use: "Heating", name: "power", how: "scale", amount: 1.5, asset: "h1" }],
    });
  });

  it("is filled from a run, so that one thing can be changed", () => {
    const run: Run = {
      id: "run-1", name: "Blocked", kind: "what-if", state: "done", startedUs: 0, fromUs: 7, toUs: 7 + HOUR_US, steps: 1, uses: ["Heating"], compared: [], signals: [],
      origin: { use: "Heating", version: "1", texts: {}, program: "", inputs: "", outputs: "" },
      whatIf: { atUs: 7, warmUpUs: HOUR_US, start: [], held: [], changes: [{ of: "parameter", use: "Heating", name: "R", how: "set", amount: 1, unit: "K/W", asset: "h2" }] },
    };
    const form = whatIfFormOf(run, uses);
    expect(whatIfRequestOf(form, uses)).toEqual({ use: "Heating", atUs: 7, forUs: HOUR_US, warmUpUs: HOUR_US, changes: [{ of: "parameter", use: "Heating", name: "R", how: "set", amount: 1, asset: "h2" }] });
  });

  it("writes changes as an engineer does", () => {
    expect((["set", "shift", "scale"] as const).map((how) => changeText({ name: "T", how, amount: -2, unit: how === "shift" ? "K" : "Cel" }))).toEqual(["T = −2 °C", "T − 2 K", "T × -2"]);
  });
});
