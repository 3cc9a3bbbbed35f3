import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../../renderer/panels/Runs/compareRuns.ts";
import type { Run } from "../../../../shared/contract/runs.ts";

const words = { time: String, signal: (id: string) => id, asset: (id: string) => id, amount: (value: number, unit: string) => `${value} ${unit}` };
const base: Run = {
  id: "run-1", name: "One", kind: "simulation", state: "done", startedUs: 0, fromUs: 0, toUs: 1_000_000, steps: 10, uses: ["Heating"], signals: ["h/t"],
  compared: [{ signal: "h/t", use: "Heating", rmse: 0.5, unit: "K", samples: 3 }], origin: { version: "1", texts: { "models/a.twin": "aaaaaaaabbbb", "rules/b.twin": "cccc" }, program: "p", inputs: "i", outputs: "o" },
};
const lineOf = (runs: readonly Run[], what: string) => compareRuns(runs, words).find((line) => line.what === what);

describe("runs compared", () => {
  it("stand beside each other line by line, with a mark where a setting differs", () => {
    const other: Run = { ...base, id: "run-2", origin: { version: "1", texts: { "models/a.twin": "ddddddddeeee", "rules/b.twin": "cccc" }, program: "p", inputs: "i", outputs: "o" } };
    expect(lineOf([base, other], "models/a.twin")).toMatchObject({ kind: "setting", values: ["aaaaaaaa", "dddddddd"], differs: true });
    expect(lineOf([base, other], "rules/b.twin")).toMatchObject({ differs: false });
  });

  it("show what one of them has changed, and nothing where another has not", () => {
    const changed: Run = { ...base, kind: "what-if", whatIf: { atUs: 0, warmUpUs: 0, start: [], held: [], changes: [{ of: "parameter", use: "Heating", name: "R", how: "scale", amount: 2, unit: "K/W" }] } };
    expect(lineOf([base, changed], "Change of Heating R")).toMatchObject({ values: ["—", "R × 2"], differs: true });
    expect(lineOf([base, changed], "Kind")).toMatchObject({ values: ["simulation", "what-if"] });
  });

  it("show the residual of each compared signal of any of them", () => {
    const other: Run = { ...base, compared: [] };
    expect(lineOf([base, other, base], "RMS residual h/t")).toEqual({ id: "figure RMS residual h/t", what: "RMS residual h/t", kind: "figure", values: ["0.5 K", "—", "0.5 K"], differs: true });
  });
});
