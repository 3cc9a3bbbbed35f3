/** The states of the events that look at two others: `e then f within d` and `e without f within d`. */
import { ChangeQueue } from "./ChangeQueue.ts";
import { happening, happens, isUndecided, type Happening } from "./happening.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Then implements Part {
  readonly #durationUs: number;
  #lastUs = -Infinity;
  readonly dueUs = Infinity;

  constructor(durationUs: number) {
    this.#durationUs = durationUs;
  }

  at(tUs: number, e: Happening, f: Happening): Happening {
    // An e of this very instant is not before f.
    const found = happens(f) && this.#lastUs >= tUs - this.#durationUs;
    if (happens(e)) this.#lastUs = tUs;
    return happening(found, isUndecided(e) || isUndecided(f));
  }

  save(to: StateWriter): void {
    to.number(this.#lastUs);
  }

  restore(from: StateReader): void {
    this.#lastUs = from.number();
  }
}

export class Without implements Part {
  readonly #durationUs: number;
  /** The e that may still turn out to be without f. */
  readonly #pending = new ChangeQueue();
  /** f could not be decided up to the present instant. */
  #wasUndecided = false;

  constructor(durationUs: number) {
    this.#durationUs = durationUs;
  }

  get dueUs(): number {
    return this.#pending.length > 0 ? this.#pending.timeAt(0) + this.#durationUs : Infinity;
  }

  at(tUs: number, e: Happening, f: Happening): Happening {
    // Undecided up to now means undecided at t − 1, which is after every s < t − 1.
    if (this.#wasUndecided) this.#forget(tUs - 1);
    this.#wasUndecided = isUndecided(f);
    if (this.#wasUndecided || happens(f)) this.#forget(tUs);
    const found = this.dueUs === tUs;
    if (found) this.#pending.shift();
    if (happens(e)) this.#pending.push(tUs, 0);
    return happening(found, isUndecided(e) || isUndecided(f));
  }

  /** Those before t are not without f, or nobody can know. */
  #forget(tUs: number): void {
    while (this.#pending.length > 0 && this.#pending.timeAt(0) < tUs) this.#pending.shift();
  }

  save(to: StateWriter): void {
    this.#pending.save(to);
    to.boolean(this.#wasUndecided);
  }

  restore(from: StateReader): void {
    this.#pending.restore(from);
    this.#wasUndecided = from.boolean();
  }
}
