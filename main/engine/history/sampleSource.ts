/**
 * The SQL that reads one series (or several) over a span from the parts they lie in: as the rows lie where that is
 * already in order, else with the last written sample of every stamp.
 */
import type { Part, PartPlan, SegmentIndex } from "./SegmentIndex.ts";
import { integer, integerList, timeLiteral } from "./sqlText.ts";

export function tableOf(segment: number): string {
  return `samples_${integer(segment)}`;
}

const ROW = "series, t, value, status, flags, text";

/** No rows, with the columns of samples. */
export const EMPTY_SAMPLES =
  "SELECT NULL::INTEGER AS series, NULL::BIGINT AS t, NULL::DOUBLE AS value, NULL::UINTEGER AS status, NULL::UTINYINT AS flags, NULL::VARCHAR AS text WHERE false";

function fromPart(part: Part, series: number, fromUs: number, toUs: number, columns: string): string {
  return `SELECT ${columns} FROM ${tableOf(part.segment)} WHERE series = ${integer(series)} AND t BETWEEN ${timeLiteral(fromUs)} AND ${timeLiteral(toUs)}`;
}

/** Rows of one series with stamps in [fromUs, toUs], each stamp once; undefined where there are none. Not sorted unless the plan is ordered. */
export function seriesSource(plan: PartPlan, series: number, fromUs: number, toUs: number): string | undefined {
  if (plan.parts.length === 0) return undefined;
  if (plan.ordered) return plan.parts.map((part) => fromPart(part, series, fromUs, toUs, ROW)).join(" UNION ALL ");
  const all = plan.parts.map((part) => fromPart(part, series, fromUs, toUs, `${ROW}, ${part.segment} AS segment, rowid AS place`));
  return `SELECT ${ROW} FROM (${all.join(" UNION ALL ")}) QUALIFY row_number() OVER (PARTITION BY t ORDER BY segment DESC, place DESC) = 1`;
}

/** The same for several series at once, in no order. */
export function manySource(index: SegmentIndex, series: readonly number[], fromUs: number, toUs: number): string | undefined {
  const plain = new Map<number, number[]>();
  const pieces: string[] = [];
  for (const id of series) {
    const plan = index.plan(id, fromUs, toUs);
    if (!plan.ordered) {
      const source = seriesSource(plan, id, fromUs, toUs);
      if (source) pieces.push(`SELECT * FROM (${source})`);
      continue;
    }
    for (const part of plan.parts) {
      const ids = plain.get(part.segment);
      if (ids) ids.push(id);
      else plain.set(part.segment, [id]);
    }
  }
  for (const [segment, ids] of plain) {
    pieces.push(`SELECT ${ROW} FROM ${tableOf(segment)} WHERE series IN (${integerList(ids)}) AND t BETWEEN ${timeLiteral(fromUs)} AND ${timeLiteral(toUs)}`);
  }
  return pieces.length === 0 ? undefined : pieces.join(" UNION ALL ");
}

/** One series in time order. */
export function orderedSeries(index: SegmentIndex, series: number, fromUs: number, toUs: number): string | undefined {
  const plan = index.plan(series, fromUs, toUs);
  const source = seriesSource(plan, series, fromUs, toUs);
  return source && (plan.ordered ? source : `${source} ORDER BY t`);
}
