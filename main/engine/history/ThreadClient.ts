/** The engine's end of the wire to the history thread: pairs answers with calls, carries cancellation, ends with the thread. */
import { Worker } from "node:worker_threads";
import type { Progress } from "../../../shared/contract/define.ts";
import { type ErrorData, TwinError } from "../../../shared/contract/errors.ts";
import { entryPath } from "../entries.ts";
import type { FromThread, ThreadCalls, ThreadOptions, ThreadStreams, ToThread } from "./protocol.ts";
import type { RecordingState, SeriesEntry } from "./types.ts";

interface Pending {
  readonly done: (value: unknown) => void;
  readonly failed: (error: TwinError) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface ThreadNews {
  readonly onState: (state: RecordingState) => void;
  readonly onTrouble: (error: TwinError) => void;
}

export class ThreadClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: TwinError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Starts the thread and waits until the file is open; throws what kept it from opening. */
  static async start(options: ThreadOptions, news: ThreadNews): Promise<{ client: ThreadClient; series: readonly SeriesEntry[]; state: RecordingState }> {
    const worker = new Worker(entryPath("history-thread"), { workerData: options, name: "history" });
    const client = new ThreadClient(worker);
    const opened = await new Promise<Extract<FromThread, { kind: "opened" }>>((done, failed) => {
      worker.on("message", (message: FromThread) => {
        if (message.kind === "opened") done(message);
        else if (message.kind === "refused") failed(TwinError.fromData(message.error));
        else client.#take(message, news);
      });
      worker.on("error", (error) => {
        client.#end(new TwinError("internal", `The history thread failed: ${error.message}. Restart the project; what was recorded is safe.`, { cause: error }));
        failed(TwinError.from(error));
      });
      worker.on("exit", () => {
        client.#end(new TwinError("closed", "The history is closed."));
        failed(new TwinError("internal", "The history thread ended before it was open."));
      });
    });
    return { client, series: opened.series, state: opened.state };
  }

  #take(message: FromThread, news: ThreadNews): void {
    if (message.kind === "state") news.onState(message.state);
    else if (message.kind === "trouble") news.onTrouble(TwinError.fromData(message.error));
    else if (message.kind === "answer") this.#settle(message.id, (pending) => pending.done(message.answer));
    else if (message.kind === "chunk") this.#settle(message.id, (pending) => pending.done(message.chunk));
    else if (message.kind === "progress") this.#pending.get(message.id)?.onProgress?.(message.progress);
    else if (message.kind === "error") this.#fail(message.id, message.error);
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending) how(pending);
  }

  #fail(id: number, error: ErrorData): void {
    this.#settle(id, (pending) => pending.failed(TwinError.fromData(error)));
  }

  #end(reason: TwinError): void {
    this.#ended ??= reason;
    for (const pending of this.#pending.values()) pending.failed(this.#ended);
    this.#pending.clear();
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #wait(id: number, message: ToThread, onProgress?: (progress: Progress) => void): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((done, failed) => {
      this.#pending.set(id, { done, failed, onProgress });
      this.#post(message);
    });
  }

  async call<N extends keyof ThreadCalls>(name: N, input: ThreadCalls[N]["input"], signal?: AbortSignal, onProgress?: (progress: Progress) => void): Promise<ThreadCalls[N]["answer"]> {
    if (signal?.aborted) throw new TwinError("cancelled", "Cancelled.");
    const id = ++this.#lastId;
    const cancel = (): void => this.#post({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel);
    try {
      return (await this.#wait(id, { kind: "call", id, name, input }, onProgress)) as ThreadCalls[N]["answer"]; // the store answers by the same table
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** Chunks as the consumer takes them; leaving the loop ends the work. */
  async *stream<N extends keyof ThreadStreams>(name: N, input: ThreadStreams[N]["input"], signal?: AbortSignal): AsyncGenerator<ThreadStreams[N]["chunk"]> {
    if (this.#ended) throw this.#ended;
    if (signal?.aborted) throw new TwinError("cancelled", "Cancelled.");
    const id = ++this.#lastId;
    const cancel = (): void => this.#post({ kind: "cancel", id });
    const aborted = (): void => {
      cancel();
      this.#fail(id, { code: "cancelled", message: "Cancelled." });
    };
    signal?.addEventListener("abort", aborted);
    let over = false;
    try {
      this.#post({ kind: "open", id, name, input });
      for (;;) {
        if (signal?.aborted) throw new TwinError("cancelled", "Cancelled.");
        const chunk = (await this.#wait(id, { kind: "pull", id })) as ThreadStreams[N]["chunk"] | undefined; // the store answers by the same table
        if (chunk === undefined) break;
        yield chunk;
      }
      over = true;
    } finally {
      signal?.removeEventListener("abort", aborted);
      if (!over && !this.#ended) cancel();
    }
  }

  /** Waits until the thread has written everything and gone. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise<void>((done) => this.#worker.once("exit", () => done()));
    await this.call("close", undefined);
    await gone;
  }
}
