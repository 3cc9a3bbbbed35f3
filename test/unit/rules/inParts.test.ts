import { describe, expect, it } from "vitest";
import { inParts } from "../../../main/engine/rules/inParts.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";

function program(id: string, ...signals: readonly string[]): RuleProgram {
  return {
    id, rule: "R", assetId: id, severity: "high", message: [], unknownAfterUs: 60e6, position: { file: "rules/a.twin", start: 0, end: 0 }, when: { op: "truth", value: true },
    slots: signals.map((signal) => ({ signal, dataType: "number", strict: false })),
  };
}

/** A history in which each signal has so many million samples; others were never recorded. */
function historyOf(millions: Readonly<Record<string, number>>) {
  const names = Object.keys(millions);
  return {
    idOf: (signal: string) => (names.includes(signal) ? names.indexOf(signal) : undefined),
    sampleCounts: async (series: readonly number[]) => Float64Array.from(series, (id) => 1e6 * (millions[names[id] ?? ""] ?? 0)),
  };
}

async function partsOf(programs: readonly RuleProgram[], millions: Readonly<Record<string, number>>): Promise<string[][]> {
  return (await inParts(historyOf(millions), programs)).map((part) => part.map(({ id }) => id));
}

describe("a backtest in parts", () => {
  it("asks for as many rules at once as ten million samples feed, in their order", async () => {
    expect(await partsOf([program("a", "x"), program("b", "y"), program("c", "z"), program("d", "x", "y")], { x: 4, y: 6, z: 3 })).toEqual([["a", "b"], ["c"], ["d"]]);
  });

  it("leaves a rule that alone reads more in a part of its own", async () => {
    expect(await partsOf([program("a", "x"), program("b", "y"), program("c", "x")], { x: 1, y: 300 })).toEqual([["a"], ["b"], ["c"]]);
  });

  it("counts what several rules read once", async () => {
    expect(await partsOf([program("a", "x", "y"), program("b", "x", "z"), program("c", "x"), program("d", "y", "w")], { x: 8, y: 1, z: 1, w: 2 })).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("counts nothing for signals that were never recorded, and has no part without rules", async () => {
    expect(await partsOf([program("a", "x"), program("b", "never"), program("c")], { x: 10 })).toEqual([["a", "b", "c"]]);
    expect(await partsOf([], {})).toEqual([]);
  });
});
