/**
 * exp, ln, sin, cos and pow made of + − × ÷ and bit moves alone, so that their last bits are the same in every engine and
 * version (the platform's own differ between releases, and a simulation must give the same bytes in a window and in a
 * terminal). Within about 1 ulp of the true value; checked against the platform in the tests.
 *
 * Method: argument reduction in two or three parts (Cody and Waite, Software Manual for the Elementary Functions, 1980)
 * and Taylor polynomials on the short interval left, summed by Horner's rule.
 */

const bits = new DataView(new ArrayBuffer(8));

/** ln 2 in two parts: the first has so few bits that k times it is exact for every exponent k. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;
/** 1/n! for n = 13 … 0. */
const EXP_TAYLOR = inverseFactorials(13);

/** e to the x. */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  const k = Math.round(x * Math.LOG2E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 0;
  for (let i = 0; i < EXP_TAYLOR.length; i++) sum = sum * r + (EXP_TAYLOR[i] as number);
  return scaleByPowerOfTwo(sum, k);
}

/** Natural logarithm; NaN below zero, −∞ at zero. */
export function ln(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let { mantissa, exponent } = split(x);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh(s), s = (m − 1)/(m + 1), |s| ≤ 0.1716: the series falls below an ulp at s^23.
  const f = mantissa - 1;
  const s = f / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = (sum + 1 / n) * z;
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * s * sum + 2 * s);
}

/** x to the y. Whole y up to 1024 by repeated multiplication, else e^(y ln x); NaN for a negative x with a broken y. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isInteger(y) && Math.abs(y) <= 1024) return y < 0 ? 1 / wholePower(x, -y) : wholePower(x, y);
  return x < 0 ? NaN : exp(y * ln(x));
}

const TWO_OVER_PI = 2 / Math.PI;
/** π/2 in three parts, each with trailing zero bits so that products with a quadrant number are exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
/** Beyond this the three parts no longer hold the remainder exactly; no model angle is near it. */
const MAX_ANGLE = 1e5;

/** Sine of an angle in radians, |x| ≤ 1e5; NaN beyond. */
export function sin(x: number): number {
  return ofQuadrant(x, 0);
}

/** Cosine of an angle in radians, |x| ≤ 1e5; NaN beyond. */
export function cos(x: number): number {
  return ofQuadrant(x, 1);
}

function ofQuadrant(x: number, shift: number): number {
  if (!(Math.abs(x) <= MAX_ANGLE)) return NaN;
  const quadrant = Math.round(x * TWO_OVER_PI);
  const r = x - quadrant * HALF_PI_1 - quadrant * HALF_PI_2 - quadrant * HALF_PI_3;
  const turn = (quadrant + shift) & 3;
  const value = turn % 2 === 0 ? sineSeries(r) : cosineSeries(r);
  return turn < 2 ? value : -value;
}

function sineSeries(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let n = 17; n >= 3; n -= 2) sum = (-(1 + sum) * z) / (n * (n - 1));
  return r + r * sum;
}

function cosineSeries(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let n = 18; n >= 2; n -= 2) sum = (-(1 + sum) * z) / (n * (n - 1));
  return 1 + sum;
}

function wholePower(x: number, n: number): number {
  let result = 1;
  let base = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= base;
    base *= base;
  }
  return result;
}

/** x = mantissa · 2^exponent with mantissa in [1, 2). */
function split(x: number): { mantissa: number; exponent: number } {
  const normal = x < 2.2250738585072014e-308 ? x * 2 ** 54 : x;
  bits.setFloat64(0, normal);
  const high = bits.getUint32(0);
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  return { mantissa: bits.getFloat64(0), exponent: ((high >>> 20) & 0x7ff) - 1023 - (normal === x ? 0 : 54) };
}

/** x · 2^k. In two halves, because 2^k itself may not be representable where the product is. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  const half = k >> 1;
  return x * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

function inverseFactorials(highest: number): number[] {
  const result = [1];
  for (let n = 1, factorial = 1; n <= highest; n++) result.unshift(1 / (factorial *= n));
  return result;
}
