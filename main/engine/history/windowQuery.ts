/**
 * One series over a span for a plot: raw samples where they are few, else first, least, greatest and last known value of
 * each column, with the stretches in which nothing is known.
 */
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { WindowData } from "../../../shared/contract/history.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { isKnown } from "../../../shared/model/sample.ts";
import { bigints, items } from "./columns.ts";
import { RAW_WINDOW_ROWS } from "./limits.ts";
import { readReduced } from "./reduceColumns.ts";
import { reducedSource } from "./reducedSource.ts";
import { orderedSeries } from "./sampleSource.ts";
import type { PartPlan } from "./SegmentIndex.ts";
import type { LastSample } from "./lastSamples.ts";
import type { ReadContext } from "./ReadContext.ts";
import { textPoints } from "./textWindow.ts";
import { flatten } from "./intervals.ts";
import { type RawRows, unknownInRaw, unknownInSpan } from "./unknownStretches.ts";

export interface WindowQuestion {
  readonly series: number;
  readonly fromUs: number;
  /** Included. */
  readonly toUs: number;
  /** Columns. */
  readonly width: number;
  readonly raw: boolean;
  readonly staleAfterUs?: number | undefined;
}

/** Points of a reduced column: first, least, greatest, last. */
const POINTS = 4;

/** `before` is the series' last sample before the span. */
export async function windowOf(context: ReadContext, question: WindowQuestion, before: LastSample | undefined): Promise<WindowData> {
  const { series, fromUs, toUs, width } = question;
  const plan = context.index.plan(series, fromUs, toUs);
  const most = question.raw ? RAW_WINDOW_ROWS : width * POINTS;
  if (question.raw || leastSamples(plan, fromUs, toUs) <= most) {
    const rows = await readRaw(context.connection, orderedSeries(context.index, series, fromUs, toUs), most);
    if (rows) return rawWindow(context, question, rows, before);
    if (question.raw) throw new TwinError("limit", `More than ${RAW_WINDOW_ROWS} samples lie in this span. Ask for a shorter one, or export it as CSV.`);
  }
  const reduced = await readReduced(context.connection, reducedSource(context, question, plan));
  if (reduced.samples <= most) {
    const rows = await readRaw(context.connection, orderedSeries(context.index, series, fromUs, toUs), most);
    if (rows) return rawWindow(context, question, rows, before);
  }
  const gaps = await unknownInSpan(context, question, plan, before, reduced.columnUs);
  const texts = reduced.tUs.length === 0 ? await textPoints(context, question, plan) : undefined;
  if (texts) return { kind: "reduced", ...texts, value: new Float64Array(texts.tUs.length).fill(Number.NaN), gaps: flatten(gaps), samples: reduced.samples, ...beforeOf(before) };
  return { kind: "reduced", tUs: reduced.tUs, value: reduced.value, status: reduced.status, gaps: flatten(gaps), samples: reduced.samples, ...beforeOf(before) };
}

function beforeOf(before: LastSample | undefined): Pick<WindowData, "before"> {
  if (!before) return {};
  const { tUs, status, flags } = before;
  return { before: { tUs, value: isKnown(before.value, status, flags) ? before.value : Number.NaN, status } };
}

/** Samples that surely lie in the span, from the index alone: those of parts wholly inside. */
function leastSamples(plan: PartPlan, fromUs: number, toUs: number): number {
  let least = 0;
  for (const part of plan.parts) if (part.fromUs >= fromUs && part.toUs <= toUs) least += part.samples;
  return plan.ordered ? least : 0;
}

/** All rows in time order, or undefined if there are more than `most`. */
async function readRaw(connection: DuckDBConnection, source: string | undefined, most: number): Promise<RawRows | undefined> {
  if (!source) return { count: 0, tUs: new Float64Array(), value: new Float64Array(), status: new Uint32Array(), known: new Uint8Array() };
  const result = await connection.stream(`SELECT t, coalesce(value, 'nan'::DOUBLE), status, flags, text FROM (${source}) LIMIT ${most + 1}`);
  const chunks: DuckDBDataChunk[] = [];
  let count = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    chunks.push(chunk);
    count += chunk.rowCount;
  }
  return count > most ? undefined : collectRaw(chunks, count);
}

function collectRaw(chunks: readonly DuckDBDataChunk[], count: number): RawRows {
  const rows = { count, tUs: new Float64Array(count), value: new Float64Array(count), status: new Uint32Array(count), known: new Uint8Array(count) };
  let text: string[] | undefined;
  let at = 0;
  for (const chunk of chunks) {
    rows.tUs.set(bigints(chunk, 0), at);
    rows.value.set(items<Float64Array>(chunk, 1), at);
    rows.status.set(items<Uint32Array>(chunk, 2), at);
    const flags = items<Uint8Array>(chunk, 3);
    const texts = chunk.getColumnVector(4);
    for (let i = 0; i < chunk.rowCount; i++) {
      const written = texts.getItem(i);
      if (typeof written === "string") (text ??= Array.from({ length: count }, () => ""))[at + i] = written;
      const status = rows.status[at + i] as number; // in range
      const hasValue = isKnown(rows.value[at + i] as number, status, flags[i] as number) || (typeof written === "string" && isKnown(0, status, flags[i] as number)); // in range
      if (hasValue) rows.known[at + i] = 1;
      else rows.value[at + i] = Number.NaN;
    }
    at += chunk.rowCount;
  }
  return { ...rows, ...(text && { text }) };
}

async function rawWindow(context: ReadContext, question: WindowQuestion, rows: RawRows, before: LastSample | undefined): Promise<WindowData> {
  const gaps = await unknownInRaw(context, question, rows, before);
  return {
    kind: "raw", tUs: rows.tUs, value: rows.value, status: rows.status, ...(rows.text && { text: rows.text }),
    gaps: flatten(gaps), samples: rows.count, ...beforeOf(before),
  };
}
