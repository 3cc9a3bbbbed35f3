/** What the streaming evaluator drives: one rule or calc on one asset, with the state of its slots and timers. */
import type { Slot } from "../../ir.ts";
import type { HeldFor, SavedHeldFor } from "./HeldFor.ts";
import { SlotState, type SavedSlot } from "./SlotState.ts";

/** What an instance has to say, in the order of time. */
export type AlarmTransition =
  /** `values`: what the message shows, part by part; NaN where there is nothing to show or it is unknown. */
  | { readonly kind: "raised"; readonly id: string; readonly atUs: number; readonly values: readonly number[] }
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
  readonly slots: readonly SavedSlot[];
  readonly timers: readonly SavedHeldFor[];
  readonly own: Readonly<Record<string, number | boolean | null>>;
}

export abstract class Instance {
  readonly id: string;
  readonly slots: readonly SlotState[];
  protected readonly timers: HeldFor[] = [];
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
    for (const timer of this.timers) if (timer.dueUs < dueUs) dueUs = timer.dueUs;
    for (const slot of this.slots) {
      const staleUs = slot.dueUs(tUs);
      if (staleUs < dueUs) dueUs = staleUs;
    }
    return dueUs;
  }

  protected abstract saveOwn(): Readonly<Record<string, number | boolean | null>>;
  protected abstract restoreOwn(own: Readonly<Record<string, number | boolean | null>>): void;

  save(): SavedInstance {
    return { id: this.id, originUs: this.originUs ?? null, slots: this.slots.map((slot) => slot.save()), timers: this.timers.map((timer) => timer.save()), own: this.saveOwn() };
  }

  restore(saved: SavedInstance): void {
    this.originUs = saved.originUs ?? undefined;
    this.slots.forEach((slot, index) => {
      const state = saved.slots[index];
      if (state) slot.restore(state);
    });
    this.timers.forEach((timer, index) => {
      const state = saved.timers[index];
      if (state) timer.restore(state);
    });
    this.restoreOwn(saved.own);
  }
}
