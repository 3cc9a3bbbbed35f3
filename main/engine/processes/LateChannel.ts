/** A channel that can be spoken into before its port has arrived; what is sent waits for it. */
import type { Channel } from "../../../shared/contract/channel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { Listeners } from "../../../shared/contract/rpc/index.ts";

export class LateChannel implements Channel {
  readonly #listeners = new Listeners();
  readonly #waiting: unknown[] = [];
  #inner: Channel | undefined;

  /** The port arrived. One that comes after the channel was closed is closed too. */
  attach(inner: Channel): void {
    if (this.#listeners.closed) return inner.close();
    this.#inner = inner;
    inner.onMessage((message) => this.#listeners.message(message));
    inner.onClose(() => this.#listeners.close());
    for (const message of this.#waiting.splice(0)) inner.send(message);
    return undefined;
  }

  send(message: unknown): void {
    if (this.#listeners.closed) throw new TwinError("closed", "The other process has ended.");
    if (this.#inner === undefined) this.#waiting.push(message);
    else this.#inner.send(message);
  }

  onMessage(listener: (message: unknown) => void): () => void {
    return this.#listeners.onMessage(listener);
  }

  onClose(listener: () => void): () => void {
    return this.#listeners.onClose(listener);
  }

  close(): void {
    this.#inner?.close();
    this.#listeners.close();
  }
}
