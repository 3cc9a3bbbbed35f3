/** What the streaming evaluator drives: one rule or calc on one asset, with the state of its slots and timers. */
import type { ShownValue, Slot } from "../../ir.ts";
import { SlotState } from "./SlotState.ts";
import { StateReader, StateWriter, type Part, type SavedState } from "./state.ts";

/** What an instance has to say, in the order of time. */
export type AlarmTransition =
  /** `values`: what the message shows, part by part; NaN where there is nothing to show or it is unknown. */
  | { readonly kind: "raised"; readonly id: string; readonly atUs: number; readonly values: readonly ShownValue[] }
  | { readonly kind: "cleared"; readonly id: string; readonly atUs: number }
  /** `sinceUs`: when the condition became unknown. `slots`: which signals were unknown then. */
  | { readonly kind: "cannot-decide"; readonly id: string; readonly atUs: number; readonly sinceUs: number; readonly slots: readonly number[] }
  | { readonly kind: "can-decide"; readonly id: string; readonly atUs: number };

export interface StreamSink {
  alarm(transition: AlarmTransition): void;
  /** A calc's value from t on; NaN where it is unknown. */
  calc(id: string, tUs: number, value: number): void;
}

/** The whole state of an instance as plain data: it survives JSON. */
export interface SavedInstance {
  readonly id: string;
  readonly originUs: number | null;
  /** Slots, then parts, then what is its own. */
  readonly state: SavedState;
}

export abstract class Instance {
  readonly id: string;
  readonly slots: readonly SlotState[];
  /** What remembers in its expressions, in their order. */
  protected readonly parts: Part[] = [];
  /** Where its run began: its signals' first sample, or when it was told to begin. */
  originUs: number | undefined;
  /** The earliest instant for which the evaluator has it in its calendar. */
  scheduledUs = Infinity;
  /** The instant for which it stands in the evaluator's list of changed instances. */
  dirtyUs = NaN;

  constructor(id: string, slots: readonly Slot[]) {
    this.id = id;
    this.slots = slots.map((slot) => new SlotState(slot));
  }

  /** Brings the answer to t, telling the sink what changed. Called once per instant, in order of time. */
  abstract evaluate(tUs: number, sink: StreamSink): void;

  /** The next instant at which something falls due after t. */
  dueUs(tUs: number): number {
    let dueUs = Infinity;
    for (const part of this.parts) {
      const partUs = part.dueUs;
      if (partUs < dueUs) dueUs = partUs;
    }
    for (const slot of this.slots) {
      const staleUs = slot.dueUs(tUs);
      if (staleUs < dueUs) dueUs = staleUs;
    }
    return dueUs;
  }

  protected abstract saveOwn(to: StateWriter): void;
  protected abstract restoreOwn(from: StateReader): void;

  save(): SavedInstance {
    const to = new StateWriter();
    for (const slot of this.slots) slot.save(to);
    for (const part of this.parts) part.save(to);
    this.saveOwn(to);
    return { id: this.id, originUs: this.originUs ?? null, state: to.values };
  }

  restore(saved: SavedInstance): void {
    const from = new StateReader(saved.state);
    this.originUs = saved.originUs ?? undefined;
    for (const slot of this.slots) slot.restore(from);
    for (const part of this.parts) part.restore(from);
    this.restoreOwn(from);
  }
}
