/** What a live run says of itself while it goes on: how far each of its uses is, how far off, and whether it drifts. */
import { z } from "zod";
import { request, stream } from "./define.ts";
import type { StartState } from "./whatIf.ts";

/** `starting`: it follows the past to have its states. `waiting`: an input has no known value now. */
export type LiveState = "starting" | "running" | "waiting" | "stopped";

/** The calibration whose values a use has, and how far off it was. */
export interface CalibratedBand {
  /** Root mean square over the spans that were held out, in the signal's unit. */
  readonly rmse: number;
  /** Of the calibration. */
  readonly run: string;
  readonly madeUs: number;
}

/** `unknown`: too few samples within the last hour. */
export type DriftState = "within" | "drifting" | "unknown" | "no-band";

/** A compared output of a use. */
export interface LiveComparison {
  readonly signal: string;
  /** Of a difference. */
  readonly unit: string;
  /** Measured minus model at the newest sample that was compared. */
  readonly residual?: number;
  readonly residualUs?: number;
  /** Root mean square of the residual over the last hour; absent with too few samples. */
  readonly rms?: number;
  readonly samples: number;
  readonly band?: CalibratedBand;
  readonly drift: DriftState;
  /** Since when the drift is as it is. */
  readonly sinceUs?: number;
  /** Why there is no band, in plain words. */
  readonly why?: string;
}

/** A use on an asset. */
export interface LiveUse {
  readonly use: string;
  readonly assetId: string;
  /** The text it stands in. */
  readonly file: string;
  readonly state: LiveState;
  /** Why it waits or has stopped, in plain words. */
  readonly reason?: string;
  /** Signals that are waited for. */
  readonly waitsFor?: readonly string[];
  /** Up to here it is computed. */
  readonly untilUs?: number;
  /** Where it joined the plant last, and the states it began with. */
  readonly joinedUs?: number;
  readonly start?: readonly StartState[];
  /** Why the past could not be followed, so that it began with its own start values where nothing is measured. */
  readonly unfollowed?: string;
  /** Values, corrections and gaps that came after their instant was computed; from `fromUs` on a simulation would differ. */
  readonly late: number;
  readonly lateFromUs?: number;
  readonly compared: readonly LiveComparison[];
}

export interface LiveRun {
  readonly run: string;
  readonly use: string;
  readonly uses: readonly LiveUse[];
}

export const liveRunsService = {
  /** All that run along with the plant now, about once a second. */
  watch: stream<LiveRun[]>()(z.object({})),
  /** Begins a live run again from the measured state: for one that has stopped. Throws `not-found` where it is not live. */
  restart: request<void>()(z.object({ run: z.string() })),
};
