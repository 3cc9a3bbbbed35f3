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

/**
 * How many independent residuals these are worth: n(1 − ρ)/(1 + ρ) with ρ the correlation of neighbours (Bayley and
 * Hammersley, J. R. Stat. Soc. Suppl. 8 (1946) 184, for a first-order process). Samples a second apart of something that
 * moves in minutes tell little more than one a minute, and intervals that took them for more would be lies.
 */
export function effectiveCount(stretches: Stretches): number {
  const count = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const rho = Math.max(0, correlationAt(stretches, 1) || 0);
  return Math.min(count, (count * (1 - rho)) / (1 + rho));
}

/** About zero, not about the mean: a residual that stays on one side is no noise. */
function correlationAt(stretches: Stretches, lag: number): number {
  let products = 0;
  let squares = 0;
  for (const stretch of stretches) {
    for (let i = 0; i < stretch.length; i++) {
      const value = stretch[i] as number; // in range
      squares += value * value;
      if (i >= lag) products += value * (stretch[i - lag] as number); // in range
    }
  }
  return products / squares;
}
