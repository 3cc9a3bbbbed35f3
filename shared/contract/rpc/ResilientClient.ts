/**
 * A client that outlives its connections: dials, and dials again when one is lost. Says how it stands; whoever holds a
 * stream opens it again when a new connection is there (`state.epoch` tells one from the next).
 *
 * Requests made while it dials wait for the connection. Requests under way when it is lost are rejected with `closed`
 * and never repeated by themselves: the engine may have done them.
 */
import type { Channel } from "../channel.ts";
import type { CallOptions } from "../define.ts";
import { TwinError } from "../errors.ts";
import { CallTable } from "./CallTable.ts";
import { clientOf } from "./client.ts";
import type { AnyContract, ClientOf } from "./shape.ts";

export type LinkState =
  | { readonly kind: "connecting"; readonly epoch: number }
  /** Each connection has its own epoch, counted from 1. */
  | { readonly kind: "open"; readonly epoch: number }
  | { readonly kind: "lost"; readonly epoch: number; readonly attempt: number; readonly error: TwinError }
  | { readonly kind: "closed"; readonly epoch: number };

export interface ResilientOptions<C> {
  readonly contract: C;
  /** Makes one connection, or rejects. Gives up when `signal` aborts. */
  readonly dial: (signal: AbortSignal) => Promise<Channel>;
  /** Pauses before each new attempt; the last one repeats. */
  readonly pausesMs?: readonly number[];
}

/** First again at once (a restarted engine is often already there), then calmer, never more than 5 s. */
const PAUSES_MS = [100, 250, 500, 1_000, 2_000, 5_000] as const;

export class ResilientClient<C extends AnyContract> {
  readonly client: ClientOf<C>;
  readonly #dial: ResilientOptions<C>["dial"];
  readonly #pausesMs: readonly number[];
  readonly #listeners = new Set<(state: LinkState) => void>();
  readonly #life = new AbortController();
  #state: LinkState = { kind: "connecting", epoch: 0 };
  #calls: CallTable | undefined;
  #wake: () => void = () => {};

  constructor({ contract, dial, pausesMs = PAUSES_MS }: ResilientOptions<C>) {
    this.#dial = dial;
    this.#pausesMs = pausesMs;
    this.client = clientOf(contract, {
      request: async (service, method, input, options) => (await this.#opened(options?.signal)).request(service, method, input, options),
      stream: (service, method, input, options) => this.#stream(service, method, input, options),
    });
    void this.#run();
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Called on every change of state, not with the present one. */
  subscribe(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Dials now instead of after the pause. */
  retryNow(): void {
    this.#wake();
  }

  close(): void {
    if (this.#state.kind === "closed") return;
    this.#set({ kind: "closed", epoch: this.#state.epoch });
    this.#life.abort();
    this.#calls?.close();
    this.#wake();
  }

  async #run(): Promise<void> {
    for (let attempt = 0; !this.#life.signal.aborted; ) {
      try {
        const channel = await this.#dial(this.#life.signal);
        if (this.#life.signal.aborted) return channel.close();
        attempt = 0;
        await this.#use(new CallTable(channel));
        if (this.#life.signal.aborted) return undefined;
        this.#set({ kind: "lost", epoch: this.#state.epoch, attempt, error: new TwinError("closed", "The connection to the engine was lost.") });
      } catch (error) {
        if (this.#life.signal.aborted) return undefined;
        this.#set({ kind: "lost", epoch: this.#state.epoch, attempt, error: TwinError.from(error) });
      }
      await this.#pause(this.#pausesMs[Math.min(attempt, this.#pausesMs.length - 1)] ?? 0);
      attempt += 1;
    }
    return undefined;
  }

  /** Until this connection closes. */
  #use(calls: CallTable): Promise<void> {
    return new Promise((resolve) => {
      this.#calls = calls;
      calls.onClose(() => {
        this.#calls = undefined;
        resolve();
      });
      this.#set({ kind: "open", epoch: this.#state.epoch + 1 });
    });
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #opened(signal: AbortSignal | undefined): Promise<CallTable> {
    if (this.#calls !== undefined) return Promise.resolve(this.#calls);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        const ended = this.#state.kind === "closed" || signal?.aborted === true;
        if (this.#calls === undefined && !ended) return;
        stop();
        signal?.removeEventListener("abort", settle);
        if (signal?.aborted === true) reject(new TwinError("cancelled", "Cancelled."));
        else if (this.#calls === undefined) reject(new TwinError("closed", "The connection to the engine is closed."));
        else resolve(this.#calls);
      };
      const stop = this.subscribe(settle);
      signal?.addEventListener("abort", settle, { once: true });
      settle();
    });
  }

  async *#stream(service: string, method: string, input: unknown, options: CallOptions | undefined): AsyncGenerator<unknown, void> {
    const calls = await this.#opened(options?.signal);
    yield* calls.stream(service, method, input, options);
  }

  #set(state: LinkState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
