/** Tells when events follow each other so closely, so many in a row, that time does not move on any more (Zeno). */

const MAX_CROWDED = 100;
const CROWDED_US = 1;

export class EventCrowd {
  #lastUs = -Infinity;
  #crowded = 0;

  /** After each instant with an event. */
  isEndless(tUs: number): boolean {
    this.#crowded = tUs - this.#lastUs < CROWDED_US ? this.#crowded + 1 : 0;
    this.#lastUs = tUs;
    return this.#crowded > MAX_CROWDED;
  }
}
