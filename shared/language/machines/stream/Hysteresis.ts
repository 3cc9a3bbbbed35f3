/** The state of one `x > a hysteresis h`: on which side of the band it was last. */
import type { Part, StateReader, StateWriter } from "./state.ts";
import { FALSE, TRUE, truthFrom, UNKNOWN, type Truth } from "./truth.ts";

export class Hysteresis implements Part {
  readonly #upward: boolean;
  readonly #included: boolean;
  #side: Truth = UNKNOWN;
  readonly dueUs = Infinity;

  constructor(kind: "<" | "<=" | ">" | ">=") {
    this.#upward = kind === ">" || kind === ">=";
    this.#included = kind === ">=" || kind === "<=";
  }

  at(x: number, a: number, h: number): Truth {
    const other = this.#upward ? a - h : a + h;
    if (x !== x || other - other !== 0) return UNKNOWN;
    const on = this.#upward ? x > a : x < a;
    if (on || (this.#included && x === a)) this.#side = TRUE;
    else {
      const off = this.#upward ? x < other : x > other;
      if (off || (!this.#included && x === other)) this.#side = FALSE;
    }
    return this.#side;
  }

  save(to: StateWriter): void {
    to.number(this.#side);
  }

  restore(from: StateReader): void {
    this.#side = truthFrom(from.number());
  }
}
