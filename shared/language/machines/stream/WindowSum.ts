/**
 * The state of one `avg`, `stddev` or `integral`: exact running sums over the window, to which each stretch is added once and
 * from which it is taken away once. Worked out at the operand's instants, where it has settled, and where coverage changes.
 */
import { ExactSum } from "../../../math/ExactSum.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { Coverage } from "../../ir.ts";
import { ChangeQueue } from "./ChangeQueue.ts";
import { KnownShare } from "./KnownShare.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class WindowSum implements Part {
  readonly #op: "avg" | "stddev" | "integral";
  readonly #windowUs: number;
  readonly #share: KnownShare;
  /** The operand's changes in [u − W, u], the first one at or before its beginning; u is `#untilUs`. */
  readonly #changes = new ChangeQueue();
  /** Over the known part of [u − W, u). */
  readonly #sum = new ExactSum();
  /** The same of the squares, where they are asked for. */
  readonly #squares: ExactSum | undefined;
  #untilUs = -Infinity;
  #now = NaN;
  #hasBegun = false;
  #settlesUs = Infinity;
  #value = NaN;
  /** The last instant at which it was worked out; −∞ is none. */
  movedUs = NaN;

  constructor(op: "avg" | "stddev" | "integral", coverage: Coverage) {
    this.#op = op;
    this.#windowUs = coverage.windowUs;
    this.#share = new KnownShare(coverage);
    if (op === "stddev") this.#squares = new ExactSum();
  }

  get dueUs(): number {
    return Math.min(this.#settlesUs, this.#share.dueUs);
  }

  /** The answer at t, given the operand's value from t on and whether t is one of its instants. */
  at(tUs: number, x: number, moved: boolean): number {
    const wasSufficient = this.#share.isSufficient;
    this.#share.advance(tUs, x === x);
    if (this.#hasBegun && !moved && tUs !== this.#settlesUs && wasSufficient === this.#share.isSufficient) return this.#value;
    if (moved) this.#settlesUs = tUs + this.#windowUs;
    else if (tUs === this.#settlesUs) this.#settlesUs = Infinity;
    this.#advance(tUs);
    this.#change(tUs, x);
    this.#hasBegun = true;
    this.#value = this.#share.isSufficient ? this.#workOut() : NaN;
    if (tUs > -Infinity) this.movedUs = tUs;
    return this.#value;
  }

  #workOut(): number {
    const { knownUs } = this.#share;
    if (this.#op !== "integral" && knownUs === 0) return NaN;
    const value = this.#squares ? this.#deviation(this.#squares) : this.#sum.dividedBy(this.#op === "avg" ? knownUs : US_PER_S);
    return Number.isFinite(value) ? value : NaN;
  }

  /** Where the window holds one value only, there is none: a constant's squares cancel to nothing, which only BigInts can tell. */
  #deviation(squares: ExactSum): number {
    return this.#changes.length === 1 ? 0 : ExactSum.deviation(squares, this.#sum, this.#share.knownUs);
  }

  #advance(tUs: number): void {
    const fromUs = tUs - this.#windowUs;
    // Nothing is held before −∞ but the first value: as if it had been there for a whole window.
    if (fromUs >= this.#untilUs) {
      while (this.#changes.length > 1) this.#changes.shift();
      this.#sum.clear();
      this.#squares?.clear();
      this.#count(this.#now, this.#windowUs);
    } else {
      this.#forget(fromUs);
      this.#count(this.#now, tUs - this.#untilUs);
    }
    this.#untilUs = tUs;
  }

  #forget(fromUs: number): void {
    let atUs = this.#untilUs - this.#windowUs;
    while (atUs < fromUs) {
      const endUs = this.#changes.length > 1 ? this.#changes.timeAt(1) : Infinity;
      const stopUs = Math.min(endUs, fromUs);
      this.#count(this.#changes.valueAt(0), atUs - stopUs);
      atUs = stopUs;
      if (stopUs === endUs) this.#changes.shift();
    }
  }

  #change(tUs: number, x: number): void {
    if (this.#hasBegun && (x === this.#now || (x !== x && this.#now !== this.#now))) return;
    this.#changes.push(tUs, x);
    this.#now = x;
    if (tUs === -Infinity) this.#count(x, this.#windowUs);
  }

  #count(x: number, lengthUs: number): void {
    if (x !== x) return;
    this.#sum.add(x, lengthUs);
    this.#squares?.addSquare(x, lengthUs);
  }

  save(to: StateWriter): void {
    this.#share.save(to);
    this.#changes.save(to);
    for (const value of [this.#untilUs, this.#now, this.#settlesUs, this.#value]) to.number(value);
    to.boolean(this.#hasBegun);
  }

  restore(from: StateReader): void {
    this.#share.restore(from);
    this.#changes.restore(from);
    this.#untilUs = from.number();
    this.#now = from.number();
    this.#settlesUs = from.number();
    this.#value = from.number();
    this.#hasBegun = from.boolean();
    this.#recount();
  }

  /** Exact sums do not depend on how they came about. */
  #recount(): void {
    this.#sum.clear();
    this.#squares?.clear();
    if (this.#untilUs === -Infinity) return this.#count(this.#now, this.#windowUs);
    for (let index = 0; index < this.#changes.length; index++) {
      const fromUs = Math.max(this.#changes.timeAt(index), this.#untilUs - this.#windowUs);
      const toUs = index + 1 < this.#changes.length ? this.#changes.timeAt(index + 1) : this.#untilUs;
      this.#count(this.#changes.valueAt(index), toUs - fromUs);
    }
  }
}
