/** When an answer last changed, for what is worked out at its instants. */
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Turns implements Part {
  #last = NaN;
  movedUs = NaN;
  readonly dueUs = Infinity;

  /** Takes note of the answer at t and returns it. */
  note<T extends number>(tUs: number, value: T): T {
    if (value !== this.#last && (value === value || this.#last === this.#last)) {
      this.#last = value;
      if (tUs > -Infinity) this.movedUs = tUs;
    }
    return value;
  }

  save(to: StateWriter): void {
    to.number(this.#last);
  }

  restore(from: StateReader): void {
    this.#last = from.number();
  }
}
