/** Long tasks: what runs, how far it is, how long it will take, and how to stop it. It runs nothing by itself. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Job } from "../../../shared/contract/engine.ts";
import type { Progress } from "../../../shared/contract/define.ts";
import type { Clock } from "../../../shared/time/time.ts";

/** Ended jobs stay in the list this long, so that a quick one can still be seen. */
const KEEP_ENDED_MS = 15_000;
/** An estimate from less than this share done would be a guess. */
const MIN_SHARE_FOR_ESTIMATE = 0.03;

export interface JobContext {
  readonly signal: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
}

/** Who asked for a job: may end it, and is told how far it is. */
export interface JobCaller {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** `waits`: others are before it, until it is said to be false. */
export interface JobProgress extends Progress {
  readonly waits?: boolean;
}

interface Entry {
  job: Job;
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

export class Jobs {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #count = 0;

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  get list(): Job[] {
    return [...this.#entries.values()].map((entry) => entry.job);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs work as a job. The caller's signal and the job's Cancel both end it; errors reach the caller as they are. */
  async run<T>(title: string, work: (context: JobContext) => Promise<T>, caller?: JobCaller): Promise<T> {
    const id = `job-${++this.#count}`;
    const abort = new AbortController();
    const signal = caller?.signal ? AbortSignal.any([abort.signal, caller.signal]) : abort.signal;
    const startedUs = this.#clock();
    // Time is estimated from when something was first known of how far it is: it may have waited before.
    let sinceUs: number | undefined;
    const progress = (at: JobProgress) => {
      if (at.share !== undefined) sinceUs ??= this.#clock();
      caller?.progress?.(at);
      this.#update(id, { ...at, ...this.#estimate(sinceUs ?? startedUs, at.share) });
    };
    // Started behind a microtask so that its entry is in the list before it reports anything.
    const result = Promise.resolve().then(() => work({ signal, progress }));
    this.#entries.set(id, { job: { id, title, state: "running", startedUs }, abort, ended: result.catch(() => undefined) });
    this.#tell();
    try {
      const value = await result;
      this.#end(id, { state: "done", share: 1 });
      return value;
    } catch (error) {
      const problem = signal.aborted ? new TwinError("cancelled", `${title}: cancelled.`, { cause: error }) : TwinError.from(error);
      this.#end(id, { state: problem.code === "cancelled" ? "cancelled" : "failed", message: problem.message });
      throw problem;
    }
  }

  cancel(id: string): void {
    this.#entries.get(id)?.abort.abort();
  }

  /** Cancels everything and waits until it has ended. */
  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    for (const entry of entries) entry.abort.abort();
    await Promise.all(entries.map((entry) => entry.ended));
    this.#listeners.clear();
  }

  #estimate(startedUs: number, share: number | undefined): { remainingUs?: number } {
    if (share === undefined || share < MIN_SHARE_FOR_ESTIMATE) return {};
    return { remainingUs: Math.round(((this.#clock() - startedUs) * (1 - share)) / share) };
  }

  #end(id: string, last: Partial<Job>): void {
    this.#update(id, last);
    setTimeout(() => {
      this.#entries.delete(id);
      this.#tell();
    }, KEEP_ENDED_MS).unref();
  }

  #update(id: string, change: Partial<Job>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.job = { ...entry.job, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
