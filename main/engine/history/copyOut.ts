/** Writes samples of some series into a Parquet file of the staging folder, one row a sample, as exports of text have them. */
import { join } from "node:path";
import type { ReadContext } from "./ReadContext.ts";
import { EMPTY_SAMPLES, manySource } from "./sampleSource.ts";
import { integer, quoteText } from "./sqlText.ts";

/** A series and how its rows are called. */
export interface CopiedSeries {
  readonly id: number;
  readonly signal: string;
  readonly unit: string;
  readonly run: string;
}

export interface CopyOutQuestion {
  readonly series: readonly CopiedSeries[];
  readonly fromUs: number;
  /** Included. */
  readonly toUs: number;
  /** File name inside the staging folder; it is the caller's to remove. */
  readonly file: string;
}

/** Gives the file's path when it is whole. In the order of the series, then of time; a sample without a number has none in `value`. */
export async function* copyOut({ connection, index }: ReadContext, { series, fromUs, toUs, file }: CopyOutQuestion, stagingFolder: string): AsyncGenerator<string> {
  const source = manySource(index, series.map(({ id }) => id), fromUs, toUs) ?? EMPTY_SAMPLES;
  await connection.run("CREATE TEMP TABLE copied (place INTEGER, id INTEGER, signal VARCHAR, unit VARCHAR, run VARCHAR)");
  if (series.length > 0) await connection.run(`INSERT INTO copied VALUES ${series.map(({ id, signal, unit, run }, place) => `(${integer(place)}, ${integer(id)}, ${quoteText(signal)}, ${quoteText(unit)}, ${quoteText(run)})`).join(", ")}`);
  const path = join(stagingFolder, file);
  await connection.run(
    `COPY (SELECT c.signal, c.unit, c.run, make_timestamptz(s.t) AS time, s.value, s.text, s.status FROM (${source}) s JOIN copied c ON c.id = s.series ORDER BY c.place, s.t) ` +
    `TO ${quoteText(path)} (FORMAT parquet)`,
  );
  yield path;
}
