/** The state of one `p for d [tolerate g]`: when p was last false and since when it has been true. */
import type { Part, StateReader, StateWriter } from "./state.ts";
import { FALSE, TRUE, truthFrom, UNKNOWN, type Truth } from "./truth.ts";

export class HeldFor implements Part {
  readonly #durationUs: number;
  readonly #tolerateUs: number;
  #raw: Truth = UNKNOWN;
  /** The condition with tolerance applied. */
  #p: Truth = UNKNOWN;
  #falseEndUs = -Infinity;
  #trueSinceUs = Infinity;
  /** Start of an unknown stretch that followed true; Infinity if the present one did not. */
  #unknownSinceUs = Infinity;
  /** The next instant at which the answer may change without a change of p. */
  dueUs = Infinity;

  constructor(durationUs: number, tolerateUs = 0) {
    this.#durationUs = durationUs;
    this.#tolerateUs = tolerateUs;
  }

  /** The answer at t, given p's value from t on. To be asked at every instant at which p changes and at `dueUs`, in order of time. */
  at(tUs: number, raw: Truth): Truth {
    if (raw === UNKNOWN) {
      if (this.#raw === TRUE) this.#unknownSinceUs = tUs;
    } else this.#unknownSinceUs = Infinity;
    const toleratedUntilUs = this.#unknownSinceUs === Infinity ? -Infinity : this.#unknownSinceUs + this.#tolerateUs;
    const p = raw === UNKNOWN && tUs < toleratedUntilUs ? TRUE : raw;
    if (this.#p === FALSE && p !== FALSE) this.#falseEndUs = tUs;
    if (p !== TRUE) this.#trueSinceUs = Infinity;
    else if (this.#p !== TRUE) this.#trueSinceUs = tUs;
    this.#raw = raw;
    this.#p = p;

    const freeUs = this.#falseEndUs + this.#durationUs;
    const firesUs = this.#trueSinceUs + this.#durationUs;
    this.dueUs = Math.min(freeUs > tUs ? freeUs : Infinity, firesUs > tUs ? firesUs : Infinity, toleratedUntilUs > tUs ? toleratedUntilUs : Infinity);
    if (p === FALSE || tUs < freeUs) return FALSE;
    return p === TRUE && firesUs <= tUs ? TRUE : UNKNOWN;
  }

  save(to: StateWriter): void {
    for (const value of [this.#raw, this.#p, this.#falseEndUs, this.#trueSinceUs, this.#unknownSinceUs, this.dueUs]) to.number(value);
  }

  restore(from: StateReader): void {
    this.#raw = truthFrom(from.number());
    this.#p = truthFrom(from.number());
    this.#falseEndUs = from.number();
    this.#trueSinceUs = from.number();
    this.#unknownSinceUs = from.number();
    this.dueUs = from.number();
  }
}
