/** The state of one running total: an exact sum since its last beginning. */
import { ExactSum } from "../../../math/ExactSum.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Total implements Part {
  readonly #sum = new ExactSum();
  #now = NaN;
  #isRunning = false;
  /** Up to where it has been summed. */
  #untilUs = -Infinity;
  #value = NaN;
  readonly dueUs = Infinity;
  movedUs = NaN;

  /** `begins`: it starts from zero at t. `starts`: it starts at t unless it runs already. */
  at(tUs: number, x: number, moved: boolean, begins: boolean, starts: boolean): number {
    if (starts && !this.#isRunning) {
      this.#isRunning = true;
      this.#untilUs = tUs;
      this.#now = x;
    }
    if (!moved) return this.#value;
    if (begins) {
      this.#sum.clear();
      this.#isRunning = true;
    } else if (this.#isRunning && this.#now === this.#now && tUs > this.#untilUs) this.#sum.add(this.#now, tUs - this.#untilUs);
    this.#untilUs = tUs;
    this.#now = x;
    const value = this.#isRunning ? this.#sum.dividedBy(US_PER_S) : NaN;
    this.#value = Number.isFinite(value) ? value : NaN;
    if (tUs > -Infinity) this.movedUs = tUs;
    return this.#value;
  }

  save(to: StateWriter): void {
    const [mantissa, exponent] = this.#sum.save();
    to.text(mantissa);
    for (const value of [exponent, this.#now, this.#untilUs, this.#value]) to.number(value);
    to.boolean(this.#isRunning);
  }

  restore(from: StateReader): void {
    this.#sum.restore([from.text(), from.number()]);
    this.#now = from.number();
    this.#untilUs = from.number();
    this.#value = from.number();
    this.#isRunning = from.boolean();
  }
}
