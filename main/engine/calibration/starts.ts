/** Where fits begin: at the present values, and spread over the bounds, so that a poor valley is not taken for the best. */
import { latinHypercube } from "../../../shared/math/latinHypercube.ts";
import type { FittedName } from "./calibrationTypes.ts";

/** Bounds this far apart are searched by orders of magnitude rather than evenly. */
const LOGARITHMIC_RATIO = 10;

/**
 * The first start is what the use has now; the others are a Latin hypercube over the bounds. A parameter without both bounds begins at its present value each time.
 */
export function starts(fitted: readonly FittedName[], count: number, seed: number): number[][] {
  const points = latinHypercube(count - 1, fitted.length, seed);
  return [fitted.map(({ before }) => before), ...points.map((point) => fitted.map((parameter, j) => between(parameter, point[j] ?? 0)))];
}

function between({ low, high, before }: FittedName, share: number): number {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return before;
  return low > 0 && high / low >= LOGARITHMIC_RATIO ? low * (high / low) ** share : low + (high - low) * share;
}
