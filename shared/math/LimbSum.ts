/**
 * A sum of doubles times whole numbers without any rounding, in eight doubles: limb k holds a whole multiple of its granule
 * 2^(base + 22 k), at most half a granule of the next limb. It takes values from some 150 bits around the first one and refuses
 * the rest: `ExactSum` then goes on in a BigInt. Only reading it as two doubles has an error, and a bounded one.
 *
 * Why nothing rounds: a value is parted from the top into multiples t of each granule g, |t| <= 2^21 g. Times a weight of at
 * most 2^29 that is at most 2^50 g; with what the limb held (2^21 g) and the carry from below (2^29 g) it stays under 2^53 g.
 * The top limb gets carries only, each at most 2^28 of its granules and two.
 */
import { errorOfSum } from "./errorFree.ts";

const LIMBS = 8;
const TOP = LIMBS - 1;
const LIMB_BITS = 22;
/** No value beyond so many units: half a granule of the top limb. */
const HIGHEST = 2 ** (TOP * LIMB_BITS - 1);
/** With more of its granules in the top limb, four more carries could make its sum with the limb below longer than a double. */
const TOP_FULL = 2 ** (28 + TOP * LIMB_BITS);
const HIGHEST_WEIGHT = 2 ** 29;
/** Longer weights are parted here; the upper part of a safe integer has 27 bits. */
const WEIGHT_PART = 2 ** 26;
/** Within these a product of two sums, and what it loses in rounding, are ordinary doubles. */
const LOWEST_BASE = -450;
const HIGHEST_BASE = 200;

/** 2^(LOWEST_BASE + k): reading one is quicker than working it out, and a sum need not hold its own. */
const UNITS = Float64Array.from({ length: HIGHEST_BASE - LOWEST_BASE + 1 }, (_, k) => 2 ** (LOWEST_BASE + k));

/** Added and taken away again it rounds a double to multiples of 2^(22 k), because its own last bit is worth that. */
const ROUNDERS = Float64Array.from({ length: LIMBS }, (_, k) => 1.5 * 2 ** (52 + LIMB_BITS * k));

/** A number of twice a double's length, low under the last bit of high. */
export interface TwoDoubles {
  high: number;
  low: number;
}

export class LimbSum {
  /** Multiples of their granules (not numbers of granules), each a double without rounding. A plain array lies closer than a typed one. */
  readonly #limbs = Array.from({ length: LIMBS }, () => NaN);
  #base = 0;

  /** Becomes zero, for values of the size of x ≠ 0 and `below` bits under its highest; false where x is too large or small. */
  begin(x: number, below: number): boolean {
    const base = Math.floor(Math.log2(Math.abs(x))) - below;
    if (!(base >= LOWEST_BASE && base <= HIGHEST_BASE)) return false;
    this.#base = base;
    this.#limbs.fill(0);
    return true;
  }

  /** Whether x · weight, x ≠ 0 and weight a safe integer, can be added, and another one that fits after it. */
  fits(x: number, weight: number): boolean {
    const units = x / this.#unit;
    const highest = isLong(weight) ? HIGHEST / WEIGHT_PART : HIGHEST;
    // A value far below the unit becomes zero units by underflow.
    return Number.isInteger(units) && units !== 0 && Math.abs(units) <= highest && Math.abs(this.#limb(TOP)) <= TOP_FULL * this.#unit;
  }

  /** Adds x · weight that fits. */
  add(x: number, weight: number): void {
    if (!isLong(weight)) return this.#add(x, weight);
    const upper = Math.trunc(weight / WEIGHT_PART);
    this.#add(x * WEIGHT_PART, upper);
    this.#add(x, weight - upper * WEIGHT_PART);
  }

  /** Becomes m · 2^exponent, after `begin`; false where that does not fit. */
  set(mantissa: bigint, exponent: number): boolean {
    const shift = exponent - this.#base;
    let rest = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
    if (shift < 0 && rest << BigInt(-shift) !== mantissa) return false;
    for (let k = 0; k <= TOP; k++) {
      const digit = BigInt.asIntN(LIMB_BITS, rest);
      this.#limbs[k] = Number(digit) * this.#unit * 2 ** (LIMB_BITS * k);
      rest = (rest - digit) >> BigInt(LIMB_BITS);
    }
    return rest === 0n;
  }

  /** The sum as m · 2^exponent. */
  exactly(): { readonly mantissa: bigint; readonly exponent: number } {
    let mantissa = 0n;
    for (let k = TOP; k >= 0; k--) mantissa = (mantissa << BigInt(LIMB_BITS)) + BigInt((this.#limb(k) / this.#unit) * 2 ** (-LIMB_BITS * k));
    return { mantissa, exponent: this.#base };
  }

  /**
   * The sum as two doubles: their exact sum is off by at most 2^-103 of the high one, which is 0 only where the sum is. Two neighbouring limbs make one double without rounding; because each limb is at most half a
   * granule of the next, every partial sum is at most 1.1 times the whole, and what the last two additions lose is under
   * 6 · 2^-106 of it.
   */
  read(into: TwoDoubles): void {
    const a = this.#limb(7) + this.#limb(6);
    const b = this.#limb(5) + this.#limb(4);
    const c = this.#limb(3) + this.#limb(2);
    const d = this.#limb(1) + this.#limb(0);
    const cd = c + d;
    const bcd = b + cd;
    into.high = a + bcd;
    into.low = errorOfSum(a, bcd, into.high) + (errorOfSum(b, cd, bcd) + errorOfSum(c, d, cd));
  }

  get #unit(): number {
    return UNITS[this.#base - LOWEST_BASE] ?? NaN;
  }

  #limb(k: number): number {
    return this.#limbs[k] ?? NaN;
  }

  #add(x: number, weight: number): void {
    const limbs = this.#limbs;
    const unit = this.#unit;
    let rest = x;
    for (let k = TOP - 1; k > 0; k--) {
      const rounder = unit * (ROUNDERS[k] ?? NaN);
      const part = rest + rounder - rounder;
      rest -= part;
      limbs[k] = (limbs[k] ?? NaN) + part * weight;
    }
    let limb = (limbs[0] ?? NaN) + rest * weight;
    for (let k = 0; k < TOP; k++) {
      const rounder = unit * (ROUNDERS[k + 1] ?? NaN);
      const carry = limb + rounder - rounder;
      limbs[k] = limb - carry;
      limb = (limbs[k + 1] ?? NaN) + carry;
    }
    limbs[TOP] = limb;
  }
}

function isLong(weight: number): boolean {
  return weight > HIGHEST_WEIGHT || weight < -HIGHEST_WEIGHT;
}
