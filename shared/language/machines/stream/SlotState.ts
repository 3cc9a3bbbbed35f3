/** The present of one signal as one program sees it: its held value, until when it counts as known, and when it was last seen. */
import type { Slot } from "../../ir.ts";
import { countsAsKnown } from "../input.ts";
import type { StateReader, StateWriter } from "./state.ts";

export class SlotState {
  readonly slot: Slot;
  /** Its program must be told of every sample, those that change nothing too. */
  tellsAll = false;
  /** The shortest time after which its program asks whether it was seen: then confirmations count even where the value cannot go stale. */
  #watchUs = Infinity;
  /** The held number; NaN where there is none or it does not count as known. Staleness is not in it. */
  #value = NaN;
  #text: string | undefined;
  #known = false;
  /** Stamp of the last sample applied. */
  sampleUs = -Infinity;
  #freshUntilUs = -Infinity;
  readonly #ageUs: number;
  /** The last instant at which something came or its being known changed. */
  #instantUs = NaN;
  /** The last sample is still held: no gap has begun since. */
  #held = false;
  /** The last sample was known by itself. */
  #lastKnown = false;
  #confirmedUntilUs = -Infinity;
  /** The last instants at which a sample, and a known one, was seen before the held one. */
  #seenUs = -Infinity;
  #knownSeenUs = -Infinity;

  constructor(slot: Slot) {
    this.slot = slot;
    this.#ageUs = slot.staleAfterUs ?? Infinity;
  }

  /** Returns whether the signal's value or its being known may have changed at t. */
  sample(tUs: number, value: number, status: number, flags: number, text: string | undefined): boolean {
    if (tUs > this.sampleUs) this.#close(tUs);
    const known = countsAsKnown(this.slot, value, status, flags, text);
    const same = known === this.#known && (!known || (this.slot.dataType === "text" ? text === this.#text : value === this.#value)) && tUs < this.#freshUntilUs;
    this.#known = known;
    this.#value = known && this.slot.dataType !== "text" ? value : NaN;
    this.#text = known ? text : undefined;
    this.sampleUs = tUs;
    this.#freshUntilUs = Math.max(this.#freshUntilUs, tUs + this.#ageUs);
    this.#instantUs = tUs;
    this.#held = true;
    this.#lastKnown = known;
    return !same || this.tellsAll;
  }

  /** A gap begins at t. */
  gap(tUs: number): boolean {
    this.#close(tUs);
    this.#held = false;
    const changed = this.#known;
    if (changed && tUs <= this.#freshUntilUs) this.#instantUs = tUs;
    this.#known = false;
    this.#value = NaN;
    this.#text = undefined;
    return changed || this.#watchUs < Infinity;
  }

  /** The held value is confirmed at t and on until `toUs`. */
  confirm(tUs: number, toUs: number): boolean {
    const revived = tUs >= this.#freshUntilUs;
    const wasStale = tUs > this.#freshUntilUs;
    this.#freshUntilUs = Math.max(this.#freshUntilUs, toUs + this.#ageUs);
    this.#confirmedUntilUs = Math.max(this.#confirmedUntilUs, toUs);
    if (wasStale && this.#known && tUs < this.#freshUntilUs) this.#instantUs = tUs;
    return (revived && this.#known) || this.#watchUs < Infinity;
  }

  /** What was seen of the held value up to before t. */
  #close(tUs: number): void {
    if (!this.#held) return;
    const lastUs = Math.max(this.sampleUs, Math.min(this.#confirmedUntilUs, tUs - 1));
    this.#seenUs = Math.max(this.#seenUs, lastUs);
    if (this.#lastKnown) this.#knownSeenUs = Math.max(this.#knownSeenUs, lastUs);
  }

  /** Up to when a sample, or a known one, is seen as things stand, counting how far the held value is confirmed. */
  seenUntilUs(known: boolean): number {
    const beforeUs = known ? this.#knownSeenUs : this.#seenUs;
    return this.#held && (this.#lastKnown || !known) ? Math.max(beforeUs, this.sampleUs, this.#confirmedUntilUs) : beforeUs;
  }

  /** The last sample was unknown by itself, or there has been none. */
  get isBad(): boolean {
    return !this.#lastKnown;
  }

  /** Whether t is an instant of the signal: a sample, or where it became known or unknown. */
  isInstant(tUs: number): boolean {
    return this.#instantUs === tUs || (this.#known && this.#freshUntilUs === tUs);
  }

  /** Whether it matters when the held value was confirmed. */
  get countsConfirmations(): boolean {
    return this.#watchUs < Infinity || this.slot.staleAfterUs !== undefined;
  }

  /** Its program asks whether it was seen within this time. */
  watch(durationUs: number): void {
    this.tellsAll = true;
    this.#watchUs = Math.min(this.#watchUs, durationUs);
  }

  /** Whether at t it has been silent for so long that a confirmation from before would have made a difference. */
  hasLapsed(tUs: number): boolean {
    return tUs >= this.#freshUntilUs || tUs >= this.seenUntilUs(true) + this.#watchUs;
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

  save(to: StateWriter): void {
    for (const value of [this.#value, this.sampleUs, this.#freshUntilUs, this.#confirmedUntilUs, this.#seenUs, this.#knownSeenUs]) to.number(value);
    for (const flag of [this.#known, this.#held, this.#lastKnown, this.#text !== undefined]) to.boolean(flag);
    to.text(this.#text ?? "");
  }

  restore(from: StateReader): void {
    this.#value = from.number();
    this.sampleUs = from.number();
    this.#freshUntilUs = from.number();
    this.#confirmedUntilUs = from.number();
    this.#seenUs = from.number();
    this.#knownSeenUs = from.number();
    this.#known = from.boolean();
    this.#held = from.boolean();
    this.#lastKnown = from.boolean();
    const hasText = from.boolean();
    const text = from.text();
    this.#text = hasText ? text : undefined;
  }
}
