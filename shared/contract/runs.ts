/** Simulations and the runs they leave. */
import { z } from "zod";
import type { CalibrationResult } from "./calibration.ts";
import { request, stream } from "./define.ts";

export interface ComparedSignal {
  readonly signal: string;
  /** Root mean square of measured minus simulated over the samples of the measured signal, in `unit` (a difference). */
  readonly rmse: number;
  readonly unit: string;
  readonly samples: number;
  readonly use: string;
}

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly kind: "simulation" | "calibration";
  readonly state: "queued" | "running" | "done" | "cancelled" | "failed";
  readonly startedUs: number;
  readonly finishedUs?: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly steps: number;
  /** Names of the uses solved, `MotorThermal`. */
  readonly uses: readonly string[];
  readonly compared: readonly ComparedSignal[];
  /** Signal ids that have a series in this run. */
  readonly signals: readonly string[];
  /** What a calibration that is done has found; its series are the model with these values. */
  readonly calibration?: CalibrationResult;
  /** Why it failed, in plain words. */
  readonly message?: string;
}

/** A use that can be run, as the text that is applied says. */
export interface UseInfo {
  readonly name: string;
  readonly model: string;
  readonly assetIds: readonly string[];
  readonly compared: readonly string[];
  readonly parameters: readonly UseParameter[];
}

/** A parameter of a use's model. */
export interface UseParameter {
  readonly name: string;
  readonly unit: string;
  /** Bounds that the model gives it. */
  readonly low?: number;
  readonly high?: number;
  /** Its value on each asset, in the order of `assetIds`. */
  readonly values: readonly number[];
}

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });

export const runsService = {
  watch: stream<Run[]>()(z.object({})),
  uses: request<{ uses: UseInfo[] }>()(z.object({})),
  /** Without `use` all uses are solved as one system. Returns when the run is stored; progress and cancel through the job too. */
  simulate: request<Run>()(z.object({ use: z.string().optional(), span: span.partial(), name: z.string().max(200).optional() })),
  rename: request<void>()(z.object({ run: z.string(), name: z.string().min(1).max(200) })),
  remove: request<void>()(z.object({ run: z.string() })),
};
