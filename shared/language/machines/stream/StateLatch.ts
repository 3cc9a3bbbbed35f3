/** The operational state that a rule reads: one alarm latch for each contender, and which of the active ones counts. */
import type { StateContender } from "../../ir.ts";
import type { Part, StateReader, StateWriter } from "./state.ts";
import { negated, TRUE, type Truth } from "./truth.ts";

export class StateLatch implements Part {
  readonly #contenders: readonly Pick<StateContender, "member" | "rank">[];
  readonly #fallback: number;
  /** Since when each is active; NaN while it is not. */
  readonly #sinceUs: number[];
  readonly dueUs = Infinity;

  constructor(contenders: readonly Pick<StateContender, "member" | "rank">[], fallback: number) {
    this.#contenders = contenders;
    this.#fallback = fallback;
    this.#sinceUs = contenders.map(() => NaN);
  }

  tell(index: number, tUs: number, when: Truth, clear: Truth = negated(when)): void {
    const active = !Number.isNaN(this.#sinceUs[index]);
    if (!active && when === TRUE) this.#sinceUs[index] = tUs;
    else if (active && clear === TRUE && when !== TRUE) this.#sinceUs[index] = NaN;
  }

  /** Index of the state, when all contenders have been told of this instant. */
  get member(): number {
    let best: Pick<StateContender, "member" | "rank"> | undefined;
    let bestSinceUs = NaN;
    this.#contenders.forEach((contender, index) => {
      const sinceUs = this.#sinceUs[index] ?? NaN;
      if (Number.isNaN(sinceUs)) return;
      if (best !== undefined && (contender.rank < best.rank || (contender.rank === best.rank && sinceUs <= bestSinceUs))) return;
      best = contender;
      bestSinceUs = sinceUs;
    });
    return best?.member ?? this.#fallback;
  }

  save(to: StateWriter): void {
    for (const sinceUs of this.#sinceUs) to.number(sinceUs);
  }

  restore(from: StateReader): void {
    for (const index of this.#sinceUs.keys()) this.#sinceUs[index] = from.number();
  }
}
