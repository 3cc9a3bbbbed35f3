/**
 * Exact fractions, so that unit factors and literals are converted without a rounding in between and rounded once at the
 * end (176 degF is exactly 80 degC). Used by the compiler and the unit tables; never per sample.
 */

/** n / d in lowest terms, d above zero. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** Doubles end at 1.8e308; a literal beyond that can never be a value, and 10^huge would cost unbounded memory. */
const MAX_EXPONENT = 400;

/** Whole numbers of so few digits are read without big arithmetic: doubles hold them exactly. */
const SMALL_WHOLE = /^\d{1,15}$/;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Up to here doubles hold every whole number. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** n / d in lowest terms. `d` must not be zero. */
export function rational(n: bigint, d: bigint = 1n): Rational {
  if (d === 1n) return { n, d };
  const divisor = gcd(n, d) * (d < 0n ? -1n : 1n);
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor };
}

/** The decimal number as written (`-12.5e3`), exactly; undefined when it is none or its exponent is beyond ±400. */
export function parseDecimal(text: string): Rational | undefined {
  if (SMALL_WHOLE.test(text)) return { n: BigInt(text), d: 1n };
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT || whole.length + fraction.length > 2 * MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const power = exponent - fraction.length;
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

/** A finite double as the decimal number people see it as (0.1 is one tenth). Undefined for NaN and infinities. */
export function rationalOf(value: number): Rational | undefined {
  return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** a / b; `b` must not be zero. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

/** a to a whole power; zero has no negative one. */
export function power(a: Rational, exponent: number): Rational {
  const e = BigInt(Math.abs(exponent));
  return exponent >= 0 ? { n: a.n ** e, d: a.d ** e } : rational(a.d ** e, a.n ** e);
}

export function equal(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

function bitLength(x: bigint): number {
  return x === 0n ? 0 : x.toString(16).length * 4;
}

/** Size in bits: lets callers stop exact arithmetic before it becomes expensive. */
export function sizeBits(a: Rational): number {
  return bitLength(a.n < 0n ? -a.n : a.n) + bitLength(a.d);
}

/** The nearest double, ties to even. Overflow gives ±Infinity; below 2^-1022 the last bit may be off by one. */
export function toNumber(a: Rational): number {
  if (a.n === 0n) return 0;
  const negative = a.n < 0n;
  const n = negative ? -a.n : a.n;
  // One division of doubles that are exact rounds once, to the nearest.
  if (n <= MOST_EXACT && a.d <= MOST_EXACT) return Number(a.n) / Number(a.d);
  // Enough bits that the quotient holds more than 64; what is cut off is kept as one sticky bit below them.
  const shift = 70 - (bitLength(n) - bitLength(a.d));
  const scaledN = shift > 0 ? n << BigInt(shift) : n;
  const scaledD = shift < 0 ? a.d << BigInt(-shift) : a.d;
  const quotient = scaledN / scaledD;
  const sticky = scaledN % scaledD === 0n ? quotient : quotient | 1n;
  // Two steps, because 2^-shift alone can lie outside the range of doubles.
  const half = Math.trunc(-shift / 2);
  const value = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  return negative ? -value : value;
}
