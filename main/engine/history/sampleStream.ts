/** Reads samples of several series, one after the other, in chunks that the consumer asks for. */
import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";
import { bigints, items } from "./columns.ts";
import { lastSamples } from "./lastSamples.ts";
import type { ReadContext } from "./ReadContext.ts";
import { orderedSeries } from "./sampleSource.ts";
import type { SampleColumns } from "./types.ts";

export interface StreamQuestion {
  readonly series: readonly number[];
  readonly fromUs: number;
  readonly toUs: number;
  readonly chunkRows: number;
  readonly withLastBefore: boolean;
}

/** Yields chunks of about `chunkRows` rows; a chunk may hold several series. */
export async function* streamSamples(context: ReadContext, question: StreamQuestion): AsyncGenerator<SampleColumns> {
  const before = question.withLastBefore ? await lastSamples(context, question.series, question.fromUs - 1) : new Map<number, never>();
  let collected = new Collector();
  for (const series of question.series) {
    const last = before.get(series);
    if (last) collected.addOne(series, last.tUs, last.value, last.status, last.flags, last.text);
    const source = orderedSeries(context.index, series, question.fromUs, question.toUs);
    if (!source) continue;
    const result = await context.connection.stream(`SELECT series, t, coalesce(value, 'nan'::DOUBLE), status, flags, text FROM (${source})`);
    for await (const chunk of chunksOf(result)) {
      collected.add(chunk);
      if (collected.rows < question.chunkRows) continue;
      yield collected.columns();
      collected = new Collector();
    }
  }
  if (collected.rows > 0) yield collected.columns();
}

async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) yield chunk;
}

type Piece = Omit<SampleColumns, "text">;

/** Pieces until they are handed out as one. */
class Collector {
  rows = 0;
  readonly #pieces: Piece[] = [];
  #text: Map<number, string> | undefined;

  add(chunk: DuckDBDataChunk): void {
    const texts = chunk.getColumnVector(5);
    for (let i = 0; i < chunk.rowCount; i++) {
      const text = texts.getItem(i);
      if (typeof text === "string") (this.#text ??= new Map()).set(this.rows + i, text);
    }
    // Copies: the chunk's memory is DuckDB's.
    this.#pieces.push({
      series: items<Int32Array>(chunk, 0).slice(), tUs: bigints(chunk, 1), value: items<Float64Array>(chunk, 2).slice(),
      status: items<Uint32Array>(chunk, 3).slice(), flags: items<Uint8Array>(chunk, 4).slice(),
    });
    this.rows += chunk.rowCount;
  }

  addOne(series: number, tUs: number, value: number, status: number, flags: number, text: string | undefined): void {
    if (text !== undefined) (this.#text ??= new Map()).set(this.rows, text);
    this.#pieces.push({ series: Int32Array.of(series), tUs: Float64Array.of(tUs), value: Float64Array.of(value), status: Uint32Array.of(status), flags: Uint8Array.of(flags) });
    this.rows++;
  }

  columns(): SampleColumns {
    const joined = {
      series: new Int32Array(this.rows), tUs: new Float64Array(this.rows), value: new Float64Array(this.rows),
      status: new Uint32Array(this.rows), flags: new Uint8Array(this.rows),
    };
    let at = 0;
    for (const piece of this.#pieces) {
      joined.series.set(piece.series, at);
      joined.tUs.set(piece.tUs, at);
      joined.value.set(piece.value, at);
      joined.status.set(piece.status, at);
      joined.flags.set(piece.flags, at);
      at += piece.series.length;
    }
    return this.#text ? { ...joined, text: this.#text } : joined;
  }
}
