/**
 * From raw values to samples of signals: units converted, limits and stamps judged, repeats dropped. Columns in, columns
 * out; the status code of the source passes through untouched. Pure but for the states and counters it is given.
 */
import { Flag, type SampleBatch } from "../../../shared/model/sample.ts";
import type { RawBatch } from "../sources/SourceDriver.ts";
import type { IngestCounters } from "./counters.ts";
import type { ItemTable } from "./ItemTable.ts";
import { ALLOWED_AHEAD_US, ALLOWED_LATENESS_US } from "./limits.ts";
import type { SeriesStates } from "./SeriesStates.ts";

/**
 * Samples in the order of the batch. A value that a source repeats after a gap with its old stamp (nothing changed
 * meanwhile) gets the time of receipt: that is when it was known again.
 */
export function normalise(raw: RawBatch, items: ItemTable, states: SeriesStates, counters: IngestCounters): SampleBatch | undefined {
  const size = raw.item.length;
  counters.received += size;
  const series = new Int32Array(size);
  const tUs = new Float64Array(size);
  const value = new Float64Array(size);
  const status = new Uint32Array(size);
  const flags = new Uint8Array(size);
  let text: Map<number, string> | undefined;
  let count = 0;
  for (let i = 0; i < size; i++) {
    const entry = items.get(raw.item[i] as number); // in range
    if (!entry) {
      counters.unbound++;
      continue;
    }
    const words = raw.text?.get(i);
    const code = raw.status[i] as number; // in range
    const converted = (raw.value[i] as number) * entry.factor + entry.offset; // in range
    let stampUs = raw.tUs[i] as number; // in range
    let verdict = 0;
    if (stampUs > raw.receivedUs + ALLOWED_AHEAD_US) verdict |= Flag.fromTheFuture;
    else if (stampUs <= states.brokenUs(entry.series)) stampUs = Math.max(raw.receivedUs, states.brokenUs(entry.series) + 1);
    if (states.isRepeat(entry.series, stampUs, converted, code, words)) {
      counters.repeats++;
      continue;
    }
    if (converted < entry.low || converted > entry.high) verdict |= Flag.outsideLimits;
    verdict |= judgeOrder(stampUs, raw.receivedUs, states.newestUs(entry.series), counters);
    if (verdict & Flag.fromTheFuture) counters.fromTheFuture++;
    else states.take(entry.series, stampUs, converted, code, words);
    if (verdict & Flag.outsideLimits) counters.outsideLimits++;
    if (verdict & Flag.late) counters.late++;
    series[count] = entry.series;
    tUs[count] = stampUs;
    value[count] = converted;
    status[count] = code;
    flags[count] = verdict;
    if (words !== undefined) (text ??= new Map()).set(count, words);
    count++;
  }
  if (count === 0) return undefined;
  const receivedUs = new Float64Array(count).fill(raw.receivedUs);
  const columns = { series: series.subarray(0, count), tUs: tUs.subarray(0, count), receivedUs, value: value.subarray(0, count), status: status.subarray(0, count), flags: flags.subarray(0, count) };
  return text ? { ...columns, text } : columns;
}

/** Counts what is out of order; a sample is late when it also comes behind the watermark. The first of a series never is. */
function judgeOrder(tUs: number, receivedUs: number, newestUs: number, counters: IngestCounters): number {
  if (Number.isNaN(newestUs)) return 0;
  if (tUs === newestUs) counters.corrections++;
  else if (tUs < newestUs) counters.outOfOrder++;
  return tUs < receivedUs - ALLOWED_LATENESS_US ? Flag.late : 0;
}
