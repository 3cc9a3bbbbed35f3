/**
 * Worker threads that know one problem and solve rows of it, batch after batch. Each row is solved by itself, so that the number of threads
 * changes nothing. The owner closes them; abort ends them in the middle of a step.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { RowResult, StudyMessage, StudyPortion, StudyProblem } from "./studyTypes.ts";

/** A thread gets its rows in so many portions, so that one slow row does not leave the others idle. */
const PORTIONS_A_THREAD = 4;

export interface RowWorkersOptions {
  /** Path of the built worker. */
  readonly worker: string;
  readonly signal: AbortSignal;
  /** One core is left to the engine unless said otherwise. */
  readonly threads?: number;
}

/** What all threads work on together. */
interface Batch {
  readonly waiting: StudyPortion[];
  readonly results: RowResult[];
  readonly rows: number;
  readonly onRow: (done: number) => void;
  readonly resolve: (results: RowResult[]) => void;
  readonly reject: (error: unknown) => void;
  done: number;
}

export class RowWorkers {
  readonly #threads: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #signal: AbortSignal;
  readonly #abort = (): void => this.#fail(cancelled());
  #batch: Batch | undefined;
  #failure: TwinError | undefined;

  constructor(problem: StudyProblem, { worker, signal, threads = Math.max(1, availableParallelism() - 1) }: RowWorkersOptions) {
    this.#signal = signal;
    for (let i = 0; i < threads && !signal.aborted; i++) this.#open(new Worker(worker, { workerData: problem }));
    if (signal.aborted) this.#abort();
    signal.addEventListener("abort", this.#abort, { once: true });
  }

  /** One batch at a time. Throws `cancelled`, and what kept a row from being solved. */
  solve(rows: readonly (readonly number[])[], onRow: (done: number) => void = () => undefined): Promise<RowResult[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (rows.length === 0) return Promise.resolve([]);
    const size = Math.max(1, Math.ceil(rows.length / (this.#threads.length * PORTIONS_A_THREAD)));
    const all = rows.map((amounts, row) => ({ row, amounts }));
    const waiting = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
    return new Promise((resolve, reject) => {
      this.#batch = { waiting, results: [], rows: rows.length, done: 0, onRow, resolve, reject };
      for (const thread of this.#idle.splice(0)) this.#next(thread);
    });
  }

  close(): void {
    this.#signal.removeEventListener("abort", this.#abort);
    for (const thread of this.#threads.splice(0)) {
      thread.removeAllListeners();
      void thread.terminate();
    }
  }

  #open(thread: Worker): void {
    this.#threads.push(thread);
    this.#idle.push(thread);
    thread.on("message", (message: StudyMessage) => this.#take(thread, message));
    thread.on("error", (error) => this.#fail(new TwinError("internal", `The worker of the study stopped: ${error.message}`, { cause: error })));
    thread.on("exit", () => this.#fail(new TwinError("internal", "The worker of the study ended without an answer.")));
  }

  #take(thread: Worker, message: StudyMessage): void {
    if (message.kind === "failed") return this.#fail(TwinError.fromData(message.error));
    if (message.kind === "ready") return this.#next(thread);
    const batch = this.#batch;
    if (!batch) return;
    batch.results[message.row] = message.result;
    batch.done += 1;
    try {
      batch.onRow(batch.done);
    } catch (error) {
      return this.#fail(TwinError.from(error));
    }
    if (batch.done < batch.rows) return;
    this.#batch = undefined;
    batch.resolve(batch.results);
  }

  #next(thread: Worker): void {
    const portion = this.#batch?.waiting.shift();
    if (portion) thread.postMessage(portion);
    else this.#idle.push(thread);
  }

  #fail(error: TwinError): void {
    this.#failure ??= error;
    this.close();
    this.#batch?.reject(this.#failure);
    this.#batch = undefined;
  }
}

function cancelled(): TwinError {
  return new TwinError("cancelled", "The study was cancelled.");
}
