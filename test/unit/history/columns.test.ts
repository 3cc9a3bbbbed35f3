import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBigints, writeBigints } from "../../../main/engine/history/columns.ts";
import { clip, union } from "../../../main/engine/history/intervals.ts";
import { levelWidths } from "../../../main/engine/history/rollups.ts";
import { quoteText, timeLiteral } from "../../../main/engine/history/sqlText.ts";

describe("int64 columns", () => {
  it("hold every integer that a double holds, to the bit, and give it back", () => {
    fc.assert(fc.property(fc.array(fc.maxSafeInteger(), { minLength: 1 }), (numbers) => {
      const source = Float64Array.from(numbers);
      const stored = new BigInt64Array(source.length);
      writeBigints(stored, source, source.length);
      expect([...stored]).toEqual(numbers.map(BigInt));
      const back = new Float64Array(source.length);
      readBigints(stored, back, 0, source.length);
      expect([...back].map((value) => value + 0)).toEqual(numbers.map((value) => value + 0));
    }));
  });
});

describe("stretches", () => {
  it("are joined where they touch, clipped, and never empty", () => {
    expect(union([[5, 7], [0, 2], [2, 3], [9, 9], [6, 8]])).toEqual([[0, 3], [5, 8]]);
    expect(clip([[0, 3], [5, 8]], 2, 6)).toEqual([[2, 3], [5, 6]]);
  });
});

describe("rollup levels", () => {
  it("are powers of two, each 16 times the one before, and none for few samples", () => {
    expect(levelWidths(1e9, 100)).toEqual([]);
    const widths = levelWidths(600_000_000_000, 10_000_000);
    expect(widths.length).toBeGreaterThan(1);
    for (const [i, width] of widths.entries()) {
      expect(Number.isInteger(Math.log2(width))).toBe(true);
      if (i > 0) expect(width).toBe((widths[i - 1] ?? 0) * 16);
    }
  });
});

describe("SQL text", () => {
  it("quotes texts and bounds times", () => {
    expect(quoteText("it's")).toBe("'it''s'");
    expect(timeLiteral(Number.POSITIVE_INFINITY)).toBe("9007199254740991");
    expect(timeLiteral(-1.5)).toBe("-2");
  });
});
