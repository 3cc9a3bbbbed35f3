/** Everything the history thread does, under the names of the protocol. Knows nothing of threads or messages. */
import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Progress } from "../../../shared/contract/define.ts";
import type { ErrorData } from "../../../shared/contract/errors.ts";
import { MEASURED } from "../../../shared/contract/history.ts";
import { alarmEvents, alarmsIn, openAlarms, recordAlarms, withholdings } from "./alarms.ts";
import { asOf } from "./asOfQuery.ts";
import { AuditTrail } from "./AuditTrail.ts";
import { Blocks } from "./Blocks.ts";
import { KeptPoints } from "./KeptPoints.ts";
import { writeConversions } from "./conversions.ts";
import { Database } from "./Database.ts";
import { density } from "./densityQuery.ts";
import { interruptOnAbort, ownConnection } from "./interruptible.ts";
import { lastSamples } from "./lastSamples.ts";
import { Ledger } from "./Ledger.ts";
import type { SeriesSummary, ThreadCalls, ThreadOptions, ThreadStreams } from "./protocol.ts";
import { NO_RECORDING, readOnlyError, type SampleTaker } from "./noRecording.ts";
import type { ReadContext } from "./ReadContext.ts";
import { Recording } from "./Recording.ts";
import { deleteRun, listRuns, upsertRun } from "./runs.ts";
import { streamSamples } from "./sampleStream.ts";
import { prepareSchema } from "./schema.ts";
import { Segments } from "./Segments.ts";
import { Serial } from "./Serial.ts";
import { SeriesRegistry } from "./SeriesRegistry.ts";
import { copyOut } from "./copyOut.ts";
import { answerSql } from "./sqlQuestion.ts";
import { Stages } from "./Stages.ts";
import type { ImportSummary, RecordingState } from "./types.ts";
import { systemClock } from "../../../shared/time/time.ts";
import { windowOf } from "./windowQuery.ts";
import { TwinError } from "../../../shared/contract/errors.ts";

export interface StoreEvents {
  readonly onState: (state: RecordingState) => void;
  readonly onTrouble: (error: ErrorData) => void;
}

type Call<N extends keyof ThreadCalls> = (input: ThreadCalls[N]["input"], signal: AbortSignal, progress: (progress: Progress) => void) => Promise<ThreadCalls[N]["answer"]> | ThreadCalls[N]["answer"];

export class HistoryStore {
  readonly #options: ThreadOptions;
  readonly #events: StoreEvents;
  readonly #database: Database;
  /** For everything but samples. Changes take turns on it, because a connection has one transaction. */
  readonly #rows: DuckDBConnection;
  readonly #changes = new Serial();
  /** Sealing, publishing and deleting take turns. */
  readonly #maintenance = new Serial();
  readonly #segments: Segments;
  readonly #ledger: Ledger;
  readonly #audit: AuditTrail;
  readonly #recording: SampleTaker;
  readonly #stages: Stages;
  readonly #blocks = new Blocks();
  readonly #points = new KeptPoints();
  readonly registry: SeriesRegistry;

  private constructor(options: ThreadOptions, events: StoreEvents, parts: { database: Database; rows: DuckDBConnection; segments: Segments; ledger: Ledger; audit: AuditTrail; registry: SeriesRegistry; recording: SampleTaker }) {
    this.#options = options;
    this.#events = events;
    this.#database = parts.database;
    this.#rows = parts.rows;
    this.#segments = parts.segments;
    this.#ledger = parts.ledger;
    this.#audit = parts.audit;
    this.#recording = parts.recording;
    this.registry = parts.registry;
    this.#stages = new Stages(parts.database, options.stagingFolder);
  }

  static async open(options: ThreadOptions, events: StoreEvents): Promise<HistoryStore> {
    const database = await Database.open(options.file, options.stagingFolder, options.readOnly);
    try {
      const rows = await database.connect();
      await prepareSchema(rows, database.canWrite);
      const segments = await Segments.open(database);
      const opened: { store?: HistoryStore } = {};
      const recording = options.readOnly ? NO_RECORDING : await Recording.open(database, segments, { ...options, onState: events.onState, onClosed: () => opened.store?.sealInBackground(), onTrouble: (error) => events.onTrouble(TwinError.from(error).toData()) });
      const [ledger, audit, registry] = [await Ledger.open(rows), await AuditTrail.open(rows), await SeriesRegistry.open(rows, database.canWrite)];
      opened.store = new HistoryStore(options, events, { database, rows, segments, ledger, audit, registry, recording });
      opened.store.sealInBackground();
      return opened.store;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get state(): RecordingState {
    return this.#recording.state;
  }

  /** Seals every closed segment; what fails is told and tried again at the next occasion. */
  sealInBackground(): void {
    if (this.#options.readOnly) return;
    void this.#maintenance.run(() => this.#sealAll()).catch((error: unknown) => this.#events.onTrouble(TwinError.from(error).toData()));
  }

  async #sealAll(): Promise<void> {
    while (this.#segments.waiting.length > 0) await this.#segments.sealNext();
    for (const segment of this.#segments.withoutRollup) await this.#segments.rollUp(segment);
  }

  /** Runs a question on a connection of its own; an abort interrupts it. */
  async #read<T>(signal: AbortSignal, question: (context: ReadContext) => Promise<T>): Promise<T> {
    const connection = await this.#database.connect();
    const end = ownConnection(connection, signal);
    try {
      signal.throwIfAborted();
      return await question({ connection, index: this.#segments.index, rolledUp: this.#segments.rolledUp, ledger: this.#ledger, blocks: this.#blocks, points: this.#points });
    } catch (error) {
      throw signal.aborted ? new TwinError("cancelled", "Cancelled.", { cause: error }) : error;
    } finally {
      end();
    }
  }

  /** A change of the rows, in its turn. */
  #write<T>(change: () => Promise<T>): Promise<T> {
    return this.#options.readOnly ? Promise.reject(readOnlyError()) : this.#changes.run(change);
  }

  /** A change of the sample tables, in its turn. */
  #maintain<T>(change: () => Promise<T>): Promise<T> {
    return this.#options.readOnly ? Promise.reject(readOnlyError()) : this.#maintenance.run(change);
  }

  readonly calls: { readonly [N in keyof ThreadCalls]: Call<N> } = {
    ensureSeries: (refs) => this.#changes.run(() => this.registry.ensure(refs)),
    append: (batch) => this.#recording.append(batch),
    sizes: async () => ({ fileBytes: (await sizeOf(this.#options.file)) + (await sizeOf(`${this.#options.file}.wal`)), storedSamples: this.#segments.index.samples }),
    windows: (questions, signal) => this.#read(signal, async (context) => {
      const fromUs = questions.find((question) => question !== undefined)?.fromUs ?? 0;
      const before = await lastSamples(context, questions.flatMap((question) => question?.series ?? []), fromUs - 1);
      const answers = [];
      for (const question of questions) answers.push(question ? await windowOf(context, question, before.get(question.series)) : EMPTY_WINDOW);
      return answers;
    }),
    asOf: (question, signal) => this.#read(signal, (context) => asOf(context, question)),
    density: (input, signal) => this.#read(signal, (context) => density(context, input.series, input.fromUs, input.toUs, input.slices)),
    summaries: (series) => series.map((id): SeriesSummary => ({ id, ...this.#segments.index.summary(id) })),
    extent: (series) => {
      const found = series.map((id) => this.#segments.index.summary(id)).filter((summary) => summary.samples > 0);
      if (found.length === 0) return {};
      return { fromUs: Math.min(...found.map((summary) => summary.fromUs ?? Infinity)), toUs: Math.max(...found.map((summary) => summary.toUs ?? -Infinity)) };
    },
    addGap: (gap) => this.#write(() => this.#ledger.addGap(gap)),
    closeGap: ({ id, toUs }) => this.#write(() => this.#ledger.closeGap(id, toUs)),
    fillGap: ({ source, fromUs, toUs, series }) => this.#write(() => this.#ledger.fillGap(source, fromUs, toUs, series)),
    gaps: ({ fromUs, toUs, series }) => this.#ledger.gaps(fromUs, toUs, series),
    confirm: ({ source, series, fromUs, toUs }) => this.#write(() => this.#ledger.confirm(source, series, fromUs, toUs)),
    ledger: async ({ series, fromUs, toUs }) => ({ gaps: this.#ledger.gaps(fromUs, toUs, series), confirmations: await this.#ledger.confirmations(fromUs, toUs, series) }),
    recordConversions: (records) => this.#write(() => writeConversions(this.#rows, records)),
    recordAlarms: (records) => this.#write(() => recordAlarms(this.#rows, records)),
    alarmEvents: (alarm) => alarmEvents(this.#rows, alarm),
    withholdings: () => withholdings(this.#rows),
    openAlarms: () => openAlarms(this.#rows),
    alarmsIn: (question) => alarmsIn(this.#rows, question),
    upsertRun: (run) => this.#write(() => upsertRun(this.#rows, run)),
    runs: () => listRuns(this.#rows),
    deleteRun: (run) => this.#deleteRun(run),
    deleteSeries: (series) => this.#deleteSeries(series),
    appendAudit: (entry) => this.#write(() => this.#audit.append(entry)),
    listAudit: ({ limit, beforeSeq }) => this.#audit.list(limit, beforeSeq),
    verifyAudit: () => this.#audit.verify(),
    stageBegin: ({ label }) => (this.#options.readOnly ? Promise.reject(readOnlyError()) : this.#stages.begin(label)),
    stageAppend: ({ stage, batch }) => this.#stages.append(stage, batch),
    stageLoad: ({ stage, table }) => this.#stages.load(stage, table, systemClock()),
    stageCommit: (stage, signal, progress) => this.#staged(stage, signal, () => this.#commit(stage, signal, progress)),
    stageAbort: (stage) => this.#stages.abort(stage),
    maintain: () => this.#maintain(async () => {
      await this.#recording.rotate();
      await this.#sealAll();
    }),
    close: () => this.#close(),
  };

  readonly streams: { readonly [N in keyof ThreadStreams]: (input: ThreadStreams[N]["input"], signal: AbortSignal) => AsyncIterator<ThreadStreams[N]["chunk"]> } = {
    readSamples: (question, signal) => this.#stream(signal, (context) => streamSamples(context, question)),
    query: (question, signal) => this.#stream(signal, (context) => answerSql(context, question)),
    copyOut: (question, signal) => this.#stream(signal, (context) => copyOut(context, question, this.#options.stagingFolder)),
  };

  /** A stream keeps its connection until it ends or is left. */
  async *#stream<T>(signal: AbortSignal, make: (context: ReadContext) => AsyncGenerator<T>): AsyncGenerator<T> {
    const connection = await this.#database.connect();
    const end = ownConnection(connection, signal);
    try {
      signal.throwIfAborted();
      yield* make({ connection, index: this.#segments.index, rolledUp: this.#segments.rolledUp, ledger: this.#ledger, blocks: this.#blocks, points: this.#points });
    } catch (error) {
      throw signal.aborted ? new TwinError("cancelled", "Cancelled.", { cause: error }) : error;
    } finally {
      end();
    }
  }

  /** Work on a stage: whatever goes wrong, or an abort, leaves nothing of it. */
  async #staged<T>(stage: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const stop = interruptOnAbort(signal, () => this.#stages.interrupt(stage));
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      stop();
      await this.#stages.abort(stage);
      throw signal.aborted ? new TwinError("cancelled", "The import was cancelled; nothing of it was kept.", { cause: error }) : error;
    } finally {
      stop();
    }
  }

  /** Written and sorted beside all other work; only the publishing, which is short, waits for its turn. */
  async #commit(stage: number, signal: AbortSignal, progress: (progress: Progress) => void): Promise<ImportSummary> {
    const prepared = await this.#stages.prepare(stage, progress);
    const { parts } = prepared;
    if (parts.size === 0) {
      await this.#stages.abort(stage);
      return { samples: 0 };
    }
    return this.#maintain(async () => {
      signal.throwIfAborted();
      if (!this.#stages.isOpen(stage)) throw new TwinError("cancelled", "The import was cancelled.");
      await this.#segments.publish(prepared);
      await this.#stages.end(stage);
      const shared = [...this.#segments.index.inSegment(this.#segments.hot)].some(([series]) => parts.has(series));
      if (shared) await this.#recording.rotate();
      this.sealInBackground();
      const all = [...parts.values()];
      return { samples: all.reduce((sum, part) => sum + part.samples, 0), fromUs: Math.min(...all.map((part) => part.fromUs)), toUs: Math.max(...all.map((part) => part.toUs)) };
    });
  }

  #deleteSeries(series: readonly number[]): Promise<void> {
    return this.#maintain(async () => {
      try {
        await this.#segments.deleteSeries(series);
      } finally {
        this.#blocks.forget();
      }
    });
  }

  async #deleteRun(run: string): Promise<number[]> {
    if (run === MEASURED) throw new TwinError("refused", "What was measured cannot be deleted as a run.");
    const series = this.registry.ofRun(run);
    if (series.length > 0) await this.#deleteSeries(series);
    await this.#write(async () => {
      await deleteRun(this.#rows, run);
      await this.registry.remove(series);
    });
    return series;
  }

  async #close(): Promise<void> {
    await this.#stages.close();
    await this.#recording.close();
    await this.#maintenance.idle();
    await this.#changes.idle();
    this.#segments.close();
    this.#rows.closeSync();
    this.#database.close();
  }
}

const EMPTY_WINDOW = { kind: "raw", tUs: new Float64Array(), value: new Float64Array(), status: new Uint32Array(), gaps: new Float64Array(), samples: 0 } as const;

async function sizeOf(file: string): Promise<number> {
  return stat(file).then((found) => found.size, () => 0); // the log is absent between checkpoints
}
