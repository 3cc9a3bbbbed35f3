/** The state of one `count`: the instants of the events in (t − W, t]. */
import type { Coverage } from "../../ir.ts";
import { ChangeQueue } from "./ChangeQueue.ts";
import { isUndecided, type Happening, happens } from "./happening.ts";
import { KnownShare } from "./KnownShare.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class WindowCount implements Part {
  readonly #windowUs: number;
  readonly #share: KnownShare;
  readonly #times = new ChangeQueue();

  constructor(coverage: Coverage) {
    this.#windowUs = coverage.windowUs;
    this.#share = new KnownShare(coverage);
  }

  get dueUs(): number {
    return Math.min(this.#share.dueUs, this.#times.length > 0 ? this.#times.timeAt(0) + this.#windowUs : Infinity);
  }

  at(tUs: number, e: Happening): number {
    this.#share.advance(tUs, !isUndecided(e));
    if (happens(e)) this.#times.push(tUs, 0);
    while (this.#times.length > 0 && this.#times.timeAt(0) <= tUs - this.#windowUs) this.#times.shift();
    return this.#share.isSufficient ? this.#times.length : NaN;
  }

  save(to: StateWriter): void {
    this.#share.save(to);
    this.#times.save(to);
  }

  restore(from: StateReader): void {
    this.#share.restore(from);
    this.#times.restore(from);
  }
}
