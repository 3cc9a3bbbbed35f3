/**
 * Workers that know one problem and solve rows of it, batch after batch. Each row is solved by itself, so that the number of workers changes
 * nothing. The owner closes them; abort ends them in the middle of a step.
 */
import { availableParallelism } from "node:os";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { WorkerLine } from "../processes/index.ts";
import { openSolver, type SolverPlace } from "../simulation/index.ts";
import type { RowResult, StudyMessage, StudyPortion, StudyProblem } from "./studyTypes.ts";

/** A worker gets its rows in so many portions, so that one slow row does not leave the others idle. */
const PORTIONS_A_WORKER = 4;

export interface RowWorkersOptions {
  readonly solver: SolverPlace;
  readonly signal: AbortSignal;
  /** One core is left to the engine unless said otherwise. */
  readonly workers?: number;
}

/** What all workers do together. */
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
  readonly #count: number;
  readonly #open: WorkerLine[] = [];
  readonly #idle: WorkerLine[] = [];
  readonly #signal: AbortSignal;
  readonly #abort = (): void => this.#fail(cancelled());
  #batch: Batch | undefined;
  #failure: TwinError | undefined;
  #isClosed = false;

  constructor(problem: StudyProblem, { solver, signal, workers = availableParallelism() }: RowWorkersOptions) {
    this.#signal = signal;
    this.#count = workers;
    if (signal.aborted) {
      this.#abort();
      return;
    }
    signal.addEventListener("abort", this.#abort, { once: true });
    const open = openSolver<StudyMessage>(solver, { work: "rows", task: problem, uses: problem.systems.flat() }, "study");
    const fail = (error: unknown) => this.#fail(TwinError.from(error));
    for (let i = 0; i < workers; i++) open({ onMessage: (message, line) => this.#take(line, message), onEnd: fail }).then((line) => this.#join(line), fail);
  }

  /** One batch at a time. Throws `cancelled`, and what kept a row from being solved. */
  solve(rows: readonly (readonly number[])[], onRow: (done: number) => void = () => undefined): Promise<RowResult[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (rows.length === 0) return Promise.resolve([]);
    const size = Math.max(1, Math.ceil(rows.length / (this.#count * PORTIONS_A_WORKER)));
    const all = rows.map((amounts, row) => ({ row, amounts }));
    const waiting = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
    return new Promise((resolve, reject) => {
      this.#batch = { waiting, results: [], rows: rows.length, done: 0, onRow, resolve, reject };
      for (const line of this.#idle.splice(0)) this.#next(line);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#signal.removeEventListener("abort", this.#abort);
    for (const line of this.#open.splice(0)) line.end();
  }

  #join(line: WorkerLine): void {
    if (this.#isClosed) return line.end();
    this.#open.push(line);
    this.#next(line);
  }

  #take(line: WorkerLine, message: StudyMessage): void {
    if (message.kind === "failed") return this.#fail(TwinError.fromData(message.error));
    if (message.kind === "ready") return this.#next(line);
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

  #next(line: WorkerLine): void {
    const portion = this.#batch?.waiting.shift();
    if (portion) line.send(portion);
    else this.#idle.push(line);
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
