/** Quantiles over the rows of a study, instant by instant. */
import { quantile } from "../../../shared/math/quantile.ts";

/**
 * One line for each share: at each instant that quantile of the rows that have a value there. `lines` holds each row's line,
 * all of one length.
 */
export function bandLines(lines: readonly Float64Array[], shares: readonly number[]): Float64Array[] {
  const length = lines[0]?.length ?? 0;
  const bands = shares.map(() => new Float64Array(length));
  const column = new Float64Array(lines.length);
  for (let instant = 0; instant < length; instant++) {
    let count = 0;
    for (const line of lines) {
      const value = line[instant] as number;
      if (value === value) column[count++] = value;
    }
    const sorted = column.subarray(0, count).sort();
    shares.forEach((share, i) => ((bands[i] as Float64Array)[instant] = quantile(sorted, share)));
  }
  return bands;
}
