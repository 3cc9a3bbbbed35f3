/** Against tabulated values (Abramowitz and Stegun, tables 6.1, 26.8 and 26.10) and closed forms. */
import { describe, expect, it } from "vitest";
import { chiSquareTail, incompleteBeta, logGamma, studentInterval } from "../../../shared/math/distributions.ts";

describe("distributions", () => {
  it("know the logarithm of the gamma function", () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
  });

  it("know the tail of chi-square, left and right of its middle", () => {
    expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 7);
    expect(chiSquareTail(18.307038, 10)).toBeCloseTo(0.05, 7);
    expect(chiSquareTail(3.940299, 10)).toBeCloseTo(0.95, 7);
    // With two degrees of freedom it is exp(−x/2).
    for (const x of [0.01, 1, 5, 40]) expect(chiSquareTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 12);
    expect(chiSquareTail(0, 5)).toBe(1);
  });

  it("know the interval of Student's t", () => {
    expect(studentInterval(0.95, 1)).toBeCloseTo(12.7062047, 6);
    expect(studentInterval(0.95, 10)).toBeCloseTo(2.2281389, 6);
    expect(studentInterval(0.99, 30)).toBeCloseTo(2.7499957, 6);
    expect(studentInterval(0.95, 1e7)).toBeCloseTo(1.959964, 5);
    expect(studentInterval(0.95, 0)).toBe(Infinity);
  });

  it("know the incomplete beta function at its ends and its symmetry", () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    expect(incompleteBeta(0.3, 2, 3) + incompleteBeta(0.7, 3, 2)).toBeCloseTo(1, 13);
    expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(0.3483, 12);
  });
});
