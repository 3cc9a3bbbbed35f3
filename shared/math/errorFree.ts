/**
 * What a sum and a product of doubles lose in rounding, as a double: exact where nothing over- or underflows (Knuth, TAOCP 2,
 * 4.2.2, theorem B; Dekker, Numerische Mathematik 18, 1971, who splits a factor after Veltkamp).
 */

/** 2^27 + 1: parts a double into two of 26 bits, whose products have no error. */
const SPLITTER = 134_217_729;

/** a + b − sum, where sum is a + b rounded. */
export function errorOfSum(a: number, b: number, sum: number): number {
  const ofB = sum - a;
  return a - (sum - ofB) + (b - ofB);
}

/** a · b − product, where product is a · b rounded. */
export function errorOfProduct(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
