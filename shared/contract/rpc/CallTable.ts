/** The client's open calls on one channel: matches what arrives with who waits for it, and rejects all when it closes. */
import type { Channel } from "../channel.ts";
import type { CallOptions } from "../define.ts";
import { TwinError } from "../errors.ts";
import { readServerMessage, type ClientMessage, type ServerMessage } from "./message.ts";
import { RemoteStream } from "./RemoteStream.ts";

interface Pending {
  take(message: ServerMessage): void;
  fail(error: TwinError): void;
}

const cancelled = (): TwinError => new TwinError("cancelled", "Cancelled.");
const closed = (): TwinError => new TwinError("closed", "The connection to the engine is closed.");

export class CallTable {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #closeListeners = new Set<() => void>();
  #nextId = 1;
  #closed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((data) => {
      const message = readServerMessage(data);
      if (message !== undefined) this.#pending.get(message.id)?.take(message);
    });
    channel.onClose(() => this.#onClose());
  }

  request(service: string, method: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#open(
        (release) => ({
          take(message) {
            if (message.kind === "progress") return options.onProgress?.(message.progress);
            release();
            if (message.kind === "fail") return reject(TwinError.fromData(message.error));
            return message.kind === "answer" ? resolve(message.value) : undefined;
          },
          fail(error) {
            release();
            reject(error);
          },
        }),
        options.signal,
      );
      if (id !== undefined) this.#send(id, { kind: "call", id, service, method, input });
    });
  }

  /** Asks for nothing until the first `next()`. */
  stream(service: string, method: string, input: unknown, options: CallOptions = {}): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => this.#iterate(service, method, input, options) };
  }

  onClose(listener: () => void): () => void {
    if (this.#closed) {
      listener();
      return () => {};
    }
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  close(): void {
    this.#channel.close();
    this.#onClose();
  }

  #iterate(service: string, method: string, input: unknown, options: CallOptions): RemoteStream {
    let id: number | undefined;
    let release = (): void => {};
    const stream: RemoteStream = new RemoteStream(
      () => {
        if (id !== undefined) return this.#send(id, { kind: "take", id });
        id = this.#open((done) => {
          release = done;
          return {
            take(message) {
              if (message.kind === "frame") return stream.deliver(message.value);
              if (message.kind === "progress") return options.onProgress?.(message.progress);
              done();
              return message.kind === "fail" ? stream.fail(TwinError.fromData(message.error)) : stream.finish();
            },
            fail(error) {
              done();
              stream.fail(error);
            },
          };
        }, options.signal);
        if (id !== undefined) this.#send(id, { kind: "call", id, service, method, input });
        return undefined;
      },
      () => {
        release();
        if (id !== undefined && !this.#closed) this.#trySend({ kind: "cancel", id });
      },
    );
    return stream;
  }

  /** Enters a call and ties it to its signal. Undefined when it failed before it began (and has been told so). */
  #open(make: (release: () => void) => Pending, signal: AbortSignal | undefined): number | undefined {
    const id = this.#nextId;
    this.#nextId += 1;
    const onAbort = (): void => {
      if (!this.#closed) this.#trySend({ kind: "cancel", id });
      pending.fail(cancelled());
    };
    const pending = make(() => {
      this.#pending.delete(id);
      signal?.removeEventListener("abort", onAbort);
    });
    if (signal?.aborted === true || this.#closed) {
      pending.fail(this.#closed ? closed() : cancelled());
      return undefined;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#pending.set(id, pending);
    return id;
  }

  /** A message that cannot be sent (too large, not data) fails its own call, not the others. */
  #send(id: number, message: ClientMessage): void {
    const error = this.#trySend(message);
    if (error !== undefined) this.#pending.get(id)?.fail(error);
  }

  #trySend(message: ClientMessage): TwinError | undefined {
    try {
      this.#channel.send(message);
      return undefined;
    } catch (error) {
      return TwinError.from(error);
    }
  }

  #onClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const pending of [...this.#pending.values()]) pending.fail(closed());
    for (const listener of [...this.#closeListeners]) listener();
    this.#closeListeners.clear();
  }
}
