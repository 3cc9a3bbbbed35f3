/** Simulations and the runs they leave. */
import { z } from "zod";
import type { CalibrationResult } from "./calibration.ts";
import { request, stream } from "./define.ts";
import { forecastRequest, type Forecast } from "./forecasts.ts";
import type { Optimisation } from "./optimisation.ts";
import { bandRun, type Study, type StudyKind } from "./studies.ts";
import type { UsePreview } from "./usePreviews.ts";
import { whatIfRequest, type MadeChange, type WhatIf } from "./whatIf.ts";

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
  readonly kind: "simulation" | "live" | "calibration" | "what-if" | "forecast" | "optimisation" | StudyKind;
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
  readonly whatIf?: WhatIf;
  readonly forecast?: Forecast;
  /** What a study varied; its figures are asked for by themselves. */
  readonly study?: Study;
  /** What an optimisation recommends; its series are the course with these values. */
  readonly optimisation?: Optimisation;
  /** From what it was made; absent where an older Twinbench made it. */
  readonly origin?: RunOrigin;
  /** What a person has to say of it. */
  readonly notes?: string;
  /** It is kept: neither deleted nor cleaned up. */
  readonly pinned?: true;
  /** Why it failed, in plain words. */
  readonly message?: string;
}

/** Whether a run says what measured signals should have been: what-ifs, forecasts, studies and optimisations say what they might be. */
export function isPrediction({ kind }: Run): boolean {
  return kind === "simulation" || kind === "live" || kind === "calibration";
}

/** Whether a run goes on along with the plant now. */
export function isLive({ kind, state }: Run): boolean {
  return kind === "live" && state === "running";
}

/** Whether a run has series that can be looked at. */
export function hasResults(run: Run): boolean {
  return run.state === "done" || isLive(run);
}

/** Whether a run says something of an instant. What goes on with the plant is open at its end. */
export function covers(run: Run, tUs: number): boolean {
  return tUs >= run.fromUs && (isLive(run) || tUs <= run.toUs);
}

/** Whether a run is one way that things go, so that rules can be tried on it. The middle of a band is none. */
export function isOneCourse(run: Run): boolean {
  return run.kind === "simulation" || run.kind === "what-if" || run.kind === "optimisation" || (run.kind === "forecast" && bandOf(run) === undefined);
}

/** Whether a run can be made again and compared with what it was. Those of an older Twinbench may not have recorded enough. */
export function isRepeatable({ kind, state }: Run): boolean {
  return state === "done" && kind !== "live";
}

/** Shares of the rows below the ends of the band that lies beside a run's own series, its middle. */
export function bandOf({ study, forecast }: Run): Study["band"] | undefined {
  return study?.band ?? forecast?.uncertainty?.band;
}

/** Names under which series of a run are kept: its own, and those of the ends of its band. */
export function seriesNames(run: Run): string[] {
  return bandOf(run) ? [run.id, bandRun(run.id, "low"), bandRun(run.id, "high")] : [run.id];
}

/** What was other than history says. */
export function changesOf({ whatIf, forecast, optimisation }: Run): readonly MadeChange[] {
  return whatIf?.changes ?? forecast?.changes ?? optimisation?.changes ?? [];
}

/** From what a run was made: enough to make it again and to tell whether it is the same. */
export interface RunOrigin {
  /** The use that was asked for; absent: all as one system. */
  readonly use?: string;
  /** Of Twinbench. */
  readonly version: string;
  /** The project's texts at that time: the name of its version by file. The versions are kept with the project. */
  readonly texts: Readonly<Record<string, string>>;
  /** What the texts came to on the assets as they were, as a fingerprint. */
  readonly program: string;
  /** Sentences on errors in the texts at that time: what stood in them was left out of the run. */
  readonly faults?: readonly string[];
  /** Fingerprints of all samples that were read and of all that were computed; none for a live run. Those of each signal stay with the engine. */
  readonly inputs?: string;
  readonly outputs?: string;
}

/** What differs between a run and its repetition. */
export type RunDifference =
  | { readonly kind: "version"; readonly recorded: string; readonly now: string }
  /** Texts whose recorded version is not in the project any more; the saved ones stood in. */
  | { readonly kind: "texts-lost"; readonly files: readonly string[] }
  /** The same texts come to something else: assets, parameters or units of the project have changed. */
  | { readonly kind: "program" }
  /** Other samples are in history now than were read then. */
  | { readonly kind: "inputs"; readonly signals: readonly string[] }
  | { readonly kind: "outputs"; readonly signals: readonly string[] }
  /** What is stored is not what was computed then. */
  | { readonly kind: "stored"; readonly signals: readonly string[] }
  /** Of a study, an optimisation or a calibration: other figures or values were found, by what they are (`mean of temperature`, `values`). */
  | { readonly kind: "findings"; readonly names: readonly string[] }
  /** What is kept of them is not what was found then. */
  | { readonly kind: "stored-findings"; readonly names: readonly string[] };

/** A run repeated from what it recorded. Nothing is stored by it. */
export interface Verification {
  readonly run: string;
  /** To the last bit, and what is stored is what was computed. */
  readonly identical: boolean;
  readonly differences: readonly RunDifference[];
  /** Texts that have been saved otherwise since; the repetition took them as they were. */
  readonly textsSince: readonly string[];
}

/** A use that can be run, as the text that is applied says. */
export interface UseInfo {
  readonly name: string;
  readonly model: string;
  readonly assetIds: readonly string[];
  readonly compared: readonly string[];
  readonly inputs: readonly UseInput[];
  readonly parameters: readonly UseParameter[];
  readonly outputs: readonly UseOutput[];
  /** Names of the other uses that may be calibrated with it: they feed it or are fed by it, through others too, or stand on one of its assets. */
  readonly together: readonly string[];
}

/** An output of a use's model, in the unit of its signal. */
export interface UseOutput {
  readonly name: string;
  readonly unit: string;
  /** Id of the measured signal that it is compared with on each asset, in the order of `assetIds`. */
  readonly comparedWith: readonly (string | undefined)[];
}

/** Whether an output is compared with what was measured, on any asset. */
export function isCompared({ comparedWith }: UseOutput): boolean {
  return comparedWith.some((signal) => signal !== undefined);
}

/** An input of a use's model. */
export interface UseInput {
  readonly name: string;
  readonly unit: string;
  /** Id of the signal that feeds it on each asset, in the order of `assetIds`; undefined where that is a number or another use. */
  readonly signals: readonly (string | undefined)[];
}

/** A parameter of a use's model. */
export interface UseParameter {
  readonly name: string;
  readonly unit: string;
  /** Bounds that the model gives it. */
  readonly low?: number;
  readonly high?: number;
  /** One standard deviation of what is not known of it, where the model says so. */
  readonly deviation?: number;
  /** Its value on each asset, in the order of `assetIds`. */
  readonly values: readonly number[];
}

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });

/** What became of a what-if: the run with the changes and the unchanged one from the same start. */
export interface WhatIfRuns {
  readonly run: Run;
  readonly baseline: Run;
}

export const runsService = {
  watch: stream<Run[]>()(z.object({})),
  uses: request<{ uses: UseInfo[] }>()(z.object({})),
  /** Tries the uses of a text as it is typed, the other texts as saved; frames as uses finish. `assets` are tried first. A newer preview of the same file from the same window ends the older. */
  preview: stream<UsePreview[]>()(z.object({ file: z.string().max(500), text: z.string().max(2_000_000), span, assets: z.array(z.string().max(200)).max(1_000) })),
  /** Without `use` all uses are solved as one system. Returns when the run is stored; progress and cancel through the job too. */
  simulate: request<Run>()(z.object({ use: z.string().optional(), span: span.partial(), name: z.string().max(200).optional() })),
  /** From an instant of the past on, with changes and without. Returns when both runs are stored. */
  whatIf: request<WhatIfRuns>()(whatIfRequest),
  /** On from the newest instant that history knows of what is read. Returns when the run is stored. */
  forecast: request<Run>()(forecastRequest),
  /** Repeats a run from what it recorded and compares to the last bit; takes as long as it took. Throws `bad-input` for one that cannot be repeated. */
  verify: request<Verification>()(z.object({ run: z.string() })),
  /** What people say of a run; an empty note is none. */
  describe: request<void>()(z.object({ run: z.string(), name: z.string().min(1).max(200).optional(), notes: z.string().max(20_000).optional(), pinned: z.boolean().optional() })),
  /** All outputs of a run as a file, in pieces: columns signal, unit, run, time, value, status; Parquet has text too. */
  export: stream<Uint8Array>()(z.object({ run: z.string(), format: z.enum(["csv", "parquet"]) })),
  /** Throws `refused` for one that is pinned. */
  remove: request<void>()(z.object({ run: z.string() })),
  /** Deletes runs begun before an instant, but for those that are pinned or running; says which. */
  cleanUp: request<{ removed: string[] }>()(z.object({ beforeUs: z.number().int() })),
};
