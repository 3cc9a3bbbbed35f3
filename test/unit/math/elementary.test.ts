import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cos, exp, ln, pow, sin } from "../../../shared/math/elementary.ts";

/** Distance in units of the last place of the expected value. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const spacing = Math.max(Number.MIN_VALUE, 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52));
  return Math.abs(actual - expected) / spacing;
}

const runs = { numRuns: 2_000 };

describe("elementary functions of our own", () => {
  it("exp stays within two ulp over its whole range", () => {
    fc.assert(fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => ulps(exp(x), Math.exp(x)) <= 2), runs);
  });

  it("ln stays within two ulp, near 1 too", () => {
    fc.assert(fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => ulps(ln(x), Math.log(x)) <= 2), runs);
    fc.assert(fc.property(fc.double({ min: 0.9, max: 1.1, noNaN: true }), (x) => Math.abs(ln(x) - Math.log(x)) <= 2 ** -53), runs);
  });

  it("sin and cos stay within 2^-52 of the true value", () => {
    fc.assert(fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (x) => Math.abs(sin(x) - Math.sin(x)) <= 2 ** -52 && Math.abs(cos(x) - Math.cos(x)) <= 2 ** -52), runs);
  });

  it("pow multiplies for whole exponents and agrees to 1e-13 for broken ones", () => {
    expect(pow(3, 4)).toBe(81);
    expect(pow(2, -2)).toBe(0.25);
    expect(pow(-8, 1 / 3)).toBeNaN();
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: -10, max: 10, noNaN: true }), (x, y) => Math.abs(pow(x, y) / x ** y - 1) < 1e-13), runs);
  });

  it("keeps its last bits: golden patterns", () => {
    const bitsOf = (x: number) => Buffer.from(Float64Array.of(x).buffer).toString("hex");
    expect([exp(1), ln(10), sin(1), cos(1), pow(2.5, 1.7)].map(bitsOf)).toMatchInlineSnapshot(`
      [
        "6a57148b0abf0540",
        "1655b5bbb16b0240",
        "ee0c098f54edea3f",
        "8c06b50f284ae13f",
        "f3e6f353cffd1240",
      ]
    `);
  });

  it("says what has no value", () => {
    expect([exp(NaN), ln(-1), sin(Infinity), cos(1e9)]).toEqual([NaN, NaN, NaN, NaN]);
    expect([exp(1000), exp(-1000), ln(0), ln(Infinity)]).toEqual([Infinity, 0, -Infinity, Infinity]);
  });
});
