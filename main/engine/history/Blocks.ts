/**
 * Least and greatest of each block of a series' samples, for questions that are asked again and again with another threshold:
 * blocks that cannot cross it need not be read again. Kept in memory only, per series up to an instant, and made anew when the
 * samples up to there are no longer the same. A block is a stretch of 2^shift µs with a sample in it.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import { KEPT } from "./Database.ts";
import { MOST_BLOCKS, SAMPLES_PER_BLOCK } from "./limits.ts";
import { EMPTY_SAMPLES, manySource } from "./sampleSource.ts";
import type { SegmentIndex } from "./SegmentIndex.ts";
import { Serial } from "./Serial.ts";
import { integer, integerList } from "./sqlText.ts";

const TABLE = `${KEPT}.main.blocks`;
/** Times beyond every sample: shifting them by more leaves nothing. */
const MOST_SHIFT = 52;

export class Blocks {
  /** What the samples were like of which a series' blocks were made, by series and shift. */
  readonly #made = new Map<string, string>();
  readonly #turns = new Serial();
  #generation = 0;
  #count = 0;
  #isReady = false;

  /** Call where samples were removed; writing more is noticed by itself. */
  forget(): void {
    this.#generation++;
  }

  /**
   * Makes the temporary view `samples` of a connection that has `gap_spans` already: all samples up to `untilUs` of the blocks that
   * the query `changing` over `blocks(series, bucket, lo, hi)` names, of those with an unknown sample and of those with the beginning
   * of a gap; of any other block one row at its first sample's time, with its least value.
   */
  async showSamples(connection: DuckDBConnection, index: SegmentIndex, series: readonly number[], untilUs: number, changing: string): Promise<void> {
    const shift = shiftFor(index, series);
    const own = `shift = ${integer(shift)} AND series IN (${integerList(series)})`;
    await this.#turns.run(async () => {
      await this.#makeMissing(connection, index, series, untilUs, shift);
      await connection.run(`CREATE TEMP TABLE all_blocks AS SELECT series, bucket, first, lo, hi, plain FROM ${TABLE} WHERE ${own}`);
    });
    await connection.run("CREATE TEMP VIEW blocks AS SELECT series, bucket, lo, hi FROM all_blocks WHERE plain");
    await connection.run(
      `CREATE TEMP TABLE opened AS ${changing} UNION SELECT series, bucket FROM all_blocks WHERE NOT plain` +
      ` UNION SELECT series, from_us >> ${integer(shift)} FROM gap_spans`,
    );
    const source = manySource(index, series, -Infinity, untilUs) ?? EMPTY_SAMPLES;
    await connection.run(
      `CREATE TEMP VIEW samples AS SELECT s.* FROM (${source}) s SEMI JOIN opened o ON o.series = s.series AND o.bucket = s.t >> ${integer(shift)}` +
      ` UNION ALL SELECT b.series, b.first, b.lo, 0::UINTEGER, 0::UTINYINT, NULL::VARCHAR FROM all_blocks b ANTI JOIN opened o ON o.series = b.series AND o.bucket = b.bucket`,
    );
  }

  /** Differs where the samples of some series up to an instant may differ. */
  likenessOf(index: SegmentIndex, series: readonly number[], untilUs: number): string[] {
    return series.map((id) => `${this.#generation} ${untilUs} ${likenessOf(index, id, untilUs)}`);
  }

  async #makeMissing(connection: DuckDBConnection, index: SegmentIndex, series: readonly number[], untilUs: number, shift: number): Promise<void> {
    if (!this.#isReady) {
      await connection.run(`CREATE TABLE ${TABLE} (series INTEGER, shift INTEGER, bucket BIGINT, first BIGINT, lo DOUBLE, hi DOUBLE, plain BOOLEAN)`);
      this.#isReady = true;
    }
    if (this.#count > MOST_BLOCKS) {
      this.#made.clear();
      this.#count = 0;
      await connection.run(`DELETE FROM ${TABLE}`);
    }
    const all = this.likenessOf(index, series, untilUs);
    const likeness = new Map(series.map((id, at) => [id, all[at] ?? ""]));
    const missing = series.filter((id) => this.#made.get(keyOf(id, shift)) !== likeness.get(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#made.delete(keyOf(id, shift));
    await connection.run(`DELETE FROM ${TABLE} WHERE shift = ${integer(shift)} AND series IN (${integerList(missing)})`);
    const known = "coalesce(isfinite(value), false) AND status < 1073741824 AND (flags & 2) = 0";
    const source = manySource(index, missing, -Infinity, untilUs) ?? EMPTY_SAMPLES;
    await connection.run(
      `INSERT INTO ${TABLE} SELECT series, ${integer(shift)}, t >> ${integer(shift)}, min(t), min(value), max(value), bool_and(${known}) FROM (${source}) GROUP BY ALL`,
    );
    const [rows] = await smallRows(connection, `SELECT count(*) FROM ${TABLE}`);
    this.#count = Number(rows?.[0]);
    for (const [id, like] of likeness) this.#made.set(keyOf(id, shift), like);
  }
}

function keyOf(series: number, shift: number): string {
  return `${series}/${shift}`;
}

/** Blocks as long as so many samples of the series on average. */
function shiftFor(index: SegmentIndex, series: readonly number[]): number {
  let lengthUs = 0;
  let samples = 0;
  for (const id of series) {
    const { samples: own, fromUs = 0, toUs = 0 } = index.summary(id);
    samples += own;
    lengthUs += toUs - fromUs;
  }
  return Math.min(MOST_SHIFT, Math.max(0, Math.round(Math.log2((SAMPLES_PER_BLOCK * (lengthUs + 1)) / (samples + 1)))));
}

/**
 * Differs where the samples up to an instant may differ: of every part its samples are counted, but of one that goes on beyond
 * the instant in order of time, where whatever is added comes later.
 */
function likenessOf(index: SegmentIndex, series: number, untilUs: number): string {
  const parts = index.partsOf(series).filter((part) => part.samples > 0 && part.fromUs <= untilUs);
  return parts.map(({ segment, samples, ordered, toUs }) => `${segment}:${ordered && toUs > untilUs ? "beyond" : samples}`).join(" ");
}
