/** What every asked signal was at an instant: the last sample at or before it, and whether it still counts. */
import type { AsOfData } from "../../../shared/contract/history.ts";
import { isKnown } from "../../../shared/model/sample.ts";
import { lastSamples, type LastSample } from "./lastSamples.ts";
import type { ReadContext } from "./ReadContext.ts";

export interface AsOfQuestion {
  /** Series ids in the asked order; undefined where the series does not exist. */
  readonly series: readonly (number | undefined)[];
  readonly tUs: number;
  readonly staleAfterUs: readonly (number | undefined)[];
}

export async function asOf(context: ReadContext, question: AsOfQuestion): Promise<AsOfData> {
  const ids = question.series.filter((id) => id !== undefined);
  const samples = await lastSamples(context, [...new Set(ids)], question.tUs);
  const brokenUs = lastGapStarts(context, samples, question.tUs);
  const confirmedUs = question.staleAfterUs.some((limit) => limit !== undefined) ? await lastConfirmed(context, samples, question.tUs) : new Map<number, number>();
  const count = question.series.length;
  const tUs = new Float64Array(count).fill(Number.NaN);
  const value = new Float64Array(count).fill(Number.NaN);
  const status = new Uint32Array(count);
  const unknown = new Uint8Array(count).fill(1);
  const text: Record<number, string> = {};
  question.series.forEach((id, i) => {
    const sample = id === undefined ? undefined : samples.get(id);
    if (id === undefined || !sample) return;
    tUs[i] = sample.tUs;
    value[i] = sample.value;
    status[i] = sample.status;
    if (sample.text !== undefined) text[i] = sample.text;
    const known = isKnown(sample.text === undefined ? sample.value : 0, sample.status, sample.flags);
    const broken = (brokenUs.get(id) ?? Number.NEGATIVE_INFINITY) >= sample.tUs;
    const limit = question.staleAfterUs[i];
    const freshUs = Math.max(sample.tUs, confirmedUs.get(id) ?? Number.NEGATIVE_INFINITY);
    if (known && !broken && (limit === undefined || question.tUs < freshUs + limit)) unknown[i] = 0;
  });
  return { tUs, value, status, unknown, ...(Object.keys(text).length > 0 && { text }) };
}

/** The last gap of each series that began at or before the instant. */
function lastGapStarts(context: ReadContext, samples: ReadonlyMap<number, LastSample>, tUs: number): Map<number, number> {
  const starts = new Map<number, number>();
  if (samples.size === 0) return starts;
  const earliestUs = Math.min(...[...samples.values()].map((sample) => sample.tUs));
  for (const gap of context.ledger.gapsBeginning(earliestUs, tUs)) {
    for (const series of gap.series) if (samples.has(series)) starts.set(series, Math.max(starts.get(series) ?? gap.fromUs, gap.fromUs));
  }
  return starts;
}

async function lastConfirmed(context: ReadContext, samples: ReadonlyMap<number, LastSample>, tUs: number): Promise<Map<number, number>> {
  const confirmed = new Map<number, number>();
  const earliestUs = Math.min(tUs, ...[...samples.values()].map((sample) => sample.tUs));
  for (const { series, toUs } of await context.ledger.confirmations(earliestUs, tUs)) {
    for (const id of series) if (samples.has(id)) confirmed.set(id, Math.max(confirmed.get(id) ?? 0, Math.min(toUs, tUs)));
  }
  return confirmed;
}
