/** The state of one `delta`: the operand's changes of one window, to know what it was W ago. */
import { ChangeQueue } from "./ChangeQueue.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Lag implements Part {
  readonly #windowUs: number;
  /** The first one at or before t − W. */
  readonly #changes = new ChangeQueue();
  #value = NaN;
  #hasBegun = false;
  dueUs = Infinity;
  movedUs = NaN;

  constructor(windowUs: number) {
    this.#windowUs = windowUs;
  }

  /** x(t) − x(t − W) at the last instant of x, or where it has settled since. */
  at(tUs: number, x: number, moved: boolean): number {
    if (this.#hasBegun && !moved && tUs !== this.dueUs) return this.#value;
    this.dueUs = moved ? tUs + this.#windowUs : Infinity;
    this.#hasBegun = true;
    const changes = this.#changes;
    const now = changes.length > 0 ? changes.valueAt(changes.length - 1) : NaN;
    if (changes.length === 0 || (x !== now && (x === x || now === now))) changes.push(tUs, x);
    while (changes.length > 1 && changes.timeAt(1) <= tUs - this.#windowUs) changes.shift();
    const change = x - changes.valueAt(0);
    this.#value = Number.isFinite(change) ? change : NaN;
    if (tUs > -Infinity) this.movedUs = tUs;
    return this.#value;
  }

  save(to: StateWriter): void {
    this.#changes.save(to);
    to.number(this.#value);
    to.number(this.dueUs);
    to.boolean(this.#hasBegun);
  }

  restore(from: StateReader): void {
    this.#changes.restore(from);
    this.#value = from.number();
    this.dueUs = from.number();
    this.#hasBegun = from.boolean();
  }
}
