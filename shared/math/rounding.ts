/**
 * Exact rationals to the nearest double, ties to even: the one place at which a sum, average or deviation is rounded.
 * A rational is m · 2^e / d with BigInt m, d and a plain e.
 */
import { scaleByPowerOfTwo } from "./elementary.ts";

/** Bits a quotient must have at least, so that a sticky last bit cannot reach the place at which it is rounded. */
const QUOTIENT_BITS = 64;
const MANTISSA_BITS = 53;
const LOWEST_EXPONENT = -1074;

const view = new DataView(new ArrayBuffer(8));

/** How many bits m > 0 has. */
export function bitLength(m: bigint): number {
  if (m < 0x20000000000000n) {
    const small = Number(m);
    return small < 0x100000000 ? 32 - Math.clz32(small) : 64 - Math.clz32(Math.floor(small / 0x100000000));
  }
  const hex = m.toString(16);
  return (hex.length - 1) * 4 + 32 - Math.clz32(parseInt(hex.charAt(0), 16));
}

/** A finite double as m · 2^exponent with an odd m, or zero. */
export function exactly(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  if (Number.isSafeInteger(x)) return { mantissa: BigInt(x), exponent: 0 };
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  const head = biased === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
  let whole = head * 0x100000000 + low;
  let exponent = Math.max(biased, 1) - 1075;
  // Fewer bits make every later step cheaper; measured numbers often have many trailing zeros.
  while (whole % 0x10000 === 0) {
    whole /= 0x10000;
    exponent += 16;
  }
  while (whole % 2 === 0) {
    whole /= 2;
    exponent += 1;
  }
  return { mantissa: BigInt(x < 0 ? -whole : whole), exponent };
}

/** m · 2^exponent, m >= 0, rounded to the nearest double, ties to even; Infinity beyond the largest. */
function roundScaled(m: bigint, exponent: number): number {
  if (m === 0n) return 0;
  const bits = bitLength(m);
  const kept = Math.min(MANTISSA_BITS, bits + exponent - LOWEST_EXPONENT);
  if (kept < 0) return 0;
  if (bits + exponent > 1024) return Infinity;
  const dropped = bits - kept;
  if (dropped <= 0) return scaleByPowerOfTwo(Number(m), exponent);
  const shift = BigInt(dropped);
  let quotient = m >> shift;
  const rest = m - (quotient << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
  return scaleByPowerOfTwo(Number(quotient), exponent + dropped);
}

/** m · 2^exponent / divisor, divisor > 0, rounded once. */
export function roundRatio(m: bigint, exponent: number, divisor: bigint): number {
  if (m < 0n) return -roundRatio(-m, exponent, divisor);
  if (m === 0n) return 0;
  if (divisor === 1n) return roundScaled(m, exponent);
  const shift = Math.max(0, QUOTIENT_BITS - (bitLength(m) - bitLength(divisor)));
  const shifted = m << BigInt(shift);
  const quotient = shifted / divisor;
  const sticky = quotient * divisor === shifted ? quotient : quotient | 1n;
  return roundScaled(sticky, exponent - shift);
}

/** √(m · 2^exponent / divisor), m >= 0, divisor > 0, rounded once. */
export function roundRootOfRatio(m: bigint, exponent: number, divisor: bigint): number {
  if (m <= 0n) return 0;
  let shift = Math.max(0, 2 * QUOTIENT_BITS - (bitLength(m) - bitLength(divisor)));
  if ((exponent - shift) % 2 !== 0) shift += 1;
  const shifted = m << BigInt(shift);
  const square = shifted / divisor;
  const root = wholeRoot(square);
  const exact = root * root === square && square * divisor === shifted;
  return roundScaled(exact ? root : root | 1n, (exponent - shift) / 2);
}

/** The largest r with r² <= n, n > 0: Newton's method from above (Cohen, A Course in Computational Algebraic Number Theory, 1.7.1). */
function wholeRoot(n: bigint): bigint {
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
