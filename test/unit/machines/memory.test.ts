import { describe, expect, it } from "vitest";
import type { NumberExpr, RuleProgram } from "../../../shared/language/ir.ts";
import { memoryOf } from "../../../shared/language/machines/index.ts";

const S = 1_000_000;
const x: NumberExpr = { op: "signal", slot: 0 };
const avg = (of: NumberExpr, seconds: number): NumberExpr => ({ op: "avg", x: of, windowUs: seconds * S, knownUs: seconds * S });

function heldBy(a: NumberExpr, rateHz: number): number {
  const program: RuleProgram = {
    id: "R@a", rule: "R", assetId: "a", slots: [{ signal: "a/x", dataType: "number", strict: false }], when: { op: "compare", kind: ">", a, b: { op: "number", value: 0 } },
    severity: "low", message: [], unknownAfterUs: S, position: { file: "a.twin", start: 0, end: 0 },
  };
  return memoryOf(program, () => rateHz);
}

describe("how much a program may hold", () => {
  it("is nothing without a window", () => {
    expect(heldBy(x, 1_000)).toBe(0);
    expect(heldBy({ op: "totalOf", x }, 1_000)).toBe(0);
  });

  it("is the window's length times the signal's highest rate", () => {
    expect(heldBy(avg(x, 60), 10)).toBe(601);
    expect(heldBy({ op: "add", a: avg(x, 60), b: avg(x, 30) }, 10)).toBe(902);
  });

  it("adds up windows inside windows, and what a clock adds", () => {
    expect(heldBy(avg(avg(x, 60), 60), 10)).toBe(601 + 603);
    expect(heldBy({ op: "every", x: avg(avg(x, 60), 60), periodUs: S }, 0)).toBe(1 + 64);
  });
});
