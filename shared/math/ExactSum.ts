/**
 * A sum of doubles times whole numbers without any rounding. What was added can be taken away again and leaves no trace in the
 * value, so neither the order nor a restart can matter. Values of ordinary sizes are held in limbs (`LimbSum`), others in one
 * BigInt m · 2^e whose scale follows the smallest bit that was ever added (at most some 2,200 bits long). A result is worked
 * out in doubles with a bound of its error; where the bound leaves two doubles to choose from (a tie), in BigInts.
 */
import { errorOfProduct, errorOfSum } from "./errorFree.ts";
import { LimbSum, type TwoDoubles } from "./LimbSum.ts";
import { exactly, roundRatio, roundRootOfRatio } from "./rounding.ts";

/** Bits kept under the highest bit of the first value: its own 53, and those of values smaller by 2^47. */
const BITS_BELOW = 100;
/** The same of squares: 106 bits, and those of squares smaller by 2^24. */
const SQUARE_BITS_BELOW = 130;
/** After so many additions in a BigInt it is tried whether the sum fits into limbs again. */
const RETRY_AFTER = 256;

/** A quotient in two doubles is off by less than 2^-101 of it; the rest is for the rounding of this bound and its use. */
const QUOTIENT_ERROR = 2 ** -99;
/** The same of a deviation, and of the difference of the squares under its root. */
const ROOT_ERROR = 2 ** -96;

/** Where sums are read to, always anew: no result makes garbage. */
const first: TwoDoubles = { high: NaN, low: NaN };
const second: TwoDoubles = { high: NaN, low: NaN };

export class ExactSum {
  /** Hold the sum while `#isInLimbs`; else m · 2^e does. */
  readonly #limbs = new LimbSum();
  #isInLimbs = false;
  #mantissa = 0n;
  #exponent = 0;
  #additionsToRetry = 0;

  clear(): void {
    this.#isInLimbs = false;
    this.#mantissa = 0n;
    this.#exponent = 0;
    this.#additionsToRetry = 0;
  }

  /** Adds x · weight; x finite, weight a safe integer (negative to take away). */
  add(x: number, weight: number): void {
    if (x === 0 || weight === 0) return;
    if (this.#isReady(x, BITS_BELOW) && this.#limbs.fits(x, weight)) return this.#limbs.add(x, weight);
    const { mantissa, exponent } = exactly(x);
    this.#add(mantissa * BigInt(weight), exponent);
  }

  /** Adds x² · weight. */
  addSquare(x: number, weight: number): void {
    if (x === 0 || weight === 0) return;
    const square = x * x;
    // A square that fits is far from underflow, so what it has lost in rounding is exact too.
    if (this.#isReady(square, SQUARE_BITS_BELOW) && this.#limbs.fits(square, weight)) {
      const lost = errorOfProduct(x, x, square);
      if (lost === 0 || this.#limbs.fits(lost, weight)) {
        this.#limbs.add(square, weight);
        if (lost !== 0) this.#limbs.add(lost, weight);
        return;
      }
    }
    const { mantissa, exponent } = exactly(x);
    this.#add(mantissa * mantissa * BigInt(weight), 2 * exponent);
  }

  /** The sum divided by a whole number above zero, rounded once; infinite beyond the largest double. */
  dividedBy(divisor: number): number {
    if (this.#isInLimbs) {
      this.#limbs.read(first);
      const { high, low } = first;
      const quotient = high / divisor;
      const product = quotient * divisor;
      const rest = (high - product - errorOfProduct(quotient, divisor, product) + low) / divisor;
      const error = Math.abs(quotient) * QUOTIENT_ERROR;
      const least = quotient + (rest - error);
      if (least === quotient + (rest + error)) return least;
    }
    const { mantissa, exponent } = this.#exactly();
    return roundRatio(mantissa, exponent, BigInt(divisor));
  }

  /** The sum as m · 2^exponent, m odd or zero. */
  save(): readonly [mantissa: string, exponent: number] {
    let { mantissa, exponent } = this.#exactly();
    if (mantissa === 0n) return ["0", 0];
    while ((mantissa & 0xffffn) === 0n) {
      mantissa >>= 16n;
      exponent += 16;
    }
    while ((mantissa & 1n) === 0n) {
      mantissa >>= 1n;
      exponent++;
    }
    return [mantissa.toString(), exponent];
  }

  restore([mantissa, exponent]: readonly [mantissa: string, exponent: number]): void {
    this.clear();
    this.#mantissa = BigInt(mantissa);
    this.#exponent = exponent;
  }

  /** √(squares/weight − (sum/weight)²), rounded once: the population's deviation. `squares` is Σ x²·w, `sum` Σ x·w, `weight` Σ w. */
  static deviation(squares: ExactSum, sum: ExactSum, weight: number): number {
    if (squares.#isInLimbs && sum.#isInLimbs) {
      const quick = quickDeviation(squares.#limbs, sum.#limbs, weight);
      if (quick !== undefined) return quick;
    }
    const n = BigInt(weight);
    const one = sum.#exactly();
    const two = squares.#exactly();
    const left = { m: two.mantissa * n, e: two.exponent };
    const right = { m: one.mantissa * one.mantissa, e: 2 * one.exponent };
    const e = Math.min(left.e, right.e);
    return roundRootOfRatio((left.m << BigInt(left.e - e)) - (right.m << BigInt(right.e - e)), e, n * n);
  }

  #exactly(): { readonly mantissa: bigint; readonly exponent: number } {
    return this.#isInLimbs ? this.#limbs.exactly() : { mantissa: this.#mantissa, exponent: this.#exponent };
  }

  /** Whether the sum is in limbs, where x is about to be added. */
  #isReady(x: number, below: number): boolean {
    if (this.#isInLimbs) return true;
    if (this.#additionsToRetry > 0) {
      this.#additionsToRetry--;
      return false;
    }
    this.#isInLimbs = this.#limbs.begin(x, below) && this.#limbs.set(this.#mantissa, this.#exponent);
    if (!this.#isInLimbs) this.#additionsToRetry = RETRY_AFTER;
    return this.#isInLimbs;
  }

  #add(mantissa: bigint, exponent: number): void {
    if (this.#isInLimbs) {
      const held = this.#limbs.exactly();
      this.#mantissa = held.mantissa;
      this.#exponent = held.exponent;
      this.#isInLimbs = false;
      this.#additionsToRetry = RETRY_AFTER;
    }
    if (exponent < this.#exponent) {
      this.#mantissa = (this.#mantissa << BigInt(this.#exponent - exponent)) + mantissa;
      this.#exponent = exponent;
    } else this.#mantissa += exponent === this.#exponent ? mantissa : mantissa << BigInt(exponent - this.#exponent);
  }
}

/**
 * The deviation √(squares · n − sum²) / n in doubles of twice the length; undefined where the bound of its error does not decide.
 * With both read to 2^-103, the products are off by less than 2^-100 of squares · n (which is at least sum²), and so the
 * difference by less than 2^-98 of it; of the root that is half as much in relation to the difference.
 */
function quickDeviation(squares: LimbSum, sum: LimbSum, n: number): number | undefined {
  squares.read(first);
  sum.read(second);
  const left = first.high * n;
  const right = second.high * second.high;
  const leftLow = errorOfProduct(first.high, n, left) + first.low * n;
  const rightLow = errorOfProduct(second.high, second.high, right) + 2 * second.high * second.low;
  const roughly = left - right;
  const low = errorOfSum(left, -right, roughly) + (leftLow - rightLow);
  const difference = roughly + low;
  if (!(difference > 0)) return undefined;
  const root = Math.sqrt(difference);
  const squared = root * root;
  const rootLow = (difference - squared - errorOfProduct(root, root, squared) + errorOfSum(roughly, low, difference)) / (2 * root);
  const quotient = root / n;
  const product = quotient * n;
  const rest = (root - product - errorOfProduct(quotient, n, product) + rootLow) / n;
  const error = quotient * ROOT_ERROR * (1 + left / difference);
  const least = quotient + (rest - error);
  return least === quotient + (rest + error) ? least : undefined;
}
