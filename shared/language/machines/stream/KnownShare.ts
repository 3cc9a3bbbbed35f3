/** How much of a trailing window is known, in whole µs, and when that will next fall below or reach what is asked for. */
import type { Coverage } from "../../ir.ts";
import { ChangeQueue } from "./ChangeQueue.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class KnownShare implements Part {
  readonly #windowUs: number;
  readonly #neededUs: number;
  /** Closed known stretches inside the window, as [time, value). */
  readonly #runs = new ChangeQueue();
  #closedUs = 0;
  #known = false;
  /** Since when it has been known, if it is. */
  #sinceUs = -Infinity;
  /** Known µs of [t − W, t), t the last instant asked for. */
  knownUs = 0;
  isSufficient = false;
  dueUs = Infinity;

  constructor({ windowUs, knownUs }: Coverage) {
    this.#windowUs = windowUs;
    this.#neededUs = knownUs;
    this.isSufficient = knownUs <= 0;
  }

  /** Brings it to t, from which on the operand is known or not. To be told every instant at which that changes, and `dueUs`. */
  advance(tUs: number, known: boolean): void {
    const lowUs = tUs - this.#windowUs;
    this.#forget(lowUs);
    const changed = known !== this.#known;
    if (changed && this.#known) {
      const fromUs = Math.max(this.#sinceUs, lowUs);
      this.#runs.push(fromUs, tUs);
      this.#closedUs += tUs - fromUs;
    } else if (changed) this.#sinceUs = tUs;
    this.#known = known;
    const openUs = !known ? 0 : this.#sinceUs === -Infinity ? this.#windowUs : Math.min(this.#windowUs, tUs - this.#sinceUs);
    this.knownUs = this.#closedUs + openUs;
    this.isSufficient = this.knownUs >= this.#neededUs;
    if (changed) this.dueUs = known ? this.#reachesUs(tUs) : this.#fallsUs();
    else if (this.dueUs <= tUs) this.dueUs = Infinity;
  }

  #forget(lowUs: number): void {
    const runs = this.#runs;
    while (runs.length > 0) {
      const fromUs = runs.timeAt(0);
      const toUs = runs.valueAt(0);
      if (toUs > lowUs) {
        if (fromUs >= lowUs) return;
        this.#closedUs -= lowUs - fromUs;
        runs.moveFirstTo(lowUs);
        return;
      }
      this.#closedUs -= toUs - fromUs;
      runs.shift();
    }
  }

  /** While it stays known the share grows wherever something unknown leaves the window. */
  #reachesUs(tUs: number): number {
    let wantedUs = this.#neededUs - this.knownUs;
    if (wantedUs <= 0) return Infinity;
    let atUs = tUs - this.#windowUs;
    for (let run = 0; run < this.#runs.length; run++) {
      const unknownUs = this.#runs.timeAt(run) - atUs;
      if (unknownUs >= wantedUs) break;
      wantedUs -= unknownUs;
      atUs = this.#runs.valueAt(run);
    }
    return atUs + wantedUs + this.#windowUs;
  }

  /** While it stays unknown the share shrinks wherever something known leaves the window. */
  #fallsUs(): number {
    if (!this.isSufficient || this.#neededUs <= 0) return Infinity;
    let lostUs = this.knownUs - this.#neededUs + 1;
    for (let run = 0; run < this.#runs.length; run++) {
      const fromUs = this.#runs.timeAt(run);
      const lengthUs = this.#runs.valueAt(run) - fromUs;
      if (lengthUs >= lostUs) return fromUs + lostUs + this.#windowUs;
      lostUs -= lengthUs;
    }
    return Infinity;
  }

  save(to: StateWriter): void {
    this.#runs.save(to);
    for (const value of [this.#closedUs, this.#sinceUs, this.knownUs, this.dueUs]) to.number(value);
    to.boolean(this.#known);
  }

  restore(from: StateReader): void {
    this.#runs.restore(from);
    this.#closedUs = from.number();
    this.#sinceUs = from.number();
    this.knownUs = from.number();
    this.dueUs = from.number();
    this.#known = from.boolean();
    this.isSufficient = this.knownUs >= this.#neededUs;
  }
}
