/** Runs one system in a worker thread of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { askWorker } from "../processes/index.ts";
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

export function runInWorker(task: SystemTask, { worker, signal, timeBudgetMs, onOutput, onProgress }: WorkerRunOptions): Promise<SystemResult> {
  return askWorker<WorkerMessage, SystemResult>({
    worker, task, signal, what: "simulation", limit: { timeBudgetMs, advice: "Simulate a shorter span." },
    onMessage: (message) => {
      if (message.kind === "done") return { answer: message.result };
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      if (message.kind === "output") onOutput(message.chunk);
      else onProgress(message.share);
      return undefined;
    },
  });
}
