/** One task in a worker thread of its own: what it says on the way, its answer at the end. Abort terminates the thread, in the middle of a step if need be. */
import { Worker } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";

export interface WorkerQuestion<M, R> {
  /** Path of the built worker. */
  readonly worker: string;
  readonly task: unknown;
  readonly signal: AbortSignal;
  /** What it works on, for messages: `simulation`. */
  readonly what: string;
  /** Called for each message; the first answer (or error thrown) ends the thread. */
  readonly onMessage: (message: M) => { readonly answer: R } | undefined;
  /** Work that takes longer is stopped with `limit`. */
  readonly limit?: { readonly timeBudgetMs: number; readonly advice: string };
}

export function askWorker<M, R>({ worker: path, task, signal, what, onMessage, limit }: WorkerQuestion<M, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const cancelled = () => new TwinError("cancelled", `The ${what} was cancelled.`);
    if (signal.aborted) return reject(cancelled());
    const worker = new Worker(path, { workerData: task });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      worker.removeAllListeners();
      void worker.terminate();
      settle();
    };
    const abort = () => end(() => reject(cancelled()));
    const timer = limit && setTimeout(() => end(() => reject(new TwinError("limit", `The ${what} took longer than ${Math.round(limit.timeBudgetMs / 1000)} s and was stopped. ${limit.advice}`))), limit.timeBudgetMs);
    signal.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: M) => {
      try {
        const done = onMessage(message);
        if (done) end(() => resolve(done.answer));
      } catch (error) {
        end(() => reject(TwinError.from(error)));
      }
    });
    worker.on("error", (error) => end(() => reject(new TwinError("internal", `The worker of the ${what} stopped: ${error.message}`, { cause: error }))));
    worker.on("exit", () => end(() => reject(new TwinError("internal", `The worker of the ${what} ended without an answer.`))));
  });
}
