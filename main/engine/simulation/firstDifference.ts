/** Where within a step something first is no longer as it was: looked for on the step's dense output. */

/** A step is looked at in so many equal parts, so that what differs only for a while inside of it is seen. */
const PARTS = 4;
/** An instant is known to this; a thousandth of the resolution of recorded time. */
const RESOLUTION_S = 1e-9;

/** The first instant after `fromS` and up to `toS` at which it differs, found by bisection to a nanosecond, on the side where it differs. */
export function firstDifference(fromS: number, toS: number, differs: (tS: number) => boolean): number | undefined {
  let low = fromS;
  for (let part = 1; part <= PARTS; part++) {
    let high = part === PARTS ? toS : fromS + ((toS - fromS) * part) / PARTS;
    if (!differs(high)) {
      low = high;
      continue;
    }
    while (high - low > RESOLUTION_S) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;
      if (differs(middle)) high = middle;
      else low = middle;
    }
    return high;
  }
  return undefined;
}
