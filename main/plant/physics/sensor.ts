/** A transmitter between the plant and everyone who reads it, controllers included: true until it freezes, drifts or fails. */
export class Sensor {
  /** Added to the true value, in the signal's unit. */
  drift = 0;
  frozen = false;
  failed = false;
  #held = Number.NaN;

  /** What the transmitter shows for a true value; noise and resolution come later (`sampler.ts`). */
  measure(trueValue: number): number {
    if (!this.frozen || this.#held !== this.#held) this.#held = trueValue + this.drift;
    return this.#held;
  }
}
