/** What is left after a fit: whether it looks like noise, and how much of it is new information. */
import { chiSquareTail } from "../../../shared/math/distributions.ts";

/** Residuals in time order, one list for each stretch of each signal: no correlation is looked for across them. */
export type Stretches = readonly Float64Array[];

export interface Whiteness {
  /** Autocorrelation at lags 1, 2, … samples. */
  readonly autocorrelation: readonly number[];
  /** Half the width of the band in which noise stays 95 times of 100, at each lag. */
  readonly band: number;
  /** Chance that noise would look as correlated as this. NaN where there are too few samples to tell. */
  readonly probability: number;
}

const MAX_LAGS = 20;
/** Fewer samples a lag say nothing of it. */
const SAMPLES_PER_LAG = 5;
const NORMAL_95 = 1.959964;

/** The test of Ljung and Box (Biometrika 65 (1978) 297) over all stretches together; `fitted` parameters take as many degrees of freedom. */
export function whiteness(stretches: Stretches, fitted: number): Whiteness {
  const count = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const lags = Math.min(MAX_LAGS, Math.floor(count / SAMPLES_PER_LAG));
  const autocorrelation = Array.from({ length: lags }, (_, i) => correlationAt(stretches, i + 1));
  const statistic = count * (count + 2) * autocorrelation.reduce((sum, rho, i) => sum + (rho * rho) / (count - i - 1), 0);
  const degrees = lags - fitted;
  return { autocorrelation, band: NORMAL_95 / Math.sqrt(count), probability: degrees > 0 && Number.isFinite(statistic) ? chiSquareTail(statistic, degrees) : Number.NaN };
}

/** Each lag that is looked at is so much longer than the one before: correlations of slow residuals change slowly from lag to lag. */
const LAG_GROWTH = 1.2;

/**
 * How many independent residuals these are worth: n / (1 + 2 Σ ρₖ), the sum up to the first lag at which they are not correlated
 * any more (the integrated autocorrelation time; Sokal, Monte Carlo Methods in Statistical Mechanics (1997), sect. 3; for a
 * first-order process Bayley and Hammersley's n(1 − ρ)/(1 + ρ)). Samples a second apart of something that moves in minutes tell
 * little more than one a minute, and intervals that took them for more would be lies.
 *
 * To each residual comes noise of `floor`, in the residuals' own measure, as the finest that anything is measured by: without it
 * the last digits of a fit that is right, which hang together as rounding does, would be taken for a model that is wrong.
 */
export function effectiveCount(stretches: Stretches, floor: number): number {
  const count = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const longest = stretches.reduce((most, stretch) => Math.max(most, stretch.length), 0);
  let [sum, lag, rho] = [0, 1, correlationAt(stretches, 1, floor)];
  if (rho > 0) sum += rho;
  while (rho > 0 && lag < longest - 1) {
    const next = Math.min(longest - 1, Math.max(lag + 1, Math.round(lag * LAG_GROWTH)));
    const nextRho = correlationAt(stretches, next, floor);
    sum += sumBetween(lag, rho, next, nextRho);
    [lag, rho] = [next, nextRho];
  }
  return Math.min(count, count / (1 + 2 * sum));
}

/** Σ ρₖ over from < k ≤ to along the straight line between both, up to where it crosses zero. */
function sumBetween(from: number, atFrom: number, to: number, atTo: number): number {
  const steps = to - from;
  if (atTo >= 0) return (steps * (atFrom + atTo)) / 2 + (atTo - atFrom) / 2;
  const above = Math.floor((steps * atFrom) / (atFrom - atTo));
  const slope = (atTo - atFrom) / steps;
  return above * atFrom + (slope * above * (above + 1)) / 2;
}

/** About zero, not about the mean: a residual that stays on one side is no noise. */
function correlationAt(stretches: Stretches, lag: number, floor = 0): number {
  let products = 0;
  let squares = 0;
  for (const stretch of stretches) {
    for (let i = 0; i < stretch.length; i++) {
      const value = stretch[i] as number; // in range
      squares += value * value + floor * floor;
      if (i >= lag) products += value * (stretch[i - lag] as number); // in range
    }
  }
  return products / squares;
}
