/** The range of a value axis: all that is visible with a little air, and calm while live data comes in. */

/** Air above and below, as a share of the range. */
const PAD = 0.08;
/** A live axis shrinks only when what is visible fills less than this share of it. */
const SHRINK_BELOW = 0.6;

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** The axis for visible data; `previous` is kept while the data fits into it and fills it well enough. */
export function axisRange(visible: ValueRange | undefined, previous: ValueRange | undefined): ValueRange {
  if (!visible) return previous ?? { min: 0, max: 1 };
  const { min, max } = visible;
  if (previous && min >= previous.min && max <= previous.max) {
    const fills = (max - min) / (previous.max - previous.min);
    if (fills >= SHRINK_BELOW) return previous;
  }
  const size = max - min;
  // A flat line gets an axis of a tenth of its own size, so that noise of the last digit does not look like a storm.
  const pad = size > Math.abs(max) * 1e-6 ? size * PAD : Math.max(Math.abs(max) * 0.05, 0.5);
  return { min: min - pad, max: max + pad };
}

/** The smallest range that holds both. */
export function joinRanges(a: ValueRange | undefined, b: ValueRange | undefined): ValueRange | undefined {
  if (!a) return b;
  if (!b) return a;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
