/** One rule on one asset, live: raises and clears its alarm and says when it cannot decide. */
import type { MessagePart, NumberExpr, RuleProgram, ShownValue } from "../../ir.ts";
import { isTimed } from "../expressions.ts";
import { Assembly } from "./Assembly.ts";
import { Instance, type StreamSink } from "./Instance.ts";
import type { StateReader, StateWriter } from "./state.ts";
import { negated, TRUE, UNKNOWN, type Truth } from "./truth.ts";

export class RuleInstance extends Instance {
  readonly program: RuleProgram;
  readonly #when: (tUs: number) => Truth;
  readonly #clear: ((tUs: number) => Truth) | undefined;
  readonly #message: readonly ((tUs: number) => ShownValue)[];
  /** Values in the message that must be asked at every instant. */
  readonly #remembering: ((tUs: number) => void)[] = [];
  #active = false;
  #blindSinceUs: number | undefined;
  #blindTold = false;

  constructor(program: RuleProgram) {
    super(program.id, program.slots);
    this.program = program;
    const assembly = new Assembly(this.slots, this.parts);
    this.#when = assembly.truth(program.when).at;
    this.#clear = program.clear && assembly.truth(program.clear).at;
    this.#message = program.message.map((part) => this.#part(part, assembly));
  }

  #part(part: MessagePart, assembly: Assembly): (tUs: number) => ShownValue {
    if ("value" in part) return this.#shown(part.value, assembly);
    const slot = "textSlot" in part ? this.slots[part.textSlot] : undefined;
    return (tUs) => slot?.textAt(tUs) ?? NaN;
  }

  /** A value in the message. One that remembers is asked at every instant, so its last answer is what stands. */
  #shown(expr: NumberExpr, assembly: Assembly): (tUs: number) => number {
    const { at } = assembly.number(expr);
    if (!isTimed(expr)) return at;
    let value = NaN;
    this.#remembering.push((tUs) => void (value = at(tUs)));
    return () => value;
  }

  /** The values in the rule's message at t, part by part; NaN for letters and for what is unknown. */
  messageValues(tUs: number): ShownValue[] {
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

  /** Since when its condition has been unknown, if it is. */
  get blindSinceUs(): number | undefined {
    return this.#blindSinceUs;
  }

  /** What it was told before was unknown since an earlier instant still. */
  assumeBlindSince(sinceUs: number): void {
    if (this.#blindSinceUs !== undefined) this.#blindSinceUs = Math.min(this.#blindSinceUs, sinceUs);
  }

  override evaluate(tUs: number, sink: StreamSink): void {
    const when = this.#when(tUs);
    const clear = this.#clear === undefined ? negated(when) : this.#clear(tUs);
    for (const ask of this.#remembering) ask(tUs);
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

  protected override saveOwn(to: StateWriter): void {
    to.boolean(this.#active);
    to.boolean(this.#blindTold);
    to.number(this.#blindSinceUs ?? NaN);
  }

  protected override restoreOwn(from: StateReader): void {
    this.#active = from.boolean();
    this.#blindTold = from.boolean();
    const sinceUs = from.number();
    this.#blindSinceUs = Number.isNaN(sinceUs) ? undefined : sinceUs;
  }
}
