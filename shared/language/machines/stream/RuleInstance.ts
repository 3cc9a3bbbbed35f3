/** One rule on one asset, live: raises and clears its alarm and says when it cannot decide. */
import type { RuleProgram } from "../../ir.ts";
import { numberAt, truthAt, type NumberAt, type TruthAt } from "./expression.ts";
import { Instance, type StreamSink } from "./Instance.ts";
import { negated, TRUE, UNKNOWN } from "./truth.ts";

export class RuleInstance extends Instance {
  readonly program: RuleProgram;
  readonly #when: TruthAt;
  readonly #clear: TruthAt | undefined;
  readonly #message: readonly NumberAt[];
  #active = false;
  #blindSinceUs: number | undefined;
  #blindTold = false;

  constructor(program: RuleProgram) {
    super(program.id, program.slots);
    this.program = program;
    this.#when = truthAt(program.when, this.slots, this.timers);
    this.#clear = program.clear && truthAt(program.clear, this.slots, this.timers);
    this.#message = program.message.map((part) => ("value" in part ? numberAt(part.value, this.slots) : () => NaN));
  }

  /** The values in the rule's message at t, part by part; NaN for text and for what is unknown. */
  messageValues(tUs: number): number[] {
    return this.#message.map((value) => value(tUs));
  }

  /** Signals that are unknown at t, by slot. */
  unknownSlots(tUs: number): number[] {
    return this.slots.flatMap((slot, index) => (slot.isKnown(tUs) ? [] : [index]));
  }

  /**
   * Takes over where a run from the first sample of history would stand at t: whether the alarm is active, and since when
   * its condition has been unknown. What the slots and timers hold must have been brought to t before.
   */
  assume(state: { readonly active: boolean; readonly blindSinceUs: number | undefined }, tUs: number): void {
    this.#active = state.active;
    this.#blindSinceUs = state.blindSinceUs;
    this.#blindTold = state.blindSinceUs !== undefined && state.blindSinceUs + this.program.unknownAfterUs <= tUs;
  }

  override evaluate(tUs: number, sink: StreamSink): void {
    const when = this.#when(tUs);
    const clear = this.#clear === undefined ? negated(when) : this.#clear(tUs);
    if (this.originUs === undefined) return;
    if (!this.#active && when === TRUE) {
      this.#active = true;
      sink.alarm({ kind: "raised", id: this.id, atUs: tUs, values: this.messageValues(tUs) });
    } else if (this.#active && clear === TRUE && when !== TRUE) {
      this.#active = false;
      sink.alarm({ kind: "cleared", id: this.id, atUs: tUs });
    }
    if ((this.#active ? clear : when) !== UNKNOWN) return this.#decided(tUs, sink);
    const sinceUs = (this.#blindSinceUs ??= tUs);
    if (this.#blindTold || tUs < sinceUs + this.program.unknownAfterUs) return;
    this.#blindTold = true;
    sink.alarm({ kind: "cannot-decide", id: this.id, atUs: tUs, sinceUs, slots: this.unknownSlots(tUs) });
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
