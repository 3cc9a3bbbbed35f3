/** A worker thread, or a process that stands for one, as its owner sees it: what is said to it and by it, and its end. */
import { Worker } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";

export interface WorkerLine {
  send(message: unknown): void;
  /** Ends it now, in the middle of a step if need be; nothing is told any more. */
  end(): void;
}

export interface WorkerEvents<M> {
  readonly onMessage: (message: M, line: WorkerLine) => void;
  /** It ended by itself, which none should. */
  readonly onEnd: (why: TwinError) => void;
}

/** Opens the worker for one task. Throws what keeps it from being opened. */
export type OpenWorker<M> = (events: WorkerEvents<M>) => Promise<WorkerLine>;

export interface ThreadTask {
  /** Path of the built worker. */
  readonly worker: string;
  readonly task: unknown;
  /** What it works on, for messages: `simulation`. */
  readonly what: string;
}

export function openThread<M>({ worker: path, task, what }: ThreadTask): OpenWorker<M> {
  return ({ onMessage, onEnd }) => {
    const worker = new Worker(path, { workerData: task });
    const line: WorkerLine = {
      send: (message) => worker.postMessage(message),
      end: () => {
        worker.removeAllListeners();
        void worker.terminate();
      },
    };
    worker.on("message", (message: M) => onMessage(message, line));
    worker.on("error", (error) => onEnd(new TwinError("internal", `The worker of the ${what} stopped: ${error.message}`, { cause: error })));
    worker.on("exit", () => onEnd(new TwinError("internal", `The worker of the ${what} ended without an answer.`)));
    return Promise.resolve(line);
  };
}
