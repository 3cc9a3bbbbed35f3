/**
 * Tails of the distributions that tests and intervals are read from. For words and intervals, not for simulated values:
 * good to about 1e-10, not bit for bit.
 */

/** Continued fractions and series below stop when a term changes nothing any more, at the latest after so many. */
const MAX_TERMS = 500;
const EPSILON = 1e-14;
/** Stands for zero where a continued fraction would divide by it (Lentz). */
const TINY = 1e-300;
/** Halvings of an interval that bring a quantile to rounding. */
const BISECTIONS = 200;

/** Coefficients of Lanczos for g = 7, n = 9 (Godfrey, 2001). */
const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];

/** ln Γ(x) for x > 0. Lanczos, SIAM J. Numer. Anal. B 1 (1964) 86. */
export function logGamma(x: number): number {
  const base = x + 6.5;
  const sum = LANCZOS.reduce((total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** Chance that a χ² variable with so many degrees of freedom exceeds x: Q(k/2, x/2), Abramowitz and Stegun 26.4.19 and 6.5. */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(x > 0)) return 1;
  const a = degrees / 2;
  const z = x / 2;
  const scale = Math.exp(-z + a * Math.log(z) - logGamma(a));
  return z < a + 1 ? 1 - scale * gammaSeries(a, z) : scale * gammaFraction(a, z);
}

/** γ(a, z) without its factor, by its power series (6.5.29). */
function gammaSeries(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MAX_TERMS && Math.abs(term) > Math.abs(sum) * EPSILON; n++) sum += term *= z / (a + n);
  return sum;
}

/** Γ(a, z) without its factor, by its continued fraction (6.5.31), evaluated by Lentz's method. */
function gammaFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let product = d;
  for (let n = 1; n <= MAX_TERMS; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / nonZero(step * d + b);
    c = nonZero(b + step / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return product;
}

/** The t that a Student variable stays within, to both sides, with this probability. Infinity without degrees of freedom. */
export function studentInterval(probability: number, degrees: number): number {
  if (!(degrees > 0)) return Infinity;
  const outside = (t: number): number => incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  let low = 0;
  let high = 1;
  while (outside(high) > 1 - probability && high < 1e12) high *= 2;
  for (let i = 0; i < BISECTIONS && high - low > EPSILON * high; i++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8) and symmetry. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (scale * betaFraction(x, a, b)) / a : 1 - (scale * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < EPSILON) break;
  }
  return product;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
