/**
 * Keeps what a source tells in its order while something must be made ready first (the ids of its new series). Values that
 * wait are held in memory, so only so many may; everything else is little and always waits.
 */
import { WAITING_VALUES } from "./limits.ts";

export class SourceOrder {
  #preparing: Promise<void> | undefined;
  readonly #tasks: (() => void)[] = [];
  #values = 0;

  /** What comes from now on waits for this work, which must not reject. */
  prepare(work: Promise<void>): void {
    const before = this.#preparing;
    const preparing: Promise<void> = (before ? before.then(() => work) : work).then(() => {
      if (this.#preparing !== preparing) return;
      this.#preparing = undefined;
      this.#values = 0;
      for (const task of this.#tasks.splice(0)) task();
    });
    this.#preparing = preparing;
  }

  /** Resolves when nothing waits. */
  get ready(): Promise<void> {
    return this.#preparing ?? Promise.resolve();
  }

  /** Runs the task now or in its turn. False: it holds values and too many wait already, it will not run. */
  run(task: () => void, values = 0): boolean {
    if (!this.#preparing) {
      task();
      return true;
    }
    if (values > 0 && this.#values >= WAITING_VALUES) return false;
    this.#values += values;
    this.#tasks.push(task);
    return true;
  }
}
