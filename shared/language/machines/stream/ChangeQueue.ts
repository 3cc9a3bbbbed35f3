/** A queue of (instant, value) in one growing ring, side by side because both are read together: the changes inside a window. */
import type { StateReader, StateWriter } from "./state.ts";

const FIRST_CAPACITY = 4;

export class ChangeQueue {
  length = 0;
  #head = 0;
  /** Capacities are powers of two: an index is wrapped by a mask. */
  #mask = FIRST_CAPACITY - 1;
  /** Instants at even places, each with its value after it. */
  #entries = new Float64Array(2 * FIRST_CAPACITY);

  timeAt(index: number): number {
    return this.#entries[2 * ((this.#head + index) & this.#mask)] ?? NaN;
  }

  valueAt(index: number): number {
    return this.#entries[2 * ((this.#head + index) & this.#mask) + 1] ?? NaN;
  }

  push(time: number, value: number): void {
    if (this.length > this.#mask) this.#grow();
    const at = 2 * ((this.#head + this.length++) & this.#mask);
    this.#entries[at] = time;
    this.#entries[at + 1] = value;
  }

  /** Forgets the first entry. */
  shift(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.length--;
  }

  /** Forgets the last entry. */
  pop(): void {
    this.length--;
  }

  clear(): void {
    this.length = 0;
  }

  moveFirstTo(time: number): void {
    this.#entries[2 * this.#head] = time;
  }

  save(to: StateWriter): void {
    to.number(this.length);
    for (let index = 0; index < this.length; index++) {
      to.number(this.timeAt(index));
      to.number(this.valueAt(index));
    }
  }

  restore(from: StateReader): void {
    this.clear();
    for (let rest = from.number(); rest > 0; rest--) this.push(from.number(), from.number());
  }

  #grow(): void {
    const capacity = 2 * (this.#mask + 1);
    const entries = new Float64Array(2 * capacity);
    for (let index = 0; index < this.length; index++) {
      entries[2 * index] = this.timeAt(index);
      entries[2 * index + 1] = this.valueAt(index);
    }
    this.#entries = entries;
    this.#head = 0;
    this.#mask = capacity - 1;
  }
}
