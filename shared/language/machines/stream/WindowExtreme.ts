/** The state of one `lowest` or `highest`: of the values that ended inside the window only those that may still come to be the answer. */
import type { Coverage } from "../../ir.ts";
import { ChangeQueue } from "./ChangeQueue.ts";
import { KnownShare } from "./KnownShare.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class WindowExtreme implements Part {
  readonly #windowUs: number;
  /** 1 for the highest, −1 for the lowest: then everything is held negated. */
  readonly #sign: 1 | -1;
  readonly #share: KnownShare;
  /** (end, value), ends ascending and values descending. */
  readonly #ended = new ChangeQueue();
  #now = NaN;

  constructor(op: "lowest" | "highest", coverage: Coverage) {
    this.#sign = op === "highest" ? 1 : -1;
    this.#windowUs = coverage.windowUs;
    this.#share = new KnownShare(coverage);
  }

  get dueUs(): number {
    return Math.min(this.#share.dueUs, this.#ended.length > 0 ? this.#ended.timeAt(0) + this.#windowUs : Infinity);
  }

  at(tUs: number, x: number): number {
    this.#share.advance(tUs, x === x);
    const now = x * this.#sign;
    const ended = this.#ended;
    if (now !== this.#now && this.#now === this.#now) {
      while (ended.length > 0 && ended.valueAt(ended.length - 1) <= this.#now) ended.pop();
      ended.push(tUs, this.#now);
    }
    this.#now = now;
    while (ended.length > 0 && ended.timeAt(0) <= tUs - this.#windowUs) ended.shift();
    if (!this.#share.isSufficient) return NaN;
    if (ended.length === 0) return x;
    return (now >= ended.valueAt(0) ? now : ended.valueAt(0)) * this.#sign;
  }

  save(to: StateWriter): void {
    this.#share.save(to);
    this.#ended.save(to);
    to.number(this.#now);
  }

  restore(from: StateReader): void {
    this.#share.restore(from);
    this.#ended.restore(from);
    this.#now = from.number();
  }
}
