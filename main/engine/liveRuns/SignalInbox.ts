/**
 * Samples of one signal on their way to a live system: they wait here until their instant is final. What comes after its
 * instant was taken counts from then on where it is the newest, never in its place.
 */
import type { InputSeries } from "../simulation/index.ts";

export class SignalInbox {
  #tUs: number[] = [];
  #value: number[] = [];
  #takenUs = -Infinity;
  /** Stamp and value of the newest sample at or before what was taken. */
  #heldUs = -Infinity;
  #held = NaN;

  /** NaN where the signal is unknown now. */
  get held(): number {
    return this.#held;
  }

  /** Up to where lines between samples are known when everything up to an instant is final: the newest sample, or all where that is unknown. */
  lineUntilUs(finalUs: number): number {
    let newestUs = this.#heldUs;
    let newest = this.#held;
    this.#tUs.forEach((tUs, row) => {
      if (tUs > finalUs || tUs < newestUs) return;
      newestUs = tUs;
      newest = this.#value[row] ?? NaN;
    });
    return Number.isNaN(newest) ? finalUs : newestUs;
  }

  /** NaN for an unknown one. Whether it came too late to count at its instant, while a known value was held there. */
  offer(tUs: number, value: number): boolean {
    if (tUs > this.#takenUs) {
      this.#push(tUs, value);
      return false;
    }
    if (tUs === this.#heldUs && Object.is(value, this.#held)) return false;
    const wasKnown = !Number.isNaN(this.#held);
    if (tUs > this.#heldUs) this.#holdFromNow(tUs, value);
    return wasKnown;
  }

  /** The signal is unknown from here until its next sample. As `offer`. */
  break(fromUs: number): boolean {
    if (fromUs > this.#takenUs) return this.offer(fromUs, NaN);
    if (this.#heldUs > fromUs || Number.isNaN(this.#held)) return false;
    this.#holdFromNow(this.#heldUs, NaN);
    return true;
  }

  /** What was read of the past up to an instant stands in place of what came up to it meanwhile. */
  begin(past: InputSeries | undefined, atUs: number): void {
    this.take(atUs);
    const row = past?.tUs.findLastIndex((tUs) => tUs <= atUs) ?? -1;
    this.#heldUs = past?.tUs[row] ?? -Infinity;
    this.#held = past?.value[row] ?? NaN;
  }

  /** What is final up to an instant and was not taken yet, in order of time; the last that came of each stamp. */
  take(untilUs: number): InputSeries {
    const nowUs = this.#takenUs + 1;
    const final = [...this.#tUs.keys()].filter((row) => (this.#tUs[row] ?? Infinity) <= untilUs).sort((a, b) => (this.#tUs[a] ?? 0) - (this.#tUs[b] ?? 0));
    const taken = final.filter((row, place) => this.#tUs[row] !== this.#tUs[final[place + 1] ?? -1]);
    const series = { tUs: Float64Array.from(taken, (row) => this.#tUs[row] ?? NaN), value: Float64Array.from(taken, (row) => this.#value[row] ?? NaN) };
    const rest = [...this.#tUs.keys()].filter((row) => (this.#tUs[row] ?? Infinity) > untilUs);
    this.#tUs = rest.map((row) => this.#tUs[row] ?? NaN);
    this.#value = rest.map((row) => this.#value[row] ?? NaN);
    this.#takenUs = Math.max(this.#takenUs, untilUs);
    const lastUs = series.tUs.at(-1);
    // What came late is known by its own stamp already.
    if (lastUs !== undefined && lastUs !== nowUs) this.#heldUs = lastUs;
    this.#held = series.value.at(-1) ?? this.#held;
    return series;
  }

  #holdFromNow(stampUs: number, value: number): void {
    this.#heldUs = stampUs;
    this.#held = value;
    this.#push(this.#takenUs + 1, value);
  }

  #push(tUs: number, value: number): void {
    this.#tUs.push(tUs);
    this.#value.push(value);
  }
}
