/** A queue of (instant, value) in two growing rings: the changes inside a window. */
import type { StateReader, StateWriter } from "./state.ts";

const FIRST_CAPACITY = 4;

export class ChangeQueue {
  length = 0;
  #head = 0;
  /** Capacities are powers of two: an index is wrapped by a mask. */
  #mask = FIRST_CAPACITY - 1;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);

  timeAt(index: number): number {
    return this.#times[(this.#head + index) & this.#mask] ?? NaN;
  }

  valueAt(index: number): number {
    return this.#values[(this.#head + index) & this.#mask] ?? NaN;
  }

  push(time: number, value: number): void {
    if (this.length > this.#mask) this.#grow();
    const at = (this.#head + this.length++) & this.#mask;
    this.#times[at] = time;
    this.#values[at] = value;
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
    this.#times[this.#head] = time;
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
    const times = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    for (let index = 0; index < this.length; index++) {
      times[index] = this.timeAt(index);
      values[index] = this.valueAt(index);
    }
    this.#times = times;
    this.#values = values;
    this.#head = 0;
    this.#mask = capacity - 1;
  }
}
