/** One task for one worker: what it says on the way, its answer at the end. Abort ends the worker, in the middle of a step if need be. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OpenWorker, WorkerLine } from "./workerLine.ts";

export interface WorkerQuestion<M, R> {
  readonly open: OpenWorker<M>;
  readonly signal: AbortSignal;
  /** What it works on, for messages: `simulation`. */
  readonly what: string;
  /** Called for each message; the first answer (or error thrown) ends the worker. */
  readonly onMessage: (message: M, line: WorkerLine) => { readonly answer: R } | undefined;
  /** Work that takes longer is stopped with `limit`. */
  readonly limit?: { readonly timeBudgetMs: number; readonly advice: string };
}

/** Throws `cancelled`, `limit`, and what kept the worker from being opened or ended it. */
export function askWorker<M, R>({ open, signal, what, onMessage, limit }: WorkerQuestion<M, R>): Promise<R> {
  return new Promise((resolve, reject) => {
    const cancelled = () => new TwinError("cancelled", `The ${what} was cancelled.`);
    if (signal.aborted) return reject(cancelled());
    let line: WorkerLine | undefined;
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      line?.end();
      settle();
    };
    const fail = (error: unknown) => end(() => reject(TwinError.from(error)));
    const abort = () => fail(cancelled());
    const timer = limit && setTimeout(() => fail(new TwinError("limit", `The ${what} took longer than ${Math.round(limit.timeBudgetMs / 1000)} s and was stopped. ${limit.advice}`)), limit.timeBudgetMs);
    signal.addEventListener("abort", abort, { once: true });
    const opening = open({
      onEnd: fail,
      onMessage: (message, from) => {
        try {
          const done = isOver ? undefined : onMessage(message, from);
          if (done) end(() => resolve(done.answer));
        } catch (error) {
          fail(error);
        }
      },
    });
    opening.then((opened) => {
      line = opened;
      if (isOver) opened.end();
    }, fail);
  });
}
