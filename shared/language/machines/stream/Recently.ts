/** The state of one `e within d`: the last event, and until when it could not be decided. */
import { happens, isUndecided, type Happening } from "./happening.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";
import { FALSE, TRUE, UNKNOWN, type Truth } from "./truth.ts";

export class Recently implements Part {
  readonly #durationUs: number;
  #lastUs = -Infinity;
  #wasUndecided = false;
  /** The last whole µs at which it was undecided, once it is decided again. */
  #undecidedUs = -Infinity;
  dueUs = Infinity;

  constructor(durationUs: number) {
    this.#durationUs = durationUs;
  }

  at(tUs: number, e: Happening): Truth {
    if (happens(e)) this.#lastUs = tUs;
    if (this.#wasUndecided && !isUndecided(e)) this.#undecidedUs = tUs - 1;
    this.#wasUndecided = isUndecided(e);
    const endUs = this.#lastUs + this.#durationUs;
    const unsureUntilUs = this.#undecidedUs + this.#durationUs;
    this.dueUs = Math.min(endUs > tUs ? endUs : Infinity, unsureUntilUs > tUs ? unsureUntilUs : Infinity);
    if (tUs < endUs) return TRUE;
    return this.#wasUndecided || tUs < unsureUntilUs ? UNKNOWN : FALSE;
  }

  save(to: StateWriter): void {
    for (const value of [this.#lastUs, this.#undecidedUs, this.dueUs]) to.number(value);
    to.boolean(this.#wasUndecided);
  }

  restore(from: StateReader): void {
    this.#lastUs = from.number();
    this.#undecidedUs = from.number();
    this.dueUs = from.number();
    this.#wasUndecided = from.boolean();
  }
}
