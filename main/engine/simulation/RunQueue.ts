/**
 * Runs in turn: each is kept in the book from when it is asked for, as queued, and solved when there is room. First come, first served;
 * a job all the while, so that it can be seen and cancelled as it waits.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { KeptRun, RunBook } from "./RunBook.ts";

/** Each takes as many cores as there are to spare; the second lets a quick one by while a long one is solved. */
const USUAL_AT_ONCE = 2;

export interface RunQueueOptions {
  readonly book: RunBook;
  readonly jobs: Jobs;
  readonly atOnce?: number;
}

interface Waiting {
  readonly begin: () => void;
  readonly tell: (before: number) => void;
}

export class RunQueue {
  readonly #book: RunBook;
  readonly #jobs: Jobs;
  readonly #atOnce: number;
  readonly #waiting: Waiting[] = [];
  #underWay = 0;

  constructor({ book, jobs, atOnce = USUAL_AT_ONCE }: RunQueueOptions) {
    this.#book = book;
    this.#jobs = jobs;
    this.#atOnce = atOnce;
  }

  /** Keeps runs as they are begun, then as `work` has made them in its turn, or with what kept them from it. Throws what `work` throws, and `cancelled`. */
  make<const R extends readonly KeptRun[]>(title: string, begun: R, work: (context: JobContext) => Promise<R>, caller?: Partial<JobContext>): Promise<R> {
    const keep = async (state: KeptRun["state"]): Promise<void> => {
      for (const run of begun) await this.#book.keep({ ...run, state });
    };
    return this.#book.make(begun, () => this.#inTurn(title, work, caller, keep));
  }

  /** Work like that of a run which stores none. */
  run<T>(title: string, work: (context: JobContext) => Promise<T>, caller?: Partial<JobContext>): Promise<T> {
    return this.#inTurn(title, work, caller, () => Promise.resolve());
  }

  #inTurn<T>(title: string, work: (context: JobContext) => Promise<T>, caller: Partial<JobContext> | undefined, keep: (state: KeptRun["state"]) => Promise<void>): Promise<T> {
    return this.#jobs.run(title, async (context) => {
      const turn = this.#turn(context);
      if (turn) await Promise.all([keep("queued"), turn]);
      try {
        if (turn) await keep("running");
        return await work(context);
      } finally {
        this.#release();
      }
    }, caller);
  }

  /** Undefined where there is room at once. */
  #turn({ signal, progress }: JobContext): Promise<void> | undefined {
    if (this.#underWay < this.#atOnce) {
      this.#underWay += 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        begin: () => {
          signal.removeEventListener("abort", abort);
          progress({ waits: false });
          resolve();
        },
        tell: (before) => progress({ waits: true, text: before === 0 ? "Waiting: the next to be solved" : `Waiting: ${before} before it` }),
      };
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new TwinError("cancelled", "Cancelled before it was its turn."));
        this.#tellAll();
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiting);
      waiting.tell(this.#waiting.length - 1);
    });
  }

  /** Hands its place on. */
  #release(): void {
    const next = this.#waiting.shift();
    if (!next) this.#underWay -= 1;
    next?.begin();
    this.#tellAll();
  }

  #tellAll(): void {
    for (const [before, waiting] of this.#waiting.entries()) waiting.tell(before);
  }
}
