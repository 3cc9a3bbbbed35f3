/** Runs one system in a worker thread of its own, or, with an imported model in it, in a process of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { askWorker, type WorkerQuestion } from "../processes/index.ts";
import type { OutputChunk, SystemResult, SystemTask, WorkerMessage } from "./simulationTypes.ts";

/** Where systems are solved. */
export interface SolverPlace {
  /** Path of the built worker. */
  readonly worker: string;
  /** Where those with imported models are; without it there can be none. */
  readonly imported?: ImportedSolver;
}

/** Asks a process made for foreign code instead of a worker; the messages are the same. */
export interface ImportedSolver {
  /** Throws what `askWorker` does, `refused` for what nobody allowed on this machine, `bad-input` for what does not fit, `diverged` for a crash. */
  ask<M, R>(work: "system" | "rows", uses: readonly UseProgram[], question: Omit<WorkerQuestion<M, R>, "worker">): Promise<R>;
  /** Fingerprints of the files that these uses come from, by path. */
  digests(uses: readonly UseProgram[]): Promise<Readonly<Record<string, string>>>;
}

/** Asks where these uses can be solved. */
export function askSolver<M, R>({ worker, imported }: SolverPlace, work: "system" | "rows", uses: readonly UseProgram[], question: Omit<WorkerQuestion<M, R>, "worker">): Promise<R> {
  if (!uses.some(({ model }) => model.fmu)) return askWorker({ ...question, worker });
  if (!imported) throw new TwinError("internal", "There is no place to solve imported models.");
  return imported.ask(work, uses, question);
}

export interface WorkerRunOptions {
  readonly solver: SolverPlace;
  readonly signal: AbortSignal;
  /** A run that takes longer is stopped with `limit`. */
  readonly timeBudgetMs: number;
  readonly onOutput: (chunk: OutputChunk) => void;
  readonly onProgress: (share: number) => void;
}

export function runInWorker(task: SystemTask, { solver, signal, timeBudgetMs, onOutput, onProgress }: WorkerRunOptions): Promise<SystemResult> {
  return askSolver<WorkerMessage, SystemResult>(solver, "system", task.uses, {
    task, signal, what: "simulation", limit: { timeBudgetMs, advice: "Simulate a shorter span." },
    onMessage: (message) => {
      if (message.kind === "done") return { answer: message.result };
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      if (message.kind === "output") onOutput(message.chunk);
      else onProgress(message.share);
      return undefined;
    },
  });
}
