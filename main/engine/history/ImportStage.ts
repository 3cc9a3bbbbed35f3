/** A bulk import in progress: nothing of it is visible before `commit`, nothing remains of it after `abort`. */
import type { Progress } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { SAMPLE_BYTES } from "./limits.ts";
import type { ThreadClient } from "./ThreadClient.ts";
import type { ImportSummary, StagedTable } from "./types.ts";

export interface ImportStage {
  /** Adds samples; returns when there is room for more. Any order; fastest series by series in time order. */
  append(batch: SampleBatch): Promise<void>;
  /** Adds a wide Parquet table that lies in the staging folder. It is read by `commit`; the caller removes it after that. */
  load(table: StagedTable): Promise<void>;
  /** Writes everything sorted, tells how far that is, and publishes it in one transaction. */
  commit(onProgress?: (progress: Progress) => void): Promise<ImportSummary>;
  /** Forgets everything. Also what a failed commit or an aborted signal does. */
  abort(): Promise<void>;
}

/** Bytes on their way to the thread at which the producer is made to wait. */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024;

export class ThreadStage implements ImportStage {
  readonly #thread: ThreadClient;
  readonly #stage: number;
  readonly #signal: AbortSignal | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  #bytes = 0;
  #failure: TwinError | undefined;

  constructor(thread: ThreadClient, stage: number, signal: AbortSignal | undefined) {
    this.#thread = thread;
    this.#stage = stage;
    this.#signal = signal;
  }

  async append(batch: SampleBatch): Promise<void> {
    await this.#check();
    const bytes = batch.series.length * SAMPLE_BYTES;
    this.#bytes += bytes;
    const sent = this.#thread
      .call("stageAppend", { stage: this.#stage, batch })
      .catch((error: unknown) => {
        this.#failure ??= TwinError.from(error);
      })
      .finally(() => {
        this.#bytes -= bytes;
        this.#inFlight.delete(sent);
      });
    this.#inFlight.add(sent);
    while (this.#bytes > IN_FLIGHT_BYTES) await Promise.race(this.#inFlight);
  }

  async load(table: StagedTable): Promise<void> {
    await this.#settled();
    await this.#thread.call("stageLoad", { stage: this.#stage, table }, this.#signal);
  }

  async commit(onProgress?: (progress: Progress) => void): Promise<ImportSummary> {
    await this.#settled();
    return this.#thread.call("stageCommit", this.#stage, this.#signal, onProgress);
  }

  async abort(): Promise<void> {
    await Promise.all(this.#inFlight);
    await this.#thread.call("stageAbort", this.#stage);
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#inFlight);
    await this.#check();
  }

  async #check(): Promise<void> {
    if (!this.#failure && !this.#signal?.aborted) return;
    await this.abort();
    throw this.#failure ?? new TwinError("cancelled", "The import was cancelled; nothing of it was kept.");
  }
}
