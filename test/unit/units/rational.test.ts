import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../../shared/units/nearest.ts";
import { add, divide, equal, multiply, parseDecimal, rational, rationalOf, subtract, toNumber } from "../../../shared/units/rational.ts";

describe("exact fractions", () => {
  it("round to the nearest double, as the language's own number reader does", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-300, max: 1e300 }), fc.nat(30), (value, digits) => {
      const text = `${value.toPrecision(17)}`.replace(/e.*/, "").slice(0, 18) + String(digits) + /e.*/.exec(value.toPrecision(17))?.[0];
      const decimal = parseDecimal(text);
      if (decimal) expect(toNumber(decimal)).toBe(Number(text));
    }));
  });

  it("come back from a double unchanged", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).filter((value) => value === 0 || Math.abs(value) > 1e-300), (value) => {
      expect(toNumber(rationalOf(value) ?? rational(1n))).toBe(value === 0 ? 0 : value);
    }));
  });

  it("round halves to even", () => {
    expect(toNumber(rational(2n ** 53n + 1n))).toBe(2 ** 53);
    expect(toNumber(rational(2n ** 53n + 3n))).toBe(2 ** 53 + 4);
    expect(toNumber(rational(2n ** 60n + 2n ** 7n, 2n ** 7n))).toBe(2 ** 53);
    expect(toNumber(rational(10n ** 320n))).toBe(Infinity);
  });

  it("keep the laws of arithmetic", () => {
    const fraction = fc.tuple(fc.bigInt(-1000n, 1000n), fc.bigInt(1n, 1000n)).map(([n, d]) => rational(n, d));
    fc.assert(fc.property(fraction, fraction, fraction, (a, b, c) => {
      expect(equal(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
      expect(equal(subtract(add(a, b), b), a)).toBe(true);
      if (b.n !== 0n) expect(equal(multiply(divide(a, b), b), a)).toBe(true);
    }));
  });

  it("refuse numbers whose exponent would cost unbounded memory", () => {
    expect(parseDecimal("1e999999999")).toBeUndefined();
    expect(parseDecimal("9".repeat(2_000))).toBeUndefined();
  });
});

describe("the nearest word", () => {
  it("counts a slip of case as half, and swapped letters as one", () => {
    expect(editDistance("degc", "degC")).toBe(0.5);
    expect(editDistance("tempreature", "temperature")).toBe(1);
  });

  it("offers nothing where nothing is near", () => {
    expect(nearest("bearing", ["flow", "power"])).toBeUndefined();
    expect(nearest("hihg", ["critical", "high", "medium", "low"])).toBe("high");
  });
});
