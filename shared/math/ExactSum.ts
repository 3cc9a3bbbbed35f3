/**
 * A sum of doubles times whole numbers without any rounding: m · 2^e in one BigInt whose scale follows the smallest bit
 * that was ever added. What was added can be taken away again and leaves no trace in the value, so neither the order nor a
 * restart can matter. Its length is bounded by the range of doubles (some 2,200 bits), for ordinary values it is below 200.
 */
import { exactly, roundRatio, roundRootOfRatio } from "./rounding.ts";

export class ExactSum {
  #mantissa = 0n;
  #exponent = 0;

  clear(): void {
    this.#mantissa = 0n;
    this.#exponent = 0;
  }

  /** Adds x · weight; x finite, weight a safe integer (negative to take away). */
  add(x: number, weight: number): void {
    if (x === 0 || weight === 0) return;
    const { mantissa, exponent } = exactly(x);
    this.#add(weight === 1 ? mantissa : mantissa * BigInt(weight), exponent);
  }

  /** Adds x² · weight. */
  addSquare(x: number, weight: number): void {
    if (x === 0 || weight === 0) return;
    const { mantissa, exponent } = exactly(x);
    this.#add(mantissa * mantissa * BigInt(weight), 2 * exponent);
  }

  /** The sum divided by a whole number above zero, rounded once; infinite beyond the largest double. */
  dividedBy(divisor: number): number {
    return roundRatio(this.#mantissa, this.#exponent, BigInt(divisor));
  }

  save(): readonly [mantissa: string, exponent: number] {
    return [this.#mantissa.toString(), this.#exponent];
  }

  restore([mantissa, exponent]: readonly [mantissa: string, exponent: number]): void {
    this.#mantissa = BigInt(mantissa);
    this.#exponent = exponent;
  }

  /** √(squares/weight − (sum/weight)²), rounded once: the population's deviation. `squares` is Σ x²·w, `sum` Σ x·w, `weight` Σ w. */
  static deviation(squares: ExactSum, sum: ExactSum, weight: number): number {
    const n = BigInt(weight);
    const left = { m: squares.#mantissa * n, e: squares.#exponent };
    const right = { m: sum.#mantissa * sum.#mantissa, e: 2 * sum.#exponent };
    const e = Math.min(left.e, right.e);
    return roundRootOfRatio((left.m << BigInt(left.e - e)) - (right.m << BigInt(right.e - e)), e, n * n);
  }

  #add(mantissa: bigint, exponent: number): void {
    if (exponent < this.#exponent) {
      this.#mantissa = (this.#mantissa << BigInt(this.#exponent - exponent)) + mantissa;
      this.#exponent = exponent;
    } else this.#mantissa += exponent === this.#exponent ? mantissa : mantissa << BigInt(exponent - this.#exponent);
  }
}
