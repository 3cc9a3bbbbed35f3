/** The SQL that reduces one series to columns: from samples, and where a column is wide enough from rollups. */
import { aggregates, levelWidths, MERGED, rollupTable } from "./rollups.ts";
import { EMPTY_SAMPLES, seriesSource, tableOf } from "./sampleSource.ts";
import type { ReadContext } from "./ReadContext.ts";
import type { Part, PartPlan } from "./SegmentIndex.ts";
import { integer, KNOWN_NUMBER_SQL } from "./sqlText.ts";

export type ReducedSource =
  /** Answers samples, known, worst and t, value of first, least, greatest and last, one row a column, in time order. */
  | { readonly kind: "columns"; readonly sql: string; readonly columnUs: number }
  /** Answers t, value (NaN where unknown) and status of every sample in time order; columns begin at `fromUs`. */
  | { readonly kind: "rows"; readonly sql: string; readonly columnUs: number; readonly fromUs: number };

interface Asked {
  readonly series: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly width: number;
}

/** Below this many samples raw reading is quick and the columns are exact pixels. */
const ROLLUP_FROM_SAMPLES = 400_000;
/** Up to about so many rows are quicker read and reduced here than grouped by DuckDB, which uses all cores for more. */
const REDUCE_HERE_SAMPLES = 500_000;
/** A column must be at least this many buckets wide, so that it is at most a sixteenth wider than the pixel asked for. */
const BUCKETS_PER_COLUMN = 16;

const ANSWER =
  "samples, known, worst, coalesce(first_t, 0), coalesce(first, 0), coalesce(min_t, 0), coalesce(min, 0), coalesce(max_t, 0), coalesce(max, 0), coalesce(last_t, 0), coalesce(last, 0)";

export function reducedSource(context: ReadContext, asked: Asked, plan: PartPlan): ReducedSource {
  const columnUs = Math.max(1, Math.ceil((asked.toUs - asked.fromUs + 1) / asked.width));
  return fromRollups(context, asked, plan, columnUs) ?? fromSamples(asked, plan, columnUs);
}

function fromSamples(asked: Asked, plan: PartPlan, columnUs: number): ReducedSource {
  const source = seriesSource(plan, asked.series, asked.fromUs, asked.toUs) ?? EMPTY_SAMPLES;
  const allKnown = plan.parts.every((part) => part.unknown === 0);
  if (plan.ordered && samplesAbout(plan, asked.fromUs, asked.toUs) <= REDUCE_HERE_SAMPLES) {
    const value = allKnown ? "coalesce(value, 'nan'::DOUBLE)" : `CASE WHEN ${KNOWN_NUMBER_SQL} THEN value ELSE 'nan'::DOUBLE END`;
    return { kind: "rows", sql: `SELECT t, ${value}, status FROM (${source})`, columnUs, fromUs: asked.fromUs };
  }
  const sql = `SELECT ${ANSWER} FROM (SELECT (t - ${integer(asked.fromUs)}) // ${integer(columnUs)} AS c, ${aggregates(allKnown)} FROM (${source}) GROUP BY c) ORDER BY c`;
  return { kind: "columns", sql, columnUs };
}

/** Samples in a span as if each part were spread evenly over its time: only speed depends on it. */
function samplesAbout(plan: PartPlan, fromUs: number, toUs: number): number {
  return plan.parts.reduce((sum, part) => sum + (part.samples * (Math.min(part.toUs, toUs) - Math.max(part.fromUs, fromUs) + 1)) / (part.toUs - part.fromUs + 1), 0);
}

/**
 * Columns that lie on whole buckets of every part's rollup: the asked width, rounded up to a multiple of the bucket.
 * Undefined where that does not pay or corrections would have to be resolved.
 */
function fromRollups(context: ReadContext, asked: Asked, plan: PartPlan, columnUs: number): ReducedSource | undefined {
  if (!plan.ordered || asked.fromUs < 0) return undefined;
  const total = plan.parts.reduce((sum, part) => sum + part.samples, 0);
  if (total < ROLLUP_FROM_SAMPLES) return undefined;
  const chosen = plan.parts.map((part) => ({ part, widthUs: context.rolledUp.has(part.segment) ? bucketFor(part, columnUs) : undefined }));
  const widest = Math.max(0, ...chosen.map(({ widthUs }) => widthUs ?? 0));
  if (widest === 0) return undefined;
  const alignedUs = Math.ceil(columnUs / widest) * widest;
  const pieces = chosen.flatMap(({ part, widthUs }) => (widthUs ? rolledPieces(asked, part, widthUs, alignedUs) : [samplePiece(asked, part, asked.fromUs, asked.toUs, alignedUs)]));
  return { kind: "columns", sql: `SELECT ${ANSWER} FROM (SELECT c, ${MERGED} FROM (${pieces.join(" UNION ALL ")}) GROUP BY c) ORDER BY c`, columnUs: alignedUs };
}

function bucketFor(part: Part, columnUs: number): number | undefined {
  return levelWidths(part.toUs - part.fromUs, part.samples).findLast((width) => width * BUCKETS_PER_COLUMN <= columnUs);
}

/** Whole buckets inside the span from the rollup, the ends of the span from samples. */
function rolledPieces(asked: Asked, part: Part, widthUs: number, columnUs: number): string[] {
  const firstBucket = Math.ceil(asked.fromUs / widthUs);
  const endBucket = Math.floor((asked.toUs + 1) / widthUs);
  const buckets = `SELECT bucket // ${integer(columnUs / widthUs)} AS c, * EXCLUDE (series, width, bucket) FROM ${rollupTable(part.segment)} ` +
    `WHERE series = ${integer(asked.series)} AND width = ${integer(widthUs)} AND bucket >= ${integer(firstBucket)} AND bucket < ${integer(endBucket)}`;
  return [
    buckets,
    samplePiece(asked, part, asked.fromUs, Math.min(asked.toUs, firstBucket * widthUs - 1), columnUs),
    samplePiece(asked, part, Math.max(asked.fromUs, endBucket * widthUs), asked.toUs, columnUs),
  ];
}

function samplePiece(asked: Asked, part: Part, fromUs: number, toUs: number, columnUs: number): string {
  return `SELECT t // ${integer(columnUs)} AS c, ${aggregates(part.unknown === 0)} FROM ${tableOf(part.segment)} ` +
    `WHERE series = ${integer(asked.series)} AND t BETWEEN ${integer(fromUs)} AND ${integer(toUs)} GROUP BY c`;
}
