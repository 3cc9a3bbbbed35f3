/** A real history in a folder of its own, and small helpers to fill it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { History, type HistoryOptions, type SampleColumns } from "../../../main/engine/history/index.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";

/** 2026-01-01 00:00 UTC. */
export const T0 = 1_767_225_600_000_000;
export const S = 1_000_000;

export interface Fixture {
  readonly folder: string;
  readonly options: HistoryOptions;
  open(more?: Partial<HistoryOptions>): Promise<History>;
  remove(): Promise<void>;
}

export async function historyFolder(): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-history-"));
  const options = { file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging"), reserveBytes: 1 };
  return { folder, options, open: (more) => History.open({ ...options, ...more }), remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface Row {
  readonly series: number;
  readonly tUs: number;
  readonly value: number;
  readonly status?: number;
  readonly flags?: number;
  readonly text?: string;
}

export function batchOf(rows: readonly Row[]): SampleBatch {
  const text = new Map<number, string>();
  rows.forEach((row, i) => row.text !== undefined && text.set(i, row.text));
  return {
    series: Int32Array.from(rows, (row) => row.series),
    tUs: Float64Array.from(rows, (row) => row.tUs),
    receivedUs: Float64Array.from(rows, (row) => row.tUs + 5_000),
    value: Float64Array.from(rows, (row) => row.value),
    status: Uint32Array.from(rows, (row) => row.status ?? 0),
    flags: Uint8Array.from(rows, (row) => row.flags ?? 0),
    ...(text.size > 0 && { text }),
  };
}

/** `count` samples of one series, `stepUs` apart. */
export function ramp(series: number, count: number, options: { fromUs?: number; stepUs?: number; value?: (i: number) => number } = {}): SampleBatch {
  const { fromUs = T0, stepUs = S, value = (i) => i } = options;
  return {
    series: new Int32Array(count).fill(series),
    tUs: Float64Array.from({ length: count }, (_, i) => fromUs + i * stepUs),
    receivedUs: Float64Array.from({ length: count }, (_, i) => fromUs + i * stepUs),
    value: Float64Array.from({ length: count }, (_, i) => value(i)),
    status: new Uint32Array(count),
    flags: new Uint8Array(count),
  };
}

export async function readAll(chunks: AsyncIterable<SampleColumns>): Promise<{ series: number; tUs: number; value: number; text?: string }[]> {
  const rows = [];
  for await (const chunk of chunks) {
    for (let i = 0; i < chunk.series.length; i++) {
      const text = chunk.text?.get(i);
      rows.push({ series: chunk.series[i] as number, tUs: chunk.tUs[i] as number, value: chunk.value[i] as number, ...(text !== undefined && { text }) });
    }
  }
  return rows;
}
