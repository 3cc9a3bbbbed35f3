/** Turning "something changed" into streams that go at the reader's pace. */
import { pause } from "../pause.ts";

/** Adds a listener; returns how to take it away. */
export type Subscribe<T> = (listener: (value: T) => void) => () => void;

export interface LatestOptions<T> {
  readonly subscribe: Subscribe<void>;
  readonly read: () => T;
  readonly signal: AbortSignal;
  /** At least this long between two frames; what changes in between is in the next frame. */
  readonly minIntervalMs: number;
}

/** The state now, then again after it changed. A slow reader skips states, never sees an old one late. */
export async function* latest<T>({ subscribe, read, signal, minIntervalMs }: LatestOptions<T>): AsyncGenerator<T> {
  const wake = new Wake(signal);
  const unsubscribe = subscribe(() => wake.set());
  try {
    while (!signal.aborted) {
      wake.clear();
      yield read();
      await pause(minIntervalMs, signal);
      await wake.wait();
    }
  } finally {
    unsubscribe();
  }
}

/** Every value in order, none skipped, begun with `first` read in the same instant as the subscription. */
export async function* everything<T>(subscribe: Subscribe<T>, first: () => readonly T[], signal: AbortSignal): AsyncGenerator<T> {
  const wake = new Wake(signal);
  const queue: T[] = [...first()];
  const unsubscribe = subscribe((value) => {
    queue.push(value);
    wake.set();
  });
  try {
    while (!signal.aborted) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) yield next;
      wake.clear();
      await wake.wait();
    }
  } finally {
    unsubscribe();
  }
}

/** The state at a steady pace, for figures that always move. */
export async function* every<T>(intervalMs: number, read: () => T | Promise<T>, signal: AbortSignal): AsyncGenerator<T> {
  while (!signal.aborted) {
    yield await read();
    await pause(intervalMs, signal);
  }
}

/** What work tells on its way, in order, and its answer last. A reader that leaves ends the work. */
export async function* during<T>(work: (tell: (value: T) => void, signal: AbortSignal) => Promise<T>, caller: AbortSignal): AsyncGenerator<T> {
  const left = new AbortController();
  const signal = AbortSignal.any([caller, left.signal]);
  const wake = new Wake(signal);
  const queue: T[] = [];
  const tell = (value: T) => {
    queue.push(value);
    wake.set();
  };
  let ended = false;
  const answer = work(tell, signal).finally(() => {
    ended = true;
    wake.set();
  });
  // Whoever reads gets the failure below; a reader that has left gets none.
  answer.catch(() => undefined);
  try {
    while (!ended) {
      await wake.wait();
      wake.clear();
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) yield next;
    }
    yield await answer;
  } finally {
    left.abort();
  }
}

/** A flag that can be waited for; an abort sets it for good. */
export class Wake {
  #set = false;
  #resolve: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.set(), { once: true });
  }

  set(): void {
    this.#set = true;
    this.#resolve?.();
    this.#resolve = undefined;
  }

  clear(): void {
    this.#set = false;
  }

  wait(): Promise<void> {
    return this.#set ? Promise.resolve() : new Promise((resolve) => (this.#resolve = resolve));
  }
}
