/** Between DuckDB's typed vectors and ours, without a BigInt or an object a row. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from "@duckdb/node-api";

const TWO_32 = 2 ** 32;

/** The typed data of a column. The vectors of all fixed-size types have it; the common base class does not declare it. */
export function items<A extends ArrayBufferView>(chunk: DuckDBDataChunk, column: number): A {
  return (chunk.getColumnVector(column) as unknown as { items: A }).items;
}

/** Whether a column of a chunk may hold NULLs. DuckDB leaves out the mask where none does. */
export function hasNulls(chunk: DuckDBDataChunk, column: number): boolean {
  // Every vector of a fixed-size type has it; it is not declared public, and asking row by row costs a BigInt each.
  const { validity } = chunk.getColumnVector(column) as unknown as { readonly validity?: { readonly data: BigUint64Array | null } };
  return validity === undefined || validity.data !== null;
}

/** Integers of up to ±2^53 in doubles to the two halves of little-endian int64s. */
export function writeBigints(target: BigInt64Array, source: Float64Array, count: number): void {
  const halves = new Int32Array(target.buffer, target.byteOffset, count * 2);
  for (let i = 0; i < count; i++) {
    const value = source[i] as number; // in range
    const high = Math.floor(value / TWO_32);
    halves[2 * i] = value - high * TWO_32; // stores modulo 2^32
    halves[2 * i + 1] = high;
  }
}

/** int64s to doubles; exact up to ±2^53. */
export function readBigints(source: BigInt64Array, target: Float64Array, at: number, count: number): void {
  const halves = new Int32Array(source.buffer, source.byteOffset, count * 2);
  for (let i = 0; i < count; i++) target[at + i] = (halves[2 * i + 1] as number) * TWO_32 + ((halves[2 * i] as number) >>> 0); // in range
}

/** A BIGINT column of a chunk as doubles. */
export function bigints(chunk: DuckDBDataChunk, column: number): Float64Array {
  const result = new Float64Array(chunk.rowCount);
  readBigints(items<BigInt64Array>(chunk, column), result, 0, chunk.rowCount);
  return result;
}

export type Params = Record<string, DuckDBValue>;

/** All rows of a small answer; BIGINTs become numbers. Not for samples. */
export async function smallRows(connection: DuckDBConnection, sql: string, params?: Params): Promise<Plain[][]> {
  const reader = await connection.runAndReadAll(sql, params);
  return reader.getRows().map((row) => row.map(plain));
}

export type Plain = number | string | boolean | null | number[];

function plain(value: DuckDBValue): Plain {
  if (typeof value === "bigint") return Number(value);
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "object" && "items" in value && Array.isArray(value.items)) return value.items.map(Number);
  return String(value);
}

/** What the Int64-typed parameters of a statement need: DuckDB takes whole doubles as BIGINT only when told. */
export function big(value: number): bigint {
  return BigInt(value);
}
