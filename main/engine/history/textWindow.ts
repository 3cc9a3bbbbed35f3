/** A text signal reduced to columns: first and last text of each, enough to draw state lanes to the pixel. */
import type { ReadContext } from "./ReadContext.ts";
import { bigints, items } from "./columns.ts";
import { seriesSource } from "./sampleSource.ts";
import type { PartPlan } from "./SegmentIndex.ts";
import { integer, KNOWN_SQL } from "./sqlText.ts";

export interface TextPoints {
  readonly tUs: Float64Array;
  readonly status: Uint32Array;
  readonly text: readonly string[];
}

interface Asked {
  readonly series: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly width: number;
}

export async function textPoints(context: ReadContext, asked: Asked, plan: PartPlan): Promise<TextPoints | undefined> {
  const source = seriesSource(plan, asked.series, asked.fromUs, asked.toUs);
  if (!source) return undefined;
  const columnUs = Math.max(1, Math.ceil((asked.toUs - asked.fromUs + 1) / asked.width));
  const result = await context.connection.stream(
    `SELECT min(t), arg_min(text, t), max(t), arg_max(text, t), max(status) FROM (${source}) WHERE text IS NOT NULL AND ${KNOWN_SQL} ` +
      `GROUP BY (t - ${integer(asked.fromUs)}) // ${integer(columnUs)} ORDER BY 1`,
  );
  const tUs: number[] = [];
  const status: number[] = [];
  const text: string[] = [];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const ends = [{ times: bigints(chunk, 0), texts: chunk.getColumnVector(1) }, { times: bigints(chunk, 2), texts: chunk.getColumnVector(3) }];
    const worst = items<Uint32Array>(chunk, 4);
    for (let row = 0; row < chunk.rowCount; row++) {
      for (const { times, texts } of ends) {
        const t = times[row] as number; // in range
        if (t === tUs[tUs.length - 1]) continue;
        tUs.push(t);
        status.push(worst[row] as number); // in range
        text.push(String(texts.getItem(row)));
      }
    }
  }
  return text.length === 0 ? undefined : { tUs: Float64Array.from(tUs), status: Uint32Array.from(status), text };
}
