/** Rows of studies, and what is worked out from them, on functions whose answers are known. */
import { describe, expect, it } from "vitest";
import { bandLines } from "../../../main/engine/studies/bands.ts";
import { designRows } from "../../../main/engine/studies/designRows.ts";
import { sobolIndices } from "../../../main/engine/studies/sobolIndices.ts";
import { MAX_STUDY_ROWS, type StudyVariable } from "../../../shared/contract/studies.ts";
import { quantile } from "../../../shared/math/quantile.ts";

const even = (low: number, high: number, steps?: number): StudyVariable => ({ of: "parameter", use: "U", name: "p", how: "set", range: { kind: "even", low, high, ...(steps !== undefined && { steps }) } });
const normal = (mean: number, deviation: number): StudyVariable => ({ of: "parameter", use: "U", name: "q", how: "set", range: { kind: "normal", mean, deviation } });

describe("rows", () => {
  it("of a sweep are all combinations, ends included", () => {
    expect(designRows({ kind: "sweep", variables: [even(0, 1, 3), even(10, 20, 2)] })).toEqual([[0, 10], [0, 20], [0.5, 10], [0.5, 20], [1, 10], [1, 20]]);
  });

  it("taken one at a time are all as it is, then each at its two ends", () => {
    expect(designRows({ kind: "one-at-a-time", variables: [even(0, 1), normal(10, 2)] })).toEqual([[NaN, NaN], [0, NaN], [1, NaN], [NaN, 8], [NaN, 12]]);
  });

  it("of a Monte Carlo study have the mean and the deviation that were asked for", () => {
    for (const sampling of ["sobol", "latin-hypercube"] as const) {
      const rows = designRows({ kind: "monte-carlo", variables: [even(2, 4), normal(10, 0.5)], samples: 1024, sampling, seed: 3 });
      const mean = (i: number) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length;
      const deviation = Math.sqrt(rows.reduce((sum, row) => sum + ((row[1] ?? 0) - mean(1)) ** 2, 0) / rows.length);
      expect([mean(0), mean(1), deviation]).toEqual([expect.closeTo(3, 2), expect.closeTo(10, 2), expect.closeTo(0.5, 2)]);
    }
  });

  it("of a sensitivity are two sets and each with one column of the other", () => {
    const rows = designRows({ kind: "sensitivity", variables: [even(0, 1), even(0, 1)], samples: 4 });
    expect(rows).toHaveLength(16);
    for (let i = 0; i < 4; i++) {
      const [a, b, first, second] = [rows[i], rows[4 + i], rows[8 + i], rows[12 + i]];
      expect([first, second]).toEqual([[b?.[0], a?.[1]], [a?.[0], b?.[1]]]);
    }
  });

  it("are refused where a range has no room, a sweep has no ends, or there would be too many", () => {
    expect(() => designRows({ kind: "sweep", variables: [even(1, 1)] })).toThrow("has no room");
    expect(() => designRows({ kind: "sweep", variables: [normal(1, 1)] })).toThrow("a normal range has none");
    expect(() => designRows({ kind: "monte-carlo", variables: [even(0, 1)], samples: MAX_STUDY_ROWS + 1 })).toThrow("20,001 times");
    expect(() => designRows({ kind: "sweep", variables: [even(0, 1, 200), even(0, 1, 200)] })).toThrow("40,000 times");
    expect(() => designRows({ kind: "sensitivity", variables: Array.from({ length: 11 }, () => even(0, 1)), samples: 2 })).toThrow("10 variables at most");
  });
});

describe("bands", () => {
  it("interpolate between order statistics", () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 8]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("leave out rows that are unknown at an instant", () => {
    const [low, middle, high] = bandLines([Float64Array.of(1, NaN, NaN), Float64Array.of(2, 5, NaN), Float64Array.of(3, 7, NaN)], [0, 0.5, 1]);
    expect([low, middle, high].map((line) => [...(line ?? [])])).toEqual([[1, 5, NaN], [2, 6, NaN], [3, 7, NaN]]);
  });
});

describe("Sobol indices", () => {
  const angle = Math.PI;
  /** Ishigami and Homma (1990), a = 7, b = 0.1: the common test of these indices. */
  const ishigami = ([x = 0, y = 0, z = 0]: readonly number[]): number => Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
  const [v1, v2, v13] = [0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2, 49 / 8, (0.01 * Math.PI ** 8 * 8) / 225];
  const total = v1 + v2 + v13;

  it("meet the closed form of the Ishigami function within their own intervals", () => {
    const rows = designRows({ kind: "sensitivity", variables: [even(-angle, angle), even(-angle, angle), even(-angle, angle)], samples: 2048 });
    const indices = sobolIndices(Float64Array.from(rows, ishigami), 3, 1);
    const expected = { first: [v1 / total, v2 / total, 0], total: [(v1 + v13) / total, v2 / total, v13 / total] };
    for (const kind of ["first", "total"] as const) {
      expected[kind].forEach((share, i) => {
        const found = indices[kind][i];
        expect(found?.value).toBeCloseTo(share, 1.5);
        expect((found?.low ?? 1) - 0.01 <= share && share <= (found?.high ?? 0) + 0.01, `${kind} ${i}: ${share} in ${found?.low} .. ${found?.high}`).toBe(true);
      });
    }
  });

  it("leave out points with a row that has no value", () => {
    const rows = designRows({ kind: "sensitivity", variables: [even(0, 1), even(0, 1)], samples: 512 });
    const values = Float64Array.from(rows, ([x = 0, y = 0], i) => (i % 100 === 0 ? NaN : 1000 + 3 * x + y));
    const { first } = sobolIndices(values, 2, 1);
    expect(first.map(({ value }) => value)).toEqual([expect.closeTo(0.9, 1), expect.closeTo(0.1, 1)]);
  });
});
