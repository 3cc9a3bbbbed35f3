/**
 * A worker of live runs: a thread, or a process for those with imported models. Orders go to it one after the other. A system that computes for too long costs the
 * worker, which is begun anew; whoever had systems in it is told.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OpenWorker, WorkerLine } from "../processes/index.ts";
import type { LivePiece, LiveStep, LiveTask } from "../simulation/index.ts";
import type { LiveAnswer, LiveOrder } from "./liveMessages.ts";

/** Following a day of the past takes a second or two; a minute says that the model is far too slow to go on with the plant. */
const BEGIN_BUDGET_MS = 60_000;
/** For a second of the plant. Longer, and all other live runs would wait for a model that never catches up. */
const STEP_BUDGET_MS = 10_000;

export interface LiveWorkerOptions {
  readonly open: OpenWorker<LiveAnswer>;
  /** The worker has ended, and no system is in it any more; `asked` is the one that it was solving. */
  readonly onLost: (asked: string | undefined) => void;
  readonly beginBudgetMs?: number;
  readonly stepBudgetMs?: number;
}

interface Asked {
  readonly system: string;
  readonly answer: (answer: LiveAnswer) => void;
  readonly fail: (error: TwinError) => void;
}

export class LiveWorker {
  readonly #options: LiveWorkerOptions;
  #opening: Promise<WorkerLine> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  /** Whoever waits for the answer to the order that is under way. */
  #asked: Asked | undefined;

  constructor(options: LiveWorkerOptions) {
    this.#options = options;
  }

  begin(system: string, task: LiveTask): Promise<LiveStep> {
    return this.#step({ kind: "begin", system, task }, this.#options.beginBudgetMs ?? BEGIN_BUDGET_MS);
  }

  /** Throws `limit` where it takes too long. */
  step(system: string, piece: LivePiece): Promise<LiveStep> {
    return this.#step({ kind: "step", system, piece }, this.#options.stepBudgetMs ?? STEP_BUDGET_MS);
  }

  async end(system: string): Promise<void> {
    if (this.#opening) await this.#ask({ kind: "end", system }, this.#options.stepBudgetMs ?? STEP_BUDGET_MS);
  }

  close(): void {
    this.#isClosed = true;
    const opening = this.#opening;
    if (opening) this.#lose(opening, new TwinError("cancelled", "The live run was ended."));
  }

  async #step(order: LiveOrder, budgetMs: number): Promise<LiveStep> {
    const answer = await this.#ask(order, budgetMs);
    if (answer.kind === "done") return answer.step;
    throw answer.kind === "failed" ? TwinError.fromData(answer.error) : new TwinError("internal", "The worker of live runs gave no result.");
  }

  #ask(order: LiveOrder, budgetMs: number): Promise<LiveAnswer> {
    const asked = this.#queue.then(() => this.#send(order, budgetMs));
    this.#queue = asked.catch(() => undefined);
    return asked;
  }

  async #send(order: LiveOrder, budgetMs: number): Promise<LiveAnswer> {
    if (this.#isClosed) throw new TwinError("cancelled", "The live run was ended.");
    const opening = (this.#opening ??= this.#open());
    const line = await opening.catch((error: unknown) => {
      // Nothing was in it; whoever asks next tries again.
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    });
    return new Promise((resolve, reject) => {
      if (this.#opening !== opening) return reject(new TwinError("cancelled", "The live run was ended."));
      const timer = setTimeout(() => this.#lose(opening, new TwinError("limit", `It took longer than ${Math.round(budgetMs / 1000)} s to compute ${order.kind === "begin" ? "the past day" : "a second of the plant"}, so it cannot keep up. Make the model simpler, or simulate it over spans of history.`)), budgetMs);
      this.#asked = {
        system: order.system,
        answer: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      try {
        line.send(order);
      } catch (error) {
        this.#lose(opening, TwinError.from(error));
      }
    });
  }

  #open(): Promise<WorkerLine> {
    const opening = this.#options.open({ onMessage: (answer) => this.#take()?.answer(answer), onEnd: (why) => this.#lose(opening, why) });
    return opening;
  }

  #lose(opening: Promise<WorkerLine>, error: TwinError): void {
    if (this.#opening !== opening) return;
    this.#opening = undefined;
    // One that could not be opened has told so.
    void opening.then((line) => line.end(), () => undefined);
    const asked = this.#take();
    asked?.fail(error);
    if (!this.#isClosed) this.#options.onLost(asked?.system);
  }

  /** Who waits, who then waits no longer. */
  #take(): Asked | undefined {
    const asked = this.#asked;
    this.#asked = undefined;
    return asked;
  }
}
