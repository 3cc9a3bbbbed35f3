import { describe, expect, it } from "vitest";
import { latinHypercube } from "../../../shared/math/latinHypercube.ts";
import { normalQuantile } from "../../../shared/math/normal.ts";
import { MAX_SOBOL_DIMENSIONS, sobolPoints } from "../../../shared/math/sobol.ts";

/** How many points fall into each of so many equal parts of one coordinate. */
const counts = (values: readonly number[], parts: number): number[] => values.reduce<number[]>((found, value) => found.with(Math.floor(value * parts), (found[Math.floor(value * parts)] ?? 0) + 1), Array.from({ length: parts }, () => 0));

describe("Sobol points", () => {
  it("are those of the published table in Gray-code order, but for the shift", () => {
    // Without a shift the sequence begins 0; 1/2 …; 3/4, 1/4, …; 1/4, 3/4, …: differences to the first point by exclusive or.
    const bits = sobolPoints(5, 5, 7).map((point) => [...point].map((value) => Math.round(value * 2 ** 32 - 0.5)));
    const unshifted = bits.map((point) => point.map((value, d) => ((value ^ (bits[0]?.[d] ?? 0)) >>> 0) / 2 ** 32));
    expect(unshifted).toEqual([[0, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25, 0.75], [0.25, 0.75, 0.75, 0.75, 0.25], [0.375, 0.375, 0.625, 0.875, 0.375]]);
  });

  it("fall once into each of 256 equal parts of every coordinate", () => {
    const points = sobolPoints(256, MAX_SOBOL_DIMENSIONS, 3);
    for (let d = 0; d < MAX_SOBOL_DIMENSIONS; d++) expect(new Set(counts(points.map((point) => point[d] ?? 0), 256)), `dimension ${d}`).toEqual(new Set([1]));
  });

  it("fall once into each box of every grid of 256 boxes, in the first two coordinates", () => {
    const points = sobolPoints(256, 2, 11);
    for (let split = 0; split <= 8; split++) {
      const boxes = points.map(([x = 0, y = 0]) => Math.floor(x * 2 ** split) * 2 ** (8 - split) + Math.floor(y * 2 ** (8 - split)));
      expect(new Set(boxes).size).toBe(256);
    }
  });

  it("are the same for the same seed and others for another", () => {
    expect(sobolPoints(10, 3, 5)).toEqual(sobolPoints(10, 3, 5));
    expect(sobolPoints(10, 3, 5)).not.toEqual(sobolPoints(10, 3, 6));
  });

  it("are refused in more dimensions than the table has", () => {
    expect(() => sobolPoints(1, MAX_SOBOL_DIMENSIONS + 1, 1)).toThrow(RangeError);
  });
});

describe("a Latin hypercube", () => {
  it("falls once into each part of every coordinate", () => {
    const points = latinHypercube(37, 4, 1);
    for (let d = 0; d < 4; d++) expect(counts(points.map((point) => point[d] ?? 0), 37)).toEqual(Array.from({ length: 37 }, () => 1));
  });
});

describe("the normal quantile", () => {
  it("is that of the published tables", () => {
    // Abramowitz and Stegun, table 26.5 and 26.6.
    for (const [p, x] of [[0.5, 0], [0.975, 1.959963984540054], [0.995, 2.575829303548901], [0.9, 1.2815515655446004], [1e-10, -6.361340902404056], [1e-20, -9.262340089798408]] as const) expect(normalQuantile(p)).toBeCloseTo(x, 13);
  });

  it("is odd about the middle, infinite at the ends and nothing beyond", () => {
    for (const p of [0.01, 0.1, 0.3, 0.45]) expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 14);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(-0.1), normalQuantile(1.1)]).toEqual([-Infinity, Infinity, NaN, NaN]);
  });
});
