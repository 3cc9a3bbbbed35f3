/**
 * The engine's hold on recorded data: forwards every call to the history thread, which alone touches the database file.
 * Knows nothing of projects, units or rules.
 */
import { randomUUID } from "node:crypto";
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { AsOfData, Density, SeriesInfo, WindowData } from "../../../shared/contract/history.ts";
import { MEASURED } from "../../../shared/contract/history.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { CopiedSeries } from "./copyOut.ts";
import { ThreadStage, type ImportStage } from "./ImportStage.ts";
import { QUEUE_LIMIT_BYTES, RESERVE_BYTES, SAMPLE_BYTES, SEGMENT_ROWS, STREAM_ROWS } from "./limits.ts";
import { seriesKey } from "./SeriesRegistry.ts";
import { NOT_RECORDED } from "./ledgerTypes.ts";
import { ThreadClient } from "./ThreadClient.ts";
import type {
  AlarmRecords, AlarmsQuestion, AskedSeries, AuditEntry, ConversionRecord, GapSpan, HistoryFigures, HistoryOptions, LedgerSpans, NewGap, ReadSamplesOptions, RecordingState, SampleColumns,
  SeriesEntry, SqlColumns, SqlQuestion, StageOptions, StoredAudit,
} from "./types.ts";

interface Abortable {
  readonly signal?: AbortSignal;
}

export class History {
  readonly #thread: ThreadClient;
  readonly #byKey = new Map<string, number>();
  readonly #byId = new Map<number, SeriesEntry>();
  #state: RecordingState;
  #queuedBytes = 0;
  #recorded = 0;
  #dropped = 0;
  #waitingForRoom: (() => void)[] = [];

  private constructor(thread: ThreadClient, series: readonly SeriesEntry[], state: RecordingState) {
    this.#thread = thread;
    this.#state = state;
    for (const entry of series) this.#remember(entry);
  }

  /** Opens or makes the database. Throws `busy`, `damaged` or `newer-format`. The caller holds the project's lock, unless it only reads. */
  static async open(options: HistoryOptions): Promise<History> {
    const { file, stagingFolder, reserveBytes = RESERVE_BYTES, segmentRows = SEGMENT_ROWS, readOnly = false } = options;
    const opened: { history?: History } = {};
    const { client, series, state } = await ThreadClient.start({ file, stagingFolder, reserveBytes, segmentRows, readOnly }, {
      onState: (changed) => {
        if (opened.history) opened.history.#state = changed;
        options.onState?.(changed);
      },
      onTrouble: (error) => options.onTrouble?.(error),
    });
    opened.history = new History(client, series, state);
    return opened.history;
  }

  // ---- series

  /** Ids of series, made where they do not exist yet; durable when it returns. Same order as asked; run defaults to `measured`. */
  async ensureSeries(refs: readonly { readonly signal: string; readonly run?: string }[]): Promise<Int32Array> {
    const known = refs.map(({ signal, run }) => this.idOf(signal, run));
    if (!known.includes(undefined)) return Int32Array.from(known as number[]); // no undefined among them
    const entries = await this.#thread.call("ensureSeries", refs.map(({ signal, run = MEASURED }) => ({ signal, run })));
    for (const entry of entries) this.#remember(entry);
    return Int32Array.from(entries, (entry) => entry.id);
  }

  /** The id of a series that exists, from memory. */
  idOf(signal: string, run: string = MEASURED): number | undefined {
    return this.#byKey.get(seriesKey(signal, run));
  }

  seriesOf(id: number): SeriesEntry | undefined {
    return this.#byId.get(id);
  }

  /** Count, first and last sample of the series of a run, or of all. */
  async seriesInfo(run?: string): Promise<SeriesInfo[]> {
    const entries = [...this.#byId.values()].filter((entry) => run === undefined || entry.run === run);
    const summaries = await this.#thread.call("summaries", entries.map((entry) => entry.id));
    return entries.map(({ signal, run: ofRun }, i) => {
      const { samples = 0, fromUs, toUs } = summaries[i] ?? {};
      return { signal, run: ofRun, count: samples, ...(fromUs !== undefined && { fromUs }), ...(toUs !== undefined && { toUs }) };
    });
  }

  /** Stamp of the last sample of each series; NaN where it has none. */
  async newestOf(series: readonly number[]): Promise<Float64Array> {
    const summaries = await this.#thread.call("summaries", series);
    return Float64Array.from(summaries, ({ toUs }) => toUs ?? Number.NaN);
  }

  // ---- recording

  /** Returns when the samples are on disk. Rejects with `limit` (queue full) or `no-space`; those samples are counted as dropped. */
  async append(batch: SampleBatch): Promise<void> {
    const samples = batch.series.length;
    if (samples === 0) return;
    const bytes = sizeOfBatch(batch);
    if (this.#queuedBytes + bytes > QUEUE_LIMIT_BYTES && this.#queuedBytes > 0) {
      this.#dropped += samples;
      throw new TwinError("limit", `${samples} samples were not recorded: the disk cannot keep up, and ${Math.round(this.#queuedBytes / 1e6)} MB are waiting already.`);
    }
    this.#queuedBytes += bytes;
    try {
      await this.#thread.call("append", batch);
      this.#recorded += samples;
    } catch (error) {
      this.#dropped += samples;
      throw error;
    } finally {
      this.#queuedBytes -= bytes;
      if (this.#hasRoom()) for (const resume of this.#waitingForRoom.splice(0)) resume();
    }
  }

  /** Returns when the queue is at most half full, for producers that can wait. */
  async ready(): Promise<void> {
    if (!this.#hasRoom()) await new Promise<void>((resume) => this.#waitingForRoom.push(resume));
  }

  #hasRoom(): boolean {
    return this.#queuedBytes <= QUEUE_LIMIT_BYTES / 2;
  }

  get state(): RecordingState {
    return this.#state;
  }

  async figures(): Promise<HistoryFigures> {
    const sizes = await this.#thread.call("sizes", undefined);
    return { queuedBytes: this.#queuedBytes, recordedSamples: this.#recorded, droppedSamples: this.#dropped, ...sizes, state: this.#state };
  }

  /** Bytes accepted and not yet on disk. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  // ---- questions

  /** One answer per asked series, in order; a series that does not exist has no samples. Both ends of the span included. */
  window(series: readonly AskedSeries[], span: Span, width: number, options: Abortable & { readonly raw?: boolean } = {}): Promise<WindowData[]> {
    const questions = series.map(({ signal, run, staleAfterUs }) => {
      const id = this.idOf(signal, run);
      return id === undefined ? undefined : { series: id, fromUs: span.fromUs, toUs: span.toUs, width, raw: options.raw ?? false, staleAfterUs };
    });
    return this.#thread.call("windows", questions, options.signal);
  }

  asOf(series: readonly AskedSeries[], tUs: number, options: Abortable = {}): Promise<AsOfData> {
    const question = { series: series.map(({ signal, run }) => this.idOf(signal, run)), tUs, staleAfterUs: series.map(({ staleAfterUs }) => staleAfterUs) };
    return this.#thread.call("asOf", question, options.signal);
  }

  /** Measured samples per equal slice, and the gaps; without open-ended ones of signals that nobody records any more: nothing is lost there. */
  async density(span: Span, slices: number, options: Abortable = {}): Promise<Density> {
    const [counts, gaps] = await Promise.all([
      this.#thread.call("density", { ...span, slices, series: this.#measured() }, options.signal),
      this.gaps(span),
    ]);
    const losses = gaps.filter((gap) => gap.toUs !== undefined || gap.reason !== NOT_RECORDED);
    return { counts, gaps: losses.map(({ source, fromUs, toUs, reason }) => ({ source, fromUs, reason, ...(toUs !== undefined && { toUs }) })) };
  }

  /** How many samples each of these series has; corrections count as written. */
  async sampleCounts(series: readonly number[]): Promise<Float64Array> {
    return Float64Array.from(await this.#thread.call("summaries", series), ({ samples }) => samples);
  }

  /** First and last measured sample of all. */
  extent(): Promise<{ fromUs?: number; toUs?: number }> {
    return this.extentOf(this.#measured());
  }

  /** First and last sample of these series together. */
  extentOf(series: readonly number[]): Promise<{ fromUs?: number; toUs?: number }> {
    return this.#thread.call("extent", series);
  }

  /** Samples of the series, one after the other, each in rising time and each stamp once, in chunks as they are taken. */
  readSamples(series: readonly number[], options: ReadSamplesOptions): AsyncIterable<SampleColumns> {
    const { fromUs, toUs, chunkRows = STREAM_ROWS, withLastBefore = true, signal } = options;
    return this.#thread.stream("readSamples", { series, fromUs, toUs, chunkRows, withLastBefore }, signal);
  }

  /** A SELECT of the caller's own over the relations that `SqlQuestion` names. */
  query(question: SqlQuestion, options: Abortable = {}): AsyncIterable<SqlColumns> {
    return this.#thread.stream("query", question, options.signal);
  }

  /** Writes samples of the series into a Parquet file of the staging folder and gives its path; removing it is the caller's. */
  async copyOut(series: readonly CopiedSeries[], span: Span, options: Abortable = {}): Promise<string> {
    const file = `copy-${randomUUID()}.parquet`;
    for await (const path of this.#thread.stream("copyOut", { series, ...span, file }, options.signal)) return path;
    throw new TwinError("internal", "A copy ended without a file.");
  }

  // ---- gaps and confirmations

  addGap(gap: NewGap): Promise<number> {
    return this.#thread.call("addGap", gap);
  }

  closeGap(id: number, toUs: number): Promise<void> {
    return this.#thread.call("closeGap", { id, toUs });
  }

  /** The source's gaps in this stretch are none any more for these series: what was missed has been read. */
  fillGap(source: string, fromUs: number, toUs: number, series: Int32Array): Promise<void> {
    return this.#thread.call("fillGap", { source, fromUs, toUs, series });
  }

  /** Gaps that touch the span, by begin. */
  gaps(span: Span, series?: readonly number[]): Promise<GapSpan[]> {
    return this.#thread.call("gaps", { ...span, ...(series && { series }) });
  }

  /** Extends the running confirmation of this source and set of series, or begins one after a break. */
  confirm(source: string, series: Int32Array, fromUs: number, toUs: number): Promise<void> {
    return this.#thread.call("confirm", { source, series, fromUs, toUs });
  }

  /** Gaps and confirmations that touch the span and one of the series. */
  ledger(series: readonly number[], span: Span): Promise<LedgerSpans> {
    return this.#thread.call("ledger", { ...span, series });
  }

  /** Notes which binding converts these series from when on. */
  recordConversions(records: readonly ConversionRecord[]): Promise<void> {
    return this.#thread.call("recordConversions", records);
  }

  // ---- alarms, runs, audit

  recordAlarms(records: AlarmRecords): Promise<void> {
    return this.#thread.call("recordAlarms", records);
  }

  /** What happened to an alarm, and to what withheld it while it stood; oldest first. */
  alarmEvents(alarm: string): Promise<AlarmEvent[]> {
    return this.#thread.call("alarmEvents", alarm);
  }

  /** What withholds alarms, oldest first. */
  withholdings(): Promise<Withholding[]> {
    return this.#thread.call("withholdings", undefined);
  }

  /** Alarms that have not ended, newest first. */
  openAlarms(): Promise<Alarm[]> {
    return this.#thread.call("openAlarms", undefined);
  }

  /** Alarms active at some point of the span, newest first. */
  alarmsIn(question: AlarmsQuestion): Promise<Alarm[]> {
    return this.#thread.call("alarmsIn", question);
  }

  upsertRun(run: Run): Promise<void> {
    return this.#thread.call("upsertRun", run);
  }

  /** All runs, newest first. */
  runs(): Promise<Run[]> {
    return this.#thread.call("runs", undefined);
  }

  /** Removes a run with all its series. `refused` for what was measured. */
  async deleteRun(run: string): Promise<void> {
    for (const id of await this.#thread.call("deleteRun", run)) this.#forget(id);
  }

  /** Removes all samples of these series; their ids stay theirs. */
  deleteSeries(series: readonly number[]): Promise<void> {
    return this.#thread.call("deleteSeries", series);
  }

  appendAudit(entry: AuditEntry): Promise<StoredAudit> {
    return this.#thread.call("appendAudit", entry);
  }

  /** Newest first. */
  listAudit(limit: number, beforeSeq?: number): Promise<StoredAudit[]> {
    return this.#thread.call("listAudit", { limit, ...(beforeSeq !== undefined && { beforeSeq }) });
  }

  /** The sequence number of the first entry whose hash does not fit, or undefined if the chain holds. */
  verifyAudit(): Promise<number | undefined> {
    return this.#thread.call("verifyAudit", undefined);
  }

  // ---- bulk and life

  /** Begins an all-or-nothing bulk import; an abort of `signal` ends it and keeps nothing. */
  async importStage(options: StageOptions): Promise<ImportStage> {
    const stage = await this.#thread.call("stageBegin", { label: options.label });
    return new ThreadStage(this.#thread, stage, options.signal);
  }

  /** Closes the open segment and seals everything now; for tests, benches and after an import. */
  maintain(): Promise<void> {
    return this.#thread.call("maintain", undefined);
  }

  /** Writes everything queued and ends the thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  #measured(): number[] {
    return [...this.#byId.values()].filter((entry) => entry.run === MEASURED).map((entry) => entry.id);
  }

  #remember(entry: SeriesEntry): void {
    this.#byKey.set(seriesKey(entry.signal, entry.run), entry.id);
    this.#byId.set(entry.id, entry);
  }

  #forget(id: number): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    this.#byId.delete(id);
    this.#byKey.delete(seriesKey(entry.signal, entry.run));
  }
}

function sizeOfBatch(batch: SampleBatch): number {
  let bytes = batch.series.length * SAMPLE_BYTES;
  for (const text of batch.text?.values() ?? []) bytes += text.length * 2;
  return bytes;
}
