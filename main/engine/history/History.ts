/**
 * The engine's hold on recorded data: forwards every call to the history thread, which alone touches the database file.
 * Knows nothing of projects, units or rules.
 */
import type { AsOfData, Density, SeriesInfo, WindowData } from "../../../shared/contract/history.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { Span } from "../../../shared/time/time.ts";
import type {
  AskedSeries, AuditEntry, ConversionRecord, GapSpan, HistoryFigures, LedgerSpans, NewGap, ReadSamplesOptions, RecordingState, SampleColumns, SeriesEntry,
  SqlColumns, SqlQuestion, StageOptions, StoredAudit,
} from "./types.ts";
import type { ImportStage } from "./ImportStage.ts";

export interface HistoryInterface {
  /** Ids of series, made where they do not exist yet; durable when it returns. Same order as asked. */
  ensureSeries(refs: readonly { readonly signal: string; readonly run?: string }[]): Promise<Int32Array>;
  /** The id of a series that exists, from memory; run defaults to `measured`. */
  idOf(signal: string, run?: string): number | undefined;
  seriesOf(id: number): SeriesEntry | undefined;

  /** Returns when the samples are on disk. Rejects with `limit` (queue full) or `no-space`; those samples are counted as dropped. */
  append(batch: SampleBatch): Promise<void>;
  /** Returns when the queue has room again, for producers that can wait. */
  ready(): Promise<void>;
  figures(): HistoryFigures;
  readonly state: RecordingState;

  window(series: readonly AskedSeries[], span: Span, width: number, options?: { raw?: boolean; signal?: AbortSignal }): Promise<WindowData[]>;
  asOf(series: readonly AskedSeries[], tUs: number, options?: { signal?: AbortSignal }): Promise<AsOfData>;
  density(span: Span, slices: number, options?: { signal?: AbortSignal }): Promise<Density>;
  extent(): Promise<{ fromUs?: number; toUs?: number }>;
  /** First and last sample of these series together. */
  extentOf(series: readonly number[]): Promise<{ fromUs?: number; toUs?: number }>;
  seriesInfo(run?: string): Promise<SeriesInfo[]>;
  readSamples(series: readonly number[], options: ReadSamplesOptions): AsyncIterable<SampleColumns>;
  query(question: SqlQuestion, options?: { signal?: AbortSignal }): AsyncIterable<SqlColumns>;

  addGap(gap: NewGap): Promise<number>;
  closeGap(id: number, toUs: number): Promise<void>;
  gaps(span: Span, series?: readonly number[]): Promise<GapSpan[]>;
  /** Extends the running confirmation of this source and set of series, or begins one after a break. */
  confirm(source: string, series: Int32Array, fromUs: number, toUs: number): Promise<void>;
  ledger(series: readonly number[], span: Span): Promise<LedgerSpans>;
  recordConversions(records: readonly ConversionRecord[]): Promise<void>;

  upsertAlarms(alarms: readonly Alarm[]): Promise<void>;
  /** Alarms that are not ended. */
  openAlarms(): Promise<Alarm[]>;
  /** Alarms that were active at some point of the span, newest first. */
  alarmsIn(span: Span, limit: number): Promise<Alarm[]>;
  upsertRun(run: Run): Promise<void>;
  runs(): Promise<Run[]>;
  /** Removes a run with all its samples. */
  deleteRun(run: string): Promise<void>;
  /** Removes series with all their samples. */
  deleteSeries(series: readonly number[]): Promise<void>;
  appendAudit(entry: AuditEntry): Promise<StoredAudit>;
  listAudit(limit: number, beforeSeq?: number): Promise<StoredAudit[]>;
  /** The sequence number of the first entry whose hash does not fit, or undefined if the chain holds. */
  verifyAudit(): Promise<number | undefined>;

  /** Begins an all-or-nothing bulk import. */
  importStage(options: StageOptions): Promise<ImportStage>;
  /** Writes everything queued, seals nothing, and ends the thread. */
  close(): Promise<void>;
}
