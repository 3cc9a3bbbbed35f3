/**
 * Rollups: per series of a sealed segment and per time bucket the first, least, greatest and last known value with
 * their stamps. Widths are powers of two µs, each level 16 times the one before, so that a wide window reads some ten
 * thousand buckets instead of millions of samples.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import { ROLLUP_COLUMNS } from "./schema.ts";
import { tableOf } from "./sampleSource.ts";
import { integer, KNOWN_NUMBER_SQL } from "./sqlText.ts";

/** Fewer samples in a segment are read raw: that is quick anyway. */
const LEAST_SAMPLES = 8_192;
/** Samples an average bucket of the finest level stands for. */
const SAMPLES_PER_BUCKET = 64;
const LEVEL_SHIFT = 4;
/** A level with fewer buckets than this has no coarser one above it. */
const LEAST_BUCKETS = 4_096;

export function rollupTable(segment: number): string {
  return `rollup_${integer(segment)}`;
}

const POINTS = [
  ["first_t", "min(t)"], ["first", "arg_min(value, t)"], ["min_t", "arg_min(t, value)"], ["min", "min(value)"],
  ["max_t", "arg_max(t, value)"], ["max", "max(value)"], ["last_t", "max(t)"], ["last", "arg_max(value, t)"],
] as const;

/**
 * Aggregates of the known samples under the names of the rollup's columns. `max` of the status code is the worst, because
 * severity is in its top bits. Where every sample is known the filters are left out: they double the cost. A text is known and
 * is no number.
 */
export function aggregates(allKnown: boolean): string {
  const filter = allKnown ? "" : ` FILTER (${KNOWN_NUMBER_SQL})`;
  return ["count(*) AS samples", `${allKnown ? "count(value)" : `count(*)${filter}`} AS known`, "max(status) AS worst", ...POINTS.map(([name, aggregate]) => `${aggregate}${filter} AS ${name}`)].join(", ");
}

/** The same, of aggregates. */
export const MERGED =
  "sum(samples)::BIGINT AS samples, sum(known)::BIGINT AS known, max(worst) AS worst, min(first_t) AS first_t, arg_min(first, first_t) AS first, " +
  "arg_min(min_t, min) AS min_t, min(min) AS min, arg_max(max_t, max) AS max_t, max(max) AS max, max(last_t) AS last_t, arg_max(last, last_t) AS last";

/** Width of the finest bucket: the power of two that holds `SAMPLES_PER_BUCKET` samples on average. */
function finestWidth(spanUs: number, samples: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2((spanUs / samples) * SAMPLES_PER_BUCKET)));
}

/** Builds the rollup of a sealed segment. Series before 1970 have none: their buckets would not be aligned. */
export async function buildRollup(connection: DuckDBConnection, segment: number): Promise<void> {
  const parts = await smallRows(
    connection,
    `SELECT series, samples, from_us, to_us, unknown FROM segment_series WHERE segment = ${integer(segment)} AND ordered AND samples >= ${LEAST_SAMPLES} AND from_us >= 0`,
  );
  const widths = new Map<number, number[]>();
  let most = 0;
  const allKnown = parts.every(([, , , , unknown]) => unknown === 0);
  for (const [series, samples, fromUs, toUs] of parts) {
    const width = finestWidth(Number(toUs) - Number(fromUs) + 1, Number(samples));
    widths.set(width, [...(widths.get(width) ?? []), Number(series)]);
    most = Math.max(most, (Number(toUs) - Number(fromUs)) / width);
  }
  const table = rollupTable(segment);
  await connection.run("BEGIN");
  await connection.run(`CREATE TABLE ${table} (${ROLLUP_COLUMNS})`);
  for (const [width, series] of widths) {
    await connection.run(
      `INSERT INTO ${table} SELECT series, ${integer(width)}, t // ${integer(width)} AS bucket, ${aggregates(allKnown)} FROM ${tableOf(segment)} ` +
        `WHERE series IN (${series.map(integer).join(", ")}) GROUP BY series, bucket ORDER BY series, bucket`,
    );
  }
  const step = 2 ** LEVEL_SHIFT;
  for (let factor = 1; most / factor > LEAST_BUCKETS; factor *= step) {
    const finer = [...widths].map(([width, series]) => `(width = ${integer(width * factor)} AND series IN (${series.map(integer).join(", ")}))`);
    await connection.run(
      `INSERT INTO ${table} SELECT series, width * ${step} AS wide, bucket // ${step} AS bin, ${MERGED} FROM ${table} ` +
        `WHERE ${finer.join(" OR ")} GROUP BY series, wide, bin ORDER BY series, wide, bin`,
    );
  }
  await connection.run(`UPDATE segments SET rollups = true WHERE id = ${integer(segment)}`);
  await connection.run("COMMIT");
}

export async function dropRollup(connection: DuckDBConnection, segment: number): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${rollupTable(segment)}`);
}

/** The widths of one part's levels, finest first. */
export function levelWidths(spanUs: number, samples: number): number[] {
  if (samples < LEAST_SAMPLES) return [];
  const widths = [finestWidth(spanUs + 1, samples)];
  const step = 2 ** LEVEL_SHIFT;
  for (let buckets = spanUs / (widths[0] as number); buckets > LEAST_BUCKETS; buckets /= step) widths.push((widths[widths.length - 1] as number) * step);
  return widths;
}
