/**
 * Takes samples in and brings them to disk in flushes: after so many rows or so long, whichever is first. Stops cleanly
 * where the disk is nearly full, and goes on when there is room again. An append is answered when its flush returned.
 */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { Database } from "./Database.ts";
import { FLUSH_AFTER_MS, FLUSH_ROWS, RESUME_FACTOR, SEGMENT_AGE_MS, SPACE_CHECK_MS } from "./limits.ts";
import { SampleAppender } from "./SampleAppender.ts";
import { tableOf } from "./sampleSource.ts";
import type { Segments } from "./Segments.ts";
import type { RecordingState } from "./types.ts";

interface Waiting {
  readonly batch: SampleBatch;
  readonly done: () => void;
  readonly failed: (error: TwinError) => void;
}

export interface RecordingOptions {
  readonly file: string;
  readonly reserveBytes: number;
  readonly segmentRows: number;
  readonly onState: (state: RecordingState) => void;
  /** A segment was closed and can be sealed. */
  readonly onClosed: () => void;
  /** The open segment could not be closed; it goes on being written to. */
  readonly onTrouble: (error: unknown) => void;
}

export class Recording {
  readonly #connection: DuckDBConnection;
  readonly #segments: Segments;
  readonly #options: RecordingOptions;
  readonly #spaceTimer: NodeJS.Timeout;
  #appender: SampleAppender;
  #waiting: Waiting[] = [];
  #waitingRows = 0;
  #flushTimer: NodeJS.Timeout | undefined;
  /** Set while the segment is changed; appends wait in the queue. */
  #rotating: Promise<void> | undefined;
  #hotRows = 0;
  #hotSince = Date.now();
  #state: RecordingState = { kind: "recording" };

  private constructor(connection: DuckDBConnection, segments: Segments, appender: SampleAppender, options: RecordingOptions) {
    this.#connection = connection;
    this.#segments = segments;
    this.#appender = appender;
    this.#options = options;
    for (const [, part] of segments.index.inSegment(segments.hot)) this.#hotRows += part.samples;
    this.#spaceTimer = setInterval(() => this.checkSpace().catch(options.onTrouble), SPACE_CHECK_MS);
  }

  static async open(database: Database, segments: Segments, options: RecordingOptions): Promise<Recording> {
    const connection = await database.connect();
    const appender = await SampleAppender.open(connection, tableOf(segments.hot));
    const recording = new Recording(connection, segments, appender, options);
    await recording.checkSpace();
    return recording;
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** Resolves when the batch is on disk; rejects with `no-space` while recording is stopped. */
  append(batch: SampleBatch): Promise<void> {
    if (this.#state.kind === "stopped") return Promise.reject(new TwinError("no-space", this.#state.reason));
    return new Promise((done, failed) => {
      this.#waiting.push({ batch, done, failed });
      this.#waitingRows += batch.series.length;
      if (this.#waitingRows >= FLUSH_ROWS) this.flush();
      else this.#flushTimer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS);
    });
  }

  /** Brings everything waiting to disk now, unless the segment is just being changed: then that does it. */
  flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    if (this.#rotating || this.#waiting.length === 0) return;
    const flushed = this.#waiting;
    this.#waiting = [];
    this.#hotRows += this.#waitingRows;
    this.#waitingRows = 0;
    try {
      for (const { batch } of flushed) this.#appender.write(batch);
      this.#appender.flush();
    } catch (error) {
      this.#fail(flushed, error);
      return;
    }
    for (const { batch, done } of flushed) {
      this.#segments.index.record(this.#segments.hot, batch);
      done();
    }
    const old = Date.now() - this.#hotSince > SEGMENT_AGE_MS;
    if (this.#hotRows >= this.#options.segmentRows || old) this.rotate().catch((error: unknown) => this.#options.onTrouble(error));
  }

  #fail(batches: readonly Waiting[], cause: unknown): void {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const error = new TwinError("no-space", `Samples could not be written to the history: ${detail}. Recording stopped; free space on the disk or check it.`, { cause });
    for (const { failed } of batches) failed(error);
    this.#change({ kind: "stopped", reason: error.message });
    void this.#reopenAppender();
  }

  /** A failed flush leaves rows in the appender that must not come later. */
  async #reopenAppender(): Promise<void> {
    const appender = this.#appender;
    this.#rotating = SampleAppender.open(this.#connection, tableOf(this.#segments.hot)).then((opened) => {
      this.#appender = opened;
    });
    appender.close();
    await this.#rotating;
    this.#rotating = undefined;
  }

  /** Closes the open segment and goes on in a new one. */
  async rotate(): Promise<void> {
    if (this.#rotating) return this.#rotating;
    this.flush();
    this.#rotating = this.#changeSegment();
    try {
      await this.#rotating;
    } finally {
      this.#rotating = undefined;
      this.flush();
    }
    this.#options.onClosed();
  }

  async #changeSegment(): Promise<void> {
    await this.#segments.rotate();
    this.#appender.close();
    this.#appender = await SampleAppender.open(this.#connection, tableOf(this.#segments.hot));
    this.#hotRows = 0;
    this.#hotSince = Date.now();
  }

  /** Looks at the free space and stops or resumes. */
  async checkSpace(): Promise<void> {
    const freeBytes = await freeSpace(dirname(this.#options.file));
    const { reserveBytes } = this.#options;
    if (this.#state.kind === "recording" && freeBytes < reserveBytes) {
      this.flush();
      const free = Math.floor(freeBytes / 1024 ** 2);
      const reserve = Math.floor(reserveBytes / 1024 ** 2);
      this.#change({ kind: "stopped", reason: `Recording stopped: only ${free} MiB are free on the disk of the project, and ${reserve} MiB are kept in reserve. Free some space and recording goes on by itself.` });
    } else if (this.#state.kind === "stopped" && freeBytes >= reserveBytes * RESUME_FACTOR) {
      this.#change({ kind: "recording" });
    }
  }

  #change(state: RecordingState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  /** Writes what is waiting and ends. */
  async close(): Promise<void> {
    clearInterval(this.#spaceTimer);
    await this.#rotating;
    this.flush();
    this.#appender.close();
    this.#connection.closeSync();
  }
}

async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
