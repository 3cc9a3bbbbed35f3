/**
 * A source's clock against ours, from the stamps of its samples: of those of the last seconds the one that looks least
 * delayed. Delay makes stamps look older, never newer, so this errs by the shortest delay only.
 */
import { SKEW_WINDOW_US } from "./limits.ts";

export class SkewMeter {
  #bestUs = Number.NaN;
  #previousUs = Number.NaN;
  #sinceUs = Number.NEGATIVE_INFINITY;

  take(tUs: Float64Array, receivedUs: number): void {
    if (receivedUs - this.#sinceUs > SKEW_WINDOW_US) {
      this.#previousUs = this.#bestUs;
      this.#bestUs = Number.NaN;
      this.#sinceUs = receivedUs;
    }
    for (let i = 0; i < tUs.length; i++) {
      const aheadUs = (tUs[i] as number) - receivedUs; // in range
      if (!(aheadUs <= this.#bestUs)) this.#bestUs = aheadUs;
    }
  }

  /** Source minus ours in µs; undefined before the first sample. */
  get skewUs(): number | undefined {
    const us = Number.isNaN(this.#previousUs) ? this.#bestUs : Math.max(this.#previousUs, Number.isNaN(this.#bestUs) ? this.#previousUs : this.#bestUs);
    return Number.isNaN(us) ? undefined : us;
  }
}
