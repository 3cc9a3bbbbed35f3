/** Runs one system in a worker thread of its own. Abort terminates the thread, in the middle of a step if need be. */
import { Worker } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OutputChunk, SystemResult, SystemTask, WorkerMessage } from "./simulationTypes.ts";

export interface WorkerRunOptions {
  /** Path of the built worker. */
  readonly worker: string;
  readonly signal: AbortSignal;
  /** A run that takes longer is stopped with `limit`. */
  readonly timeBudgetMs: number;
  readonly onOutput: (chunk: OutputChunk) => void;
  readonly onProgress: (share: number) => void;
}

export function runInWorker(task: SystemTask, { worker: path, signal, timeBudgetMs, onOutput, onProgress }: WorkerRunOptions): Promise<SystemResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new TwinError("cancelled", "The simulation was cancelled."));
    const worker = new Worker(path, { workerData: task });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      worker.removeAllListeners();
      void worker.terminate();
      settle();
    };
    const abort = () => end(() => reject(new TwinError("cancelled", "The simulation was cancelled.")));
    const timer = setTimeout(() => end(() => reject(new TwinError("limit", `The simulation took longer than ${Math.round(timeBudgetMs / 1000)} s and was stopped. Simulate a shorter span.`))), timeBudgetMs);
    signal.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "output") onOutput(message.chunk);
      else if (message.kind === "progress") onProgress(message.share);
      else if (message.kind === "done") end(() => resolve(message.result));
      else end(() => reject(TwinError.fromData(message.error)));
    });
    worker.on("error", (error) => end(() => reject(new TwinError("internal", `The simulation's worker stopped: ${error.message}`, { cause: error }))));
    worker.on("exit", () => end(() => reject(new TwinError("internal", "The simulation's worker ended without an answer."))));
  });
}
