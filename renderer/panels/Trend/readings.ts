/** An answer of the history for one instant, as readings by series. Pure. */
import type { AsOfData, SeriesRef } from "../../../shared/contract/history.ts";
import type { Reading } from "../../charts/SeriesData.ts";
import type { TrendSeries } from "./trendSeries.ts";

export function refOf(series: TrendSeries): SeriesRef {
  return { signal: series.signal.id, run: series.run };
}

/** By key; series without a sample at or before the instant are left out. */
export function readingsOf(answer: AsOfData, series: readonly TrendSeries[]): ReadonlyMap<string, Reading> {
  const readings = new Map<string, Reading>();
  series.forEach(({ key }, i) => {
    const at = answer.tUs[i] ?? Number.NaN;
    const text = answer.text?.[i];
    if (!Number.isNaN(at)) readings.set(key, { tUs: at, value: answer.value[i] ?? Number.NaN, status: answer.status[i] ?? 0, unknown: answer.unknown[i] === 1, ...(text !== undefined && { text }) });
  });
  return readings;
}
