/** The clock of one `every`: the whole multiples of its period since 1970 UTC, from the first sample on. */
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Ticker implements Part {
  readonly #periodUs: number;
  #isRunning = false;
  /** The last instant that was one of its ticks. */
  tickUs = NaN;
  dueUs = Infinity;

  constructor(periodUs: number) {
    this.#periodUs = periodUs;
  }

  /** Brings it to t, before anything inside is asked. `hasSample`: one of its signals has had a sample. */
  advance(tUs: number, hasSample: boolean): void {
    this.#isRunning ||= hasSample;
    if (!this.#isRunning) return;
    const sinceUs = ((tUs % this.#periodUs) + this.#periodUs) % this.#periodUs;
    if (sinceUs === 0) this.tickUs = tUs;
    this.dueUs = tUs - sinceUs + this.#periodUs;
  }

  save(to: StateWriter): void {
    to.boolean(this.#isRunning);
    to.number(this.dueUs);
  }

  restore(from: StateReader): void {
    this.#isRunning = from.boolean();
    this.dueUs = from.number();
  }
}
