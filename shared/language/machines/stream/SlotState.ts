/** The present of one signal as one program sees it: its held value, and until when it counts as known. */
import type { Slot } from "../../ir.ts";
import { countsAsKnown } from "../input.ts";

/** Plain form; null stands for "never". */
export interface SavedSlot {
  readonly value: number | null;
  readonly text: string | null;
  readonly sampleUs: number | null;
  readonly freshUntilUs: number | null;
}

export class SlotState {
  readonly slot: Slot;
  /** The held number; NaN where there is none or it does not count as known. Staleness is not in it. */
  #value = NaN;
  #text: string | undefined;
  #known = false;
  /** Stamp of the last sample applied. */
  sampleUs = -Infinity;
  #freshUntilUs = -Infinity;
  readonly #ageUs: number;

  constructor(slot: Slot) {
    this.slot = slot;
    this.#ageUs = slot.staleAfterUs ?? Infinity;
  }

  /** Returns whether the signal's value or its being known may have changed at t. */
  sample(tUs: number, value: number, status: number, flags: number, text: string | undefined): boolean {
    const known = countsAsKnown(this.slot, value, status, flags, text);
    const same = known === this.#known && (!known || (this.slot.dataType === "text" ? text === this.#text : value === this.#value)) && tUs < this.#freshUntilUs;
    this.#known = known;
    this.#value = known && this.slot.dataType !== "text" ? value : NaN;
    this.#text = known ? text : undefined;
    this.sampleUs = tUs;
    this.#freshUntilUs = Math.max(this.#freshUntilUs, tUs + this.#ageUs);
    return !same;
  }

  /** A gap begins at t. */
  gap(): boolean {
    const changed = this.#known;
    this.#known = false;
    this.#value = NaN;
    this.#text = undefined;
    return changed;
  }

  /** The held value is confirmed at t and on until `toUs`. */
  confirm(tUs: number, toUs: number): boolean {
    const revived = tUs >= this.#freshUntilUs;
    this.#freshUntilUs = Math.max(this.#freshUntilUs, toUs + this.#ageUs);
    return revived && this.#known;
  }

  isFresh(tUs: number): boolean {
    return tUs < this.#freshUntilUs;
  }

  isKnown(tUs: number): boolean {
    return this.#known && tUs < this.#freshUntilUs;
  }

  /** The number at t, NaN if unknown. */
  numberAt(tUs: number): number {
    return tUs < this.#freshUntilUs ? this.#value : NaN;
  }

  textAt(tUs: number): string | undefined {
    return tUs < this.#freshUntilUs ? this.#text : undefined;
  }

  /** When the held value goes stale if nothing more comes; Infinity if it does not. */
  dueUs(tUs: number): number {
    return this.#known && this.#freshUntilUs > tUs ? this.#freshUntilUs : Infinity;
  }

  save(): SavedSlot {
    const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
    return { value: this.#known ? finite(this.#value) : null, text: this.#text ?? null, sampleUs: finite(this.sampleUs), freshUntilUs: finite(this.#freshUntilUs) };
  }

  restore(saved: SavedSlot): void {
    this.#value = saved.value ?? NaN;
    this.#text = saved.text ?? undefined;
    this.#known = saved.value !== null || saved.text !== null;
    this.sampleUs = saved.sampleUs ?? -Infinity;
    const never = this.#ageUs === Infinity && saved.sampleUs !== null ? Infinity : -Infinity;
    this.#freshUntilUs = saved.freshUntilUs ?? never;
  }
}
