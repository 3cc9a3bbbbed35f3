/** The last sample at or before an instant, for one series or thousands at once. */
import { items, bigints } from "./columns.ts";
import type { ReadContext } from "./ReadContext.ts";
import { manySource } from "./sampleSource.ts";
import { integer } from "./sqlText.ts";

export interface LastSample {
  readonly tUs: number;
  /** NaN where the sample carries no number. */
  readonly value: number;
  readonly status: number;
  readonly flags: number;
  readonly text?: string;
}

/** How far back is looked before looking further: most signals have a sample in the last minute. */
const LOOK_BACK_US = [60e6, 3_600e6, 86_400e6, Number.POSITIVE_INFINITY];

/** By series id; those without a sample at or before `tUs` are absent. */
export async function lastSamples(context: ReadContext, series: readonly number[], tUs: number): Promise<Map<number, LastSample>> {
  const found = new Map<number, LastSample>();
  let missing = series.filter((id) => context.index.plan(id, Number.NEGATIVE_INFINITY, tUs).parts.length > 0);
  for (const back of LOOK_BACK_US) {
    if (missing.length === 0) break;
    await readLast(context, missing, tUs - back, tUs, found);
    missing = missing.filter((id) => !found.has(id));
  }
  return found;
}

async function readLast(context: ReadContext, series: readonly number[], fromUs: number, toUs: number, found: Map<number, LastSample>): Promise<void> {
  const source = manySource(context.index, series, fromUs, toUs);
  if (!source) return;
  const row = "arg_max({v: coalesce(value, 'nan'::DOUBLE), s: status, f: flags, x: text}, t)";
  const sql = `SELECT series, t, r.v, r.s, r.f, r.x FROM (SELECT series, max(t) AS t, ${row} AS r FROM (${source}) GROUP BY series)`;
  const result = await context.connection.stream(sql);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const ids = items<Int32Array>(chunk, 0);
    const times = bigints(chunk, 1);
    const values = items<Float64Array>(chunk, 2);
    const status = items<Uint32Array>(chunk, 3);
    const flags = items<Uint8Array>(chunk, 4);
    for (let i = 0; i < chunk.rowCount; i++) {
      const text = chunk.getColumnVector(5).getItem(i);
      const sample = { tUs: times[i] as number, value: values[i] as number, status: status[i] as number, flags: flags[i] as number }; // in range
      found.set(ids[i] as number, typeof text === "string" ? { ...sample, text } : sample); // in range
    }
  }
}

/** The first stamp of a series after an instant, or infinity. */
export async function nextStamp(context: ReadContext, series: number, afterUs: number): Promise<number> {
  let next = Number.POSITIVE_INFINITY;
  for (const part of context.index.plan(series, afterUs + 1, Number.POSITIVE_INFINITY).parts) {
    if (part.fromUs > afterUs) {
      next = Math.min(next, part.fromUs);
      continue;
    }
    const reader = await context.connection.runAndReadAll(`SELECT min(t) FROM samples_${integer(part.segment)} WHERE series = ${integer(series)} AND t > ${integer(afterUs)}`);
    const found = reader.getRows()[0]?.[0];
    if (typeof found === "bigint") next = Math.min(next, Number(found));
  }
  return next;
}
