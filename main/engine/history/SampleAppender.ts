/** Writes samples into one sample table as typed chunks. Nothing is on disk before `flush` returns. */
import { BIGINT, DOUBLE, type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, INTEGER, UINTEGER, UTINYINT, VARCHAR } from "@duckdb/node-api";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { items, writeBigints } from "./columns.ts";
import { CHUNK_ROWS } from "./limits.ts";

const TYPES = [INTEGER, BIGINT, BIGINT, DOUBLE, UINTEGER, UTINYINT, VARCHAR];
const VALUE = 3;
const TEXT = 6;

export class SampleAppender {
  readonly #appender: DuckDBAppender;
  /** Kept for all chunks in which every row has a number and none a text: the usual case. */
  readonly #plain: DuckDBDataChunk;
  /** Rows wait here until a chunk is full, so that small batches do not make small chunks. */
  readonly #series = new Int32Array(CHUNK_ROWS);
  readonly #tUs = new Float64Array(CHUNK_ROWS);
  readonly #receivedUs = new Float64Array(CHUNK_ROWS);
  readonly #value = new Float64Array(CHUNK_ROWS);
  readonly #status = new Uint32Array(CHUNK_ROWS);
  readonly #flags = new Uint8Array(CHUNK_ROWS);
  #text: Map<number, string> | undefined;
  #withoutNumber = 0;
  #rows = 0;

  private constructor(appender: DuckDBAppender) {
    this.#appender = appender;
    this.#plain = DuckDBDataChunk.create(TYPES, CHUNK_ROWS);
    const text = this.#plain.getColumnVector(TEXT);
    for (let row = 0; row < CHUNK_ROWS; row++) text.setItem(row, null);
    text.flush();
  }

  /** `catalog` names another database of the connection, `temp` for temporary tables. */
  static async open(connection: DuckDBConnection, table: string, catalog?: "temp"): Promise<SampleAppender> {
    return new SampleAppender(await (catalog === undefined ? connection.createAppender(table) : connection.createAppender(table, "main", catalog)));
  }

  write(batch: SampleBatch): void {
    const count = batch.series.length;
    for (let at = 0; at < count; ) {
      const taken = Math.min(CHUNK_ROWS - this.#rows, count - at);
      this.#copy(batch, at, taken);
      at += taken;
      if (this.#rows === CHUNK_ROWS) this.#writeChunk();
    }
  }

  /** Returns when everything written so far is on disk. Blocks its thread. */
  flush(): void {
    if (this.#rows > 0) this.#writeChunk();
    this.#appender.flushSync();
  }

  /** Forgets what was not flushed and frees the appender. */
  close(): void {
    this.#rows = 0;
    this.#appender.clear();
    this.#appender.closeSync();
  }

  #copy(batch: SampleBatch, from: number, count: number): void {
    const row = this.#rows;
    this.#series.set(batch.series.subarray(from, from + count), row);
    this.#tUs.set(batch.tUs.subarray(from, from + count), row);
    this.#receivedUs.set(batch.receivedUs.subarray(from, from + count), row);
    this.#value.set(batch.value.subarray(from, from + count), row);
    this.#status.set(batch.status.subarray(from, from + count), row);
    this.#flags.set(batch.flags.subarray(from, from + count), row);
    for (let i = row; i < row + count; i++) if (Number.isNaN(this.#value[i])) this.#withoutNumber++;
    if (batch.text && batch.text.size > 0) {
      for (let i = 0; i < count; i++) {
        const text = batch.text.get(from + i);
        if (text !== undefined) (this.#text ??= new Map()).set(row + i, text);
      }
    }
    this.#rows += count;
  }

  #writeChunk(): void {
    const rows = this.#rows;
    const plain = this.#withoutNumber === 0 && !this.#text;
    const chunk = plain ? this.#plain : DuckDBDataChunk.create(TYPES, rows);
    if (chunk.rowCount !== rows) chunk.rowCount = rows;
    items<Int32Array>(chunk, 0).set(this.#series.subarray(0, rows));
    writeBigints(items<BigInt64Array>(chunk, 1), this.#tUs, rows);
    writeBigints(items<BigInt64Array>(chunk, 2), this.#receivedUs, rows);
    items<Float64Array>(chunk, VALUE).set(this.#value.subarray(0, rows));
    items<Uint32Array>(chunk, 4).set(this.#status.subarray(0, rows));
    items<Uint8Array>(chunk, 5).set(this.#flags.subarray(0, rows));
    if (!plain) this.#writeNulls(chunk, rows);
    const columns = plain ? TEXT : TEXT + 1;
    for (let column = 0; column < columns; column++) chunk.getColumnVector(column).flush();
    this.#appender.appendDataChunk(chunk);
    this.#rows = 0;
    this.#withoutNumber = 0;
    this.#text = undefined;
  }

  #writeNulls(chunk: DuckDBDataChunk, rows: number): void {
    const value = chunk.getColumnVector(VALUE);
    const text = chunk.getColumnVector(TEXT);
    for (let row = 0; row < rows; row++) {
      if (Number.isNaN(this.#value[row])) value.setItem(row, null);
      text.setItem(row, this.#text?.get(row) ?? null);
    }
  }
}
