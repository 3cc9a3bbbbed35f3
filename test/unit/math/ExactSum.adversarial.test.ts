/**
 * Exact sums where their quick form is hardest pressed: sizes at and beyond its ends, sums that cancel, results half-way
 * between two doubles. Each is held against one BigInt over all terms, rounded once.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactSum } from "../../../shared/math/ExactSum.ts";
import { exactly, roundRatio, roundRootOfRatio } from "../../../shared/math/rounding.ts";

const LOWEST = -1074;

/** Σ x^power · weight in units of 2^(power · −1074). */
function inUnits(terms: readonly Term[], power: 1 | 2): bigint {
  return terms.reduce((sum, [x, weight]) => {
    const { mantissa, exponent } = exactly(x);
    return sum + (mantissa ** BigInt(power) << BigInt(power * (exponent - LOWEST))) * BigInt(weight);
  }, 0n);
}

type Term = readonly [x: number, weight: number];

function quotientOf(terms: readonly Term[], divisor: number): number {
  return roundRatio(inUnits(terms, 1), LOWEST, BigInt(divisor));
}

function deviationOf(terms: readonly Term[]): number {
  const n = BigInt(terms.reduce((sum, [, weight]) => sum + weight, 0));
  return roundRootOfRatio(inUnits(terms, 2) * n - inUnits(terms, 1) ** 2n, 2 * LOWEST, n * n);
}

function summed(terms: readonly Term[]): { sum: ExactSum; squares: ExactSum } {
  const made = { sum: new ExactSum(), squares: new ExactSum() };
  for (const [x, weight] of terms) {
    made.sum.add(x, weight);
    made.squares.addSquare(x, weight);
  }
  return made;
}

/** Doubles of all bits whose highest is 2^exponent. */
const sized = (exponent: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }), exponent, fc.constantFrom(1, -1)).map(([x, e, sign]) => sign * x * 2 ** e);
/** Around one, and at the places where the limbs' reach ends below and above it. */
const reach = sized(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -130, max: 130 }), fc.constantFrom(-48, -47, 49, 50, 51, 52, 53, -12, 12)));
const anywhere = fc.oneof(reach, sized(fc.integer({ min: -1022, max: 1023 })), fc.constantFrom(5e-324, -5e-324, 2 ** -1022, 1.7976931348623157e308, 2 ** -540, 2 ** -450, 2 ** 300));
const weight = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 ** 31 }), fc.constantFrom(2 ** 29 - 1, 2 ** 29, 2 ** 29 + 1, 2 ** 40 - 1, 2 ** 53 - 1));
const termsOf = (x: fc.Arbitrary<number>, maxLength = 10): fc.Arbitrary<Term[]> => fc.array(fc.tuple(x, weight), { minLength: 1, maxLength });
const divisor = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.constantFrom(1, 2, 1_000_000, 2 ** 53 - 1));

describe("the quick form of exact sums", () => {
  it("rounds as one BigInt does, whatever the sizes", () => {
    fc.assert(fc.property(fc.oneof(termsOf(reach), termsOf(anywhere)), divisor, (terms, by) => {
      expect(summed(terms).sum.dividedBy(by)).toBe(quotientOf(terms, by));
    }), { numRuns: 2_000 });
  });

  it("keeps what is left where nearly everything cancels", () => {
    fc.assert(fc.property(termsOf(anywhere), termsOf(reach, 3), divisor, (gone, left, by) => {
      const { sum } = summed([...gone, ...left]);
      for (const [x, w] of gone) sum.add(x, -w);
      expect(sum.dividedBy(by)).toBe(quotientOf(left, by));
      for (const [x, w] of left) sum.add(x, -w);
      expect(sum.dividedBy(by)).toBe(0);
    }), { numRuns: 1_000 });
  });

  it("takes ties to even, and sees the smallest bit beside a tie", () => {
    fc.assert(fc.property(fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 }), fc.integer({ min: -40, max: 40 }), fc.constantFrom(-1, 0, 1), fc.integer({ min: 1, max: 2 ** 20 }), (mantissa, exponent, nudge, times) => {
      const unit = 2 ** exponent;
      const terms: Term[] = [[mantissa * unit, times], [unit / 2, times], [nudge * unit * 2 ** -60, 1]];
      expect(summed(terms).sum.dividedBy(times)).toBe((mantissa + (nudge === 0 ? mantissa % 2 : nudge > 0 ? 1 : 0)) * unit);
    }));
  });

  it("goes on exactly through a value that does not fit, and after that has left again", () => {
    fc.assert(fc.property(termsOf(reach, 4), anywhere, (terms, odd) => {
      const { sum, squares } = summed([...terms, [odd, 7]]);
      sum.add(odd, -7);
      squares.addSquare(odd, -7);
      const many: Term[] = [...terms];
      for (let at = 0; at < 600; at++) {
        const term: Term = [70 + (at % 13) / 10, 1 + at];
        many.push(term);
        sum.add(...term);
        squares.addSquare(...term);
      }
      const n = many.reduce((so, [, w]) => so + w, 0);
      if (!Number.isSafeInteger(n)) return;
      expect(sum.dividedBy(n)).toBe(quotientOf(many, n));
      expect(ExactSum.deviation(squares, sum, n)).toBe(deviationOf(many));
    }), { numRuns: 50 });
  });

  it("stays exact where the same value is added until the sum is far longer than a value", () => {
    const terms = Array.from({ length: 2_000 }, (): Term => [1.9999999999999998 * 2 ** 49, 2 ** 53 - 1]);
    const { sum } = summed([[1.1, 1], ...terms]);
    expect(sum.dividedBy(3)).toBe(quotientOf([[1.1, 1], ...terms], 3));
  });

  it("rounds deviations as BigInts do: far from zero, nearly constant, of any size", () => {
    const lightly = fc.integer({ min: 1, max: 2 ** 33 });
    const near = fc.tuple(sized(fc.integer({ min: -20, max: 40 })), fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), lightly), { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 52 }))
      .map(([x, steps, bits]) => steps.map(([step, w]): Term => [x + step * Math.abs(x) * 2 ** -bits, w]));
    fc.assert(fc.property(fc.oneof(near, fc.array(fc.tuple(reach, lightly), { minLength: 1, maxLength: 8 }), fc.array(fc.tuple(anywhere, lightly), { minLength: 1, maxLength: 4 })), (terms) => {
      const { sum, squares } = summed(terms);
      expect(ExactSum.deviation(squares, sum, terms.reduce((so, [, w]) => so + w, 0))).toBe(deviationOf(terms));
    }), { numRuns: 2_000 });
  });

  it("is saved in one form, however it came about", () => {
    fc.assert(fc.property(termsOf(reach), anywhere, (terms, odd) => {
      const { sum } = summed(terms);
      const other = summed([[odd, 3], ...terms.toReversed(), [odd, -3]]).sum;
      expect(other.save()).toEqual(sum.save());
      const again = new ExactSum();
      again.restore(sum.save());
      again.add(odd, 5);
      expect(again.dividedBy(9)).toBe(quotientOf([...terms, [odd, 5]], 9));
    }));
  });
});
