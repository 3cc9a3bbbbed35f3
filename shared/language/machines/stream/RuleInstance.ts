/** One rule on one asset, live: raises and clears its alarm and says when it cannot decide. */
import type { RuleProgram } from "../../ir.ts";
import { truthAt, type TruthAt } from "./expression.ts";
import { Instance, type StreamSink } from "./Instance.ts";
import { negated, TRUE, UNKNOWN } from "./truth.ts";

export class RuleInstance extends Instance {
  readonly program: RuleProgram;
  readonly #when: TruthAt;
  readonly #clear: TruthAt | undefined;
  #active = false;
  #blindSinceUs: number | undefined;
  #blindTold = false;

  constructor(program: RuleProgram) {
    super(program.id, program.slots);
    this.program = program;
    this.#when = truthAt(program.when, this.slots, this.timers);
    this.#clear = program.clear && truthAt(program.clear, this.slots, this.timers);
  }

  get isActive(): boolean {
    return this.#active;
  }

  override evaluate(tUs: number, sink: StreamSink): void {
    const when = this.#when(tUs);
    const clear = this.#clear === undefined ? negated(when) : this.#clear(tUs);
    if (this.originUs === undefined) return;
    if (!this.#active && when === TRUE) {
      this.#active = true;
      sink.alarm({ kind: "raised", id: this.id, atUs: tUs });
    } else if (this.#active && clear === TRUE && when !== TRUE) {
      this.#active = false;
      sink.alarm({ kind: "cleared", id: this.id, atUs: tUs });
    }
    if ((this.#active ? clear : when) !== UNKNOWN) return this.#decided(tUs, sink);
    const sinceUs = (this.#blindSinceUs ??= tUs);
    if (this.#blindTold || tUs < sinceUs + this.program.unknownAfterUs) return;
    this.#blindTold = true;
    const slots = this.slots.flatMap((slot, index) => (slot.isKnown(tUs) ? [] : [index]));
    sink.alarm({ kind: "cannot-decide", id: this.id, atUs: tUs, sinceUs, slots });
  }

  #decided(tUs: number, sink: StreamSink): void {
    this.#blindSinceUs = undefined;
    if (!this.#blindTold) return;
    this.#blindTold = false;
    sink.alarm({ kind: "can-decide", id: this.id, atUs: tUs });
  }

  override dueUs(tUs: number): number {
    const dueUs = super.dueUs(tUs);
    return this.#blindSinceUs === undefined || this.#blindTold ? dueUs : Math.min(dueUs, this.#blindSinceUs + this.program.unknownAfterUs);
  }

  protected override saveOwn(): Readonly<Record<string, number | boolean | null>> {
    return { active: this.#active, blindSinceUs: this.#blindSinceUs ?? null, blindTold: this.#blindTold };
  }

  protected override restoreOwn(own: Readonly<Record<string, number | boolean | null>>): void {
    this.#active = own["active"] === true;
    this.#blindSinceUs = typeof own["blindSinceUs"] === "number" ? own["blindSinceUs"] : undefined;
    this.#blindTold = own["blindTold"] === true;
  }
}
