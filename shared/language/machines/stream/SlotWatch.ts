/** The timer of one `stale` or `missing`: no sample, or no known one, in (t − d, t]. */
import type { SlotState } from "./SlotState.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";
import { FALSE, TRUE, type Truth } from "./truth.ts";

export class SlotWatch implements Part {
  readonly #slot: SlotState;
  readonly #known: boolean;
  readonly #durationUs: number;
  #askedUs = -Infinity;

  constructor(slot: SlotState, known: boolean, durationUs: number) {
    this.#slot = slot;
    this.#known = known;
    this.#durationUs = durationUs;
  }

  /** Moves on as samples come, without being asked: an early wake-up finds that nothing is due. */
  get dueUs(): number {
    const lapsesUs = this.#slot.seenUntilUs(this.#known) + this.#durationUs;
    return lapsesUs > this.#askedUs ? lapsesUs : Infinity;
  }

  at(tUs: number): Truth {
    this.#askedUs = tUs;
    return tUs < this.#slot.seenUntilUs(this.#known) + this.#durationUs ? FALSE : TRUE;
  }

  save(to: StateWriter): void {
    to.number(this.#askedUs);
  }

  restore(from: StateReader): void {
    this.#askedUs = from.number();
  }
}
