/** The listeners of one channel, the same for all transports: messages until it closes, and the close exactly once. */
export class Listeners {
  readonly #message = new Set<(message: unknown) => void>();
  readonly #close = new Set<() => void>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.#message.add(listener);
    return () => this.#message.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#close.add(listener);
    return () => this.#close.delete(listener);
  }

  message(message: unknown): void {
    if (this.#closed) return;
    for (const listener of [...this.#message]) listener(message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of [...this.#close]) listener();
  }
}
