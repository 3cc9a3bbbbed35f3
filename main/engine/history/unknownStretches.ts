/**
 * Where a series is unknown in a span: after a sample without a known value until the next, from the start of a gap
 * until the next sample after it, and once a value is older than its staleness limit without confirmation.
 */
import { isKnown } from "../../../shared/model/sample.ts";
import { bigints } from "./columns.ts";
import { clip, union } from "./intervals.ts";
import { type LastSample, nextStamp } from "./lastSamples.ts";
import { WINDOW_GAPS } from "./limits.ts";
import type { ReadContext } from "./ReadContext.ts";
import { seriesSource } from "./sampleSource.ts";
import type { PartPlan } from "./SegmentIndex.ts";
import { KNOWN_SQL } from "./sqlText.ts";

/** Samples in time order, each stamp once. */
export interface RawRows {
  readonly count: number;
  readonly tUs: Float64Array;
  /** NaN where unknown. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** 1 where known. */
  readonly known: Uint8Array;
  readonly text?: readonly string[];
}

interface Asked {
  readonly series: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly staleAfterUs?: number | undefined;
}

type Stretch = [number, number];

/** From the samples themselves, for a span whose rows are at hand. */
export async function unknownInRaw(context: ReadContext, asked: Asked, rows: RawRows, before: LastSample | undefined): Promise<Stretch[]> {
  const endUs = asked.toUs + 1;
  const firstUs = before?.tUs ?? rows.tUs[0] ?? endUs;
  const stretches: Stretch[] = [];
  let since = firstUs;
  let known = before ? sampleKnown(before) : true;
  let stampUs = before?.tUs ?? firstUs;
  const confirmed = await confirmationsOf(context, asked, firstUs);
  for (let i = 0; i <= rows.count; i++) {
    const tUs = i < rows.count ? (rows.tUs[i] as number) : endUs; // in range
    if (!known) stretches.push([since, tUs]);
    else if (asked.staleAfterUs !== undefined) stretches.push(...staleBetween(stampUs, tUs, asked.staleAfterUs, confirmed));
    known = rows.known[i] === 1;
    since = stampUs = tUs;
  }
  const starts = context.ledger.gapStarts(asked.series, firstUs, asked.toUs);
  for (const start of starts) stretches.push([start, rows.tUs[firstAfter(rows.tUs, start)] ?? endUs]);
  return clip(union(stretches), asked.fromUs, endUs);
}

/** By SQL, for a span that was reduced. Stretches that end within the column they begin in cannot be seen and are left out. */
export async function unknownInSpan(context: ReadContext, asked: Asked, plan: PartPlan, before: LastSample | undefined, columnUs: number): Promise<Stretch[]> {
  const endUs = asked.toUs + 1;
  const stretches: Stretch[] = [];
  const startUs = before?.tUs ?? plan.parts[0]?.fromUs ?? endUs;
  if (plan.parts.some((part) => part.unknown > 0) || (before && !sampleKnown(before)) || asked.staleAfterUs !== undefined) {
    stretches.push(...(await fromSamples(context, asked, plan, before, columnUs)));
  }
  const starts = context.ledger.gapStarts(asked.series, startUs, asked.toUs);
  let coveredUs = Number.NEGATIVE_INFINITY;
  for (const start of starts.length > WINDOW_GAPS ? spread(starts) : starts) {
    if (start < coveredUs) continue;
    coveredUs = Math.min(endUs, await nextStamp(context, asked.series, start));
    stretches.push([start, coveredUs]);
  }
  return clip(union(stretches), asked.fromUs, endUs);
}

async function fromSamples(context: ReadContext, asked: Asked, plan: PartPlan, before: LastSample | undefined, columnUs: number): Promise<Stretch[]> {
  const source = seriesSource(plan, asked.series, asked.fromUs, asked.toUs);
  const endUs = asked.toUs + 1;
  const stretches: Stretch[] = [];
  const confirmed = await confirmationsOf(context, asked, before?.tUs ?? asked.fromUs);
  let stampUs = before?.tUs;
  let known = before ? sampleKnown(before) : true;
  let lastUs = plan.parts.reduce((last, part) => Math.max(last, Math.min(part.toUs, asked.toUs)), stampUs ?? asked.fromUs);
  const step = (tUs: number, previousUs: number | undefined): void => {
    if (!known && stampUs !== undefined && tUs - stampUs >= Math.min(columnUs, endUs - stampUs)) stretches.push([stampUs, tUs]);
    if (known && previousUs !== undefined && asked.staleAfterUs !== undefined) stretches.push(...staleBetween(previousUs, tUs, asked.staleAfterUs, confirmed));
  };
  if (source) {
    const stale = asked.staleAfterUs === undefined ? "" : ` OR t - previous > ${asked.staleAfterUs}`;
    const window = plan.ordered ? "()" : "(ORDER BY t)";
    const result = await context.connection.stream(
      `SELECT t, coalesce(previous, -1), known::BIGINT FROM (SELECT t, ${KNOWN_SQL} AS known, lag(t) OVER ${window} AS previous, lag(${KNOWN_SQL}) OVER ${window} AS was FROM (${source})) ` +
        `WHERE known IS DISTINCT FROM was${stale}`,
    );
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const [times, previous, flags] = [bigints(chunk, 0), bigints(chunk, 1), bigints(chunk, 2)];
      for (let i = 0; i < chunk.rowCount; i++) {
        const tUs = times[i] as number; // in range
        const previousUs = previous[i] as number; // in range
        step(tUs, previousUs < 0 ? stampUs : previousUs);
        if (known !== (flags[i] === 1) || stampUs === undefined || known) stampUs = tUs;
        known = flags[i] === 1;
      }
    }
    lastUs = known ? lastUs : (stampUs ?? lastUs);
  }
  step(endUs, lastUs);
  return stretches;
}

function sampleKnown(sample: LastSample): boolean {
  return isKnown(sample.text === undefined ? sample.value : 0, sample.status, sample.flags);
}

/** Where a value sampled at `fromUs` and held until `toUs` is stale, given its confirmations in order. */
function staleBetween(fromUs: number, toUs: number, staleAfterUs: number, confirmed: readonly Stretch[]): Stretch[] {
  const stale: Stretch[] = [];
  let freshUs = fromUs + staleAfterUs;
  for (const [begin, end] of confirmed) {
    if (end < fromUs) continue;
    if (begin >= toUs) break;
    if (begin > freshUs) stale.push([freshUs, Math.min(begin, toUs)]);
    freshUs = Math.max(freshUs, end + staleAfterUs);
  }
  if (freshUs < toUs) stale.push([freshUs, toUs]);
  return stale;
}

async function confirmationsOf(context: ReadContext, asked: Asked, fromUs: number): Promise<Stretch[]> {
  if (asked.staleAfterUs === undefined) return [];
  return (await context.ledger.confirmations(fromUs, asked.toUs, [asked.series])).map(({ fromUs: begin, toUs: end }): Stretch => [begin, end]);
}

function firstAfter(sorted: Float64Array, tUs: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > tUs) high = middle; // in range
    else low = middle + 1;
  }
  return low;
}

/** So many gaps that they touch on any screen: an even choice of them. */
function spread(starts: Float64Array): Float64Array {
  return Float64Array.from({ length: WINDOW_GAPS }, (_, i) => starts[Math.floor((i * starts.length) / WINDOW_GAPS)] as number); // in range
}
