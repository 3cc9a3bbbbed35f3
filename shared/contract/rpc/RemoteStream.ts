/** The consumer's end of a stream: each `next()` asks for one frame, so the producer never runs ahead of the consumer. */
import type { TwinError } from "../errors.ts";

interface Waiter {
  readonly resolve: (result: IteratorResult<unknown, undefined>) => void;
  readonly reject: (error: TwinError) => void;
}

type End = { readonly kind: "done" } | { readonly kind: "failed"; readonly error: TwinError };

export class RemoteStream implements AsyncIterator<unknown, undefined> {
  readonly #waiters: Waiter[] = [];
  readonly #ask: () => void;
  readonly #cancel: () => void;
  #end: End | undefined;

  /** `ask` sends for one frame; `cancel` tells the other side that nobody listens any more. */
  constructor(ask: () => void, cancel: () => void) {
    this.#ask = ask;
    this.#cancel = cancel;
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#end?.kind === "failed") {
      const { error } = this.#end;
      this.#end = { kind: "done" }; // a failure is told once, then the stream is over
      return Promise.reject(error);
    }
    if (this.#end !== undefined) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#ask();
    });
  }

  return(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#end === undefined) this.#cancel();
    this.finish();
    return Promise.resolve({ done: true, value: undefined });
  }

  deliver(value: unknown): void {
    this.#waiters.shift()?.resolve({ done: false, value });
  }

  finish(): void {
    this.#end ??= { kind: "done" };
    for (const waiter of this.#waiters.splice(0)) waiter.resolve({ done: true, value: undefined });
  }

  fail(error: TwinError): void {
    if (this.#end !== undefined) return;
    const [first, ...others] = this.#waiters.splice(0);
    this.#end = first === undefined ? { kind: "failed", error } : { kind: "done" };
    first?.reject(error);
    for (const waiter of others) waiter.resolve({ done: true, value: undefined });
  }
}
