/** Runs one system in a worker thread of its own, or, with an imported model in it, in a process of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { askWorker, openThread, type OpenWorker, type WorkerLine } from "../processes/index.ts";
import type { OutputTaken } from "./OutputFlow.ts";
import type { OutputChunk, SystemResult, SystemTask, WorkerMessage } from "./simulationTypes.ts";

/** Where systems are solved. */
export interface SolverPlace {
  /** Path of the built worker. */
  readonly worker: string;
  /** Where those with imported models are; without it there can be none. */
  readonly imported?: ImportedSolver;
}

/** What is solved, and of which uses: one system once, rows of a study until it is ended, trials of what is typed, a fit, or systems that go on with the plant. */
export interface SolverTask {
  readonly work: "system" | "rows" | "trials" | "fit" | "live";
  readonly task: unknown;
  readonly uses: readonly UseProgram[];
}

/** Opens a process made for foreign code instead of a worker; the messages are the same. */
export interface ImportedSolver {
  /** Throws `refused` for what nobody allowed on this machine, `bad-input` for what does not fit; ends with `diverged` where foreign code crashed, with `limit` where it hung or grew too large. */
  open<M>(task: SolverTask): OpenWorker<M>;
  /** Throws `bad-input` where a parameter of an imported model cannot be fitted, before anything runs; parameters by index in the use's model. */
  refuseUnfit(fitted: readonly { readonly use: UseProgram; readonly parameters: readonly number[] }[]): Promise<void>;
  /** Fingerprints of the files that these uses come from, by path. */
  digests(uses: readonly UseProgram[]): Promise<Readonly<Record<string, string>>>;
}

/** Opens a worker where these uses can be solved; `what` it works on is for messages. */
export function openSolver<M>({ worker, imported }: SolverPlace, task: SolverTask, what: string): OpenWorker<M> {
  if (!task.uses.some(({ model }) => model.imported)) return openThread({ worker, task: task.task, what });
  if (!imported) throw new TwinError("internal", "There is no place to solve imported models.");
  return imported.open(task);
}

export interface WorkerRunOptions {
  readonly solver: SolverPlace;
  readonly signal: AbortSignal;
  /** A run that takes longer is stopped with `limit`. */
  readonly timeBudgetMs: number;
  /** Solving goes on ahead of what this has not done with by so much only. */
  readonly onOutput: (chunk: OutputChunk) => void | Promise<void>;
  readonly onProgress: (share: number) => void;
}

export function runInWorker(task: SystemTask, { solver, signal, timeBudgetMs, onOutput, onProgress }: WorkerRunOptions): Promise<SystemResult> {
  const what = "simulation";
  return askWorker<WorkerMessage, SystemResult>({
    open: openSolver(solver, { work: "system", task, uses: task.uses }, what), signal, what, limit: { timeBudgetMs, advice: "Simulate a shorter span." },
    onMessage: (message, line) => {
      if (message.kind === "done") return { answer: message.result };
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      if (message.kind === "output") void tellTaken(onOutput(message.chunk), line);
      else onProgress(message.share);
      return undefined;
    },
  });
}

/** A failure of whoever takes outputs is theirs to tell; solving goes on until it is ended. */
async function tellTaken(taking: void | Promise<void>, line: WorkerLine): Promise<void> {
  await Promise.resolve(taking).catch(() => undefined);
  try {
    line.send({ kind: "taken" } satisfies OutputTaken);
  } catch {
    // It has ended meanwhile.
  }
}
