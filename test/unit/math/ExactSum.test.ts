import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactSum } from "../../../shared/math/ExactSum.ts";
import { exactly, roundRatio, roundRootOfRatio } from "../../../shared/math/rounding.ts";

/** A rational n / d, d > 0. */
interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

/** A double as a rational, read from its shortest decimal text's exact binary value by halving until nothing is left. */
function ratioOf(x: number): Ratio {
  let n = x;
  let d = 1n;
  while (!Number.isInteger(n)) {
    // Times two is exact for every double that is not near overflow; fractions are not.
    n *= 2;
    d *= 2n;
  }
  return { n: BigInt(n), d };
}

const plus = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const times = (a: Ratio, k: bigint): Ratio => ({ n: a.n * k, d: a.d });
const below = (a: Ratio, b: Ratio): boolean => a.n * b.d < b.n * a.d;

function neighbours(x: number): [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  const step = (by: bigint): number => {
    if (x === 0) return by > 0n ? 5e-324 : -5e-324;
    view.setFloat64(0, x);
    view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? by : -by));
    return view.getFloat64(0);
  };
  return [step(-1n), step(1n)];
}

/** Whether no double is nearer to the rational than x. */
function isNearest(x: number, exact: Ratio): boolean {
  const twice = times(exact, 2n);
  return neighbours(x).every((other) => {
    if (!Number.isFinite(other)) return true;
    const middle = plus(ratioOf(x), ratioOf(other)); // twice the middle
    return other < x ? !below(twice, middle) : !below(middle, twice);
  });
}

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }).map((n) => n / 10),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, 1e300, 0.1),
);
const weight = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 3_600_000_000 }));
const terms = fc.array(fc.tuple(value, weight), { minLength: 1, maxLength: 12 });

describe("exact sums", () => {
  it("takes doubles apart and puts them together unchanged", () => {
    fc.assert(fc.property(value, (x) => {
      const { mantissa, exponent } = exactly(x);
      expect(roundRatio(mantissa, exponent, 1n)).toBe(x === 0 ? 0 : x);
    }));
  });

  it("rounds a weighted average once, to the nearest double", () => {
    fc.assert(fc.property(terms, (all) => {
      const sum = new ExactSum();
      for (const [x, w] of all) sum.add(x, w);
      const total = all.reduce((n, [, w]) => n + w, 0);
      const exact = all.reduce((so, [x, w]) => plus(so, times(ratioOf(x), BigInt(w))), { n: 0n, d: 1n });
      expect(isNearest(sum.dividedBy(total), { n: exact.n, d: exact.d * BigInt(total) })).toBe(true);
    }));
  });

  it("does not remember what was taken away, nor in which order it came", () => {
    fc.assert(fc.property(terms, terms, (kept, gone) => {
      const one = new ExactSum();
      for (const [x, w] of kept) one.add(x, w);
      const other = new ExactSum();
      for (const [x, w] of gone) other.add(x, w);
      for (const [x, w] of [...kept].reverse()) other.add(x, w);
      for (const [x, w] of gone) other.add(x, -w);
      expect(other.dividedBy(7)).toBe(one.dividedBy(7));
    }));
  });

  it("rounds a deviation once: the exact variance lies between the squares of the halves to its neighbours", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -10_000, max: 10_000 }).map((n) => n / 7), weight), { minLength: 2, maxLength: 8 }), (all) => {
      const sum = new ExactSum();
      const squares = new ExactSum();
      for (const [x, w] of all) {
        sum.add(x, w);
        squares.addSquare(x, w);
      }
      const n = BigInt(all.reduce((so, [, w]) => so + w, 0));
      const deviation = ExactSum.deviation(squares, sum, Number(n));
      const first = all.reduce((so, [x, w]) => plus(so, times(ratioOf(x), BigInt(w))), { n: 0n, d: 1n });
      const second = all.reduce((so, [x, w]) => {
        const r = ratioOf(x);
        return plus(so, { n: r.n * r.n * BigInt(w), d: r.d * r.d });
      }, { n: 0n, d: 1n });
      const variance = { n: second.n * n * first.d * first.d - first.n * first.n * second.d, d: second.d * first.d * first.d * n * n };
      const [lower, upper] = neighbours(deviation);
      const halfSquared = (other: number): Ratio => {
        const middle = plus(ratioOf(deviation), ratioOf(other));
        return { n: middle.n * middle.n, d: 4n * middle.d * middle.d };
      };
      if (deviation > 0) expect(below(variance, halfSquared(lower))).toBe(false);
      expect(below(halfSquared(upper), variance)).toBe(false);
    }));
  });

  it("has no deviation where all values are equal, and that of two halves is half their distance", () => {
    const of = (...all: [number, number][]): number => {
      const sum = new ExactSum();
      const squares = new ExactSum();
      for (const [x, w] of all) {
        sum.add(x, w);
        squares.addSquare(x, w);
      }
      return ExactSum.deviation(squares, sum, all.reduce((so, [, w]) => so + w, 0));
    };
    expect(of([0.1, 3], [0.1, 8])).toBe(0);
    expect(of([1, 5], [4, 5])).toBe(1.5);
    expect(of([1e308, 1], [-1e308, 1])).toBe(1e308);
  });

  it("overflows to infinity and underflows to the nearest of the smallest doubles", () => {
    const sum = new ExactSum();
    sum.add(1.7976931348623157e308, 2);
    expect(sum.dividedBy(1)).toBe(Infinity);
    expect(sum.dividedBy(2)).toBe(1.7976931348623157e308);
    expect(roundRatio(1n, -1074, 2n)).toBe(0);
    expect(roundRatio(3n, -1074, 2n)).toBe(1e-323);
    expect(roundRatio(-1n, -1074, 1n)).toBe(-5e-324);
    expect(roundRootOfRatio(2n, 0, 1n)).toBe(Math.SQRT2);
  });

  it("goes on from its saved state", () => {
    const sum = new ExactSum();
    sum.add(0.1, 3);
    const other = new ExactSum();
    other.restore(JSON.parse(JSON.stringify(sum.save())) as readonly [string, number]); // plain data by contract
    other.add(0.2, 1);
    expect(other.dividedBy(1)).toBe(0.5);
  });
});
