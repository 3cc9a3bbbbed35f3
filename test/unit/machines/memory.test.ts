import { describe, expect, it } from "vitest";
import type { NumberExpr } from "../../../shared/language/ir.ts";
import { changesHeld } from "../../../shared/language/machines/memory.ts";

const S = 1_000_000;
const x: NumberExpr = { op: "signal", slot: 0 };
const avg = (of: NumberExpr, seconds: number): NumberExpr => ({ op: "avg", x: of, windowUs: seconds * S, knownUs: seconds * S });

const heldBy = (expr: NumberExpr, rateHz: number): number => changesHeld(expr, () => rateHz);

describe("how much an expression may hold", () => {
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
