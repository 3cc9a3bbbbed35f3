/** How many measured samples lie in each of a number of equal slices of a span. */
import { bigints } from "./columns.ts";
import type { ReadContext } from "./ReadContext.ts";
import { tableOf } from "./sampleSource.ts";
import { integer, integerList, timeLiteral } from "./sqlText.ts";

export async function density(context: ReadContext, series: readonly number[], fromUs: number, toUs: number, slices: number): Promise<Float64Array> {
  const counts = new Float64Array(slices);
  const sliceUs = Math.max(1, Math.ceil((toUs - fromUs + 1) / slices));
  const bySegment = new Map<number, number[]>();
  for (const id of series) {
    for (const part of context.index.plan(id, fromUs, toUs).parts) {
      const first = Math.floor((part.fromUs - fromUs) / sliceUs);
      const last = Math.floor((part.toUs - fromUs) / sliceUs);
      // A part that lies in one slice needs no reading.
      if (first === last && first >= 0 && first < slices) counts[first] = (counts[first] as number) + part.samples; // in range
      else bySegment.set(part.segment, [...(bySegment.get(part.segment) ?? []), id]);
    }
  }
  for (const [segment, ids] of bySegment) await countSegment(context, segment, ids, fromUs, toUs, sliceUs, counts);
  return counts;
}

async function countSegment(context: ReadContext, segment: number, ids: readonly number[], fromUs: number, toUs: number, sliceUs: number, counts: Float64Array): Promise<void> {
  const result = await context.connection.stream(
    `SELECT (t - ${timeLiteral(fromUs)}) // ${integer(sliceUs)} AS slice, count(*) FROM ${tableOf(segment)} ` +
      `WHERE t BETWEEN ${timeLiteral(fromUs)} AND ${timeLiteral(toUs)} AND series IN (${integerList(ids)}) GROUP BY slice`,
  );
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const slices = bigints(chunk, 0);
    const found = bigints(chunk, 1);
    for (let i = 0; i < chunk.rowCount; i++) {
      const slice = slices[i] as number; // in range
      counts[slice] = (counts[slice] ?? 0) + (found[i] as number); // in range
    }
  }
}
