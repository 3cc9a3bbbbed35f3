/**
 * How far a compared output is off over the last hour, against what it was off by when it was calibrated. An hour holds the
 * swings of a shift's work and forgets them soon; twice the error of the held-out spans is where a fit would not be called a
 * calibration any more (docs/calibration.md), and the way back has to be halfway, so that it does not flicker.
 */
import type { CalibratedBand, DriftState } from "../../../shared/contract/liveRuns.ts";
import { US_PER_HOUR, US_PER_MIN } from "../../../shared/time/time.ts";
import type { KeptDrift } from "../simulation/index.ts";

/** A minute each, so that memory is bounded whatever the rate of samples. */
const BUCKET_US = US_PER_MIN;
const WINDOW_US = US_PER_HOUR;
/** Fewer minutes with a sample in them say nothing. */
const LEAST_BUCKETS = 10;
const DRIFTS_ABOVE = 2;
const RETURNS_BELOW = 1.5;

export class Drift {
  #buckets: KeptDrift["buckets"][number][];
  #state: DriftState;
  #sinceUs: number | undefined;

  constructor(saved?: KeptDrift) {
    this.#buckets = [...(saved?.buckets ?? [])];
    this.#state = saved?.state ?? "unknown";
    this.#sinceUs = saved?.sinceUs;
  }

  get state(): DriftState {
    return this.#state;
  }

  get sinceUs(): number | undefined {
    return this.#sinceUs;
  }

  get samples(): number {
    return this.#buckets.reduce((sum, { samples }) => sum + samples, 0);
  }

  /** Over the last hour; undefined with too few samples. */
  get rms(): number | undefined {
    if (this.#buckets.length < LEAST_BUCKETS) return undefined;
    return Math.sqrt(this.#buckets.reduce((sum, { squares }) => sum + squares, 0) / this.samples);
  }

  /** To be kept for the next sitting. */
  get kept(): KeptDrift {
    return { buckets: this.#buckets, state: this.#state, ...(this.#sinceUs !== undefined && { sinceUs: this.#sinceUs }) };
  }

  /** Residuals of so many samples up to an instant, their root mean square. Whether the state has changed. */
  add(untilUs: number, { rmse, samples }: { readonly rmse: number; readonly samples: number }, band: CalibratedBand | undefined): boolean {
    const tUs = Math.floor((untilUs - 1) / BUCKET_US) * BUCKET_US;
    const last = this.#buckets.at(-1);
    if (samples > 0) {
      const squares = rmse ** 2 * samples;
      if (last?.tUs === tUs) this.#buckets[this.#buckets.length - 1] = { tUs, squares: last.squares + squares, samples: last.samples + samples };
      else this.#buckets.push({ tUs, squares, samples });
    }
    const old = this.#buckets.findIndex((bucket) => bucket.tUs > tUs - WINDOW_US);
    this.#buckets.splice(0, old < 0 ? this.#buckets.length : old);
    const state = this.#stateWith(band);
    if (state === this.#state) return false;
    this.#state = state;
    this.#sinceUs = untilUs;
    return true;
  }

  #stateWith(band: CalibratedBand | undefined): DriftState {
    if (!band) return "no-band";
    const { rms } = this;
    if (rms === undefined) return "unknown";
    return rms > band.rmse * (this.#state === "drifting" ? RETURNS_BELOW : DRIFTS_ABOVE) ? "drifting" : "within";
  }
}
