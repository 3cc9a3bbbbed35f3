/** One worker (a thread, or a process for imported models) kept between previews, since starting one takes longer than what it is asked. One question at a time. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OpenWorker, WorkerLine } from "../processes/index.ts";
import type { RowResult, StudyProblem, TrialMessage } from "./studyTypes.ts";

interface Asked {
  readonly resolve: (result: RowResult) => void;
  readonly reject: (error: unknown) => void;
}

export class TrialWorker {
  readonly #open: OpenWorker<TrialMessage>;
  #line: Promise<WorkerLine> | undefined;
  #asked: Asked | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(open: OpenWorker<TrialMessage>) {
    this.#open = open;
  }

  /** Waits for the question before. Throws `cancelled`, and what the models' solution throws; abort ends the worker in the middle of a step. */
  solve(problem: StudyProblem, signal: AbortSignal): Promise<RowResult> {
    const answer = this.#last.then(() => this.#ask(problem, signal));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Whoever waits is told `cancelled`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#fail(cancelled());
    await this.#last;
  }

  async #ask(problem: StudyProblem, signal: AbortSignal): Promise<RowResult> {
    if (signal.aborted || this.#isClosed) throw cancelled();
    const abort = (): void => this.#fail(cancelled());
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await new Promise<RowResult>((resolve, reject) => {
        this.#asked = { resolve, reject };
        this.#line ??= this.#open({ onMessage: (message) => this.#take(message), onEnd: (why) => this.#fail(why) });
        this.#line.then((line) => line.send(problem)).catch((error: unknown) => this.#fail(error));
      });
    } finally {
      signal.removeEventListener("abort", abort);
      this.#asked = undefined;
    }
  }

  #take(message: TrialMessage): void {
    if (message.kind === "solved") this.#asked?.resolve(message.result);
    else this.#asked?.reject(TwinError.fromData(message.error));
  }

  /** A worker that is in the middle of something is of no use to the next question. */
  #fail(error: unknown): void {
    if (this.#line) void endOf(this.#line);
    this.#line = undefined;
    this.#asked?.reject(error);
  }
}

async function endOf(opening: Promise<WorkerLine>): Promise<void> {
  const line = await opening.catch(() => undefined);
  line?.end();
}

function cancelled(): TwinError {
  return new TwinError("cancelled", "The preview was cancelled.");
}
