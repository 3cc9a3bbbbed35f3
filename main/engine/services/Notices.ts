/** Plain-words notes that belong to no panel. The last ones are kept for windows that open later. */
import type { Notice } from "../../../shared/contract/engine.ts";
import type { Clock } from "../../../shared/time/time.ts";

const KEPT = 50;

export class Notices {
  readonly #clock: Clock;
  readonly #recent: Notice[] = [];
  readonly #listeners = new Set<(notice: Notice) => void>();

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  get recent(): readonly Notice[] {
    return this.#recent;
  }

  add(severity: Notice["severity"], message: string): void {
    const notice: Notice = { atUs: this.#clock(), severity, message };
    this.#recent.push(notice);
    if (this.#recent.length > KEPT) this.#recent.shift();
    for (const listener of [...this.#listeners]) listener(notice);
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
