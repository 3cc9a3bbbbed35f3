/** What goes into the process that runs imported models and what comes out of it: plain data and typed arrays. */
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { HostedFmu } from "../fmu/index.ts";
import type { HostedOnnx } from "../onnx/index.ts";
import type { SolverTask } from "../simulation/index.ts";

export type HostedModel = ({ readonly kind: "fmu" } & HostedFmu) | ({ readonly kind: "onnx" } & HostedOnnx);

export interface HostLimits {
  /** One call into a model that takes longer is taken for a hang. */
  readonly callMs: number;
  /** Resident memory of its process. */
  readonly memoryBytes: number;
}

/** The task of a simulation's, a study's or a calibration's worker, which is answered with that worker's messages; portions of rows come after it. */
export interface HostTask extends Pick<SolverTask, "work" | "task"> {
  readonly models: readonly HostedModel[];
  readonly limits: HostLimits;
}

/** Beside the messages of the work: why nothing comes of the process any more. */
export type HostStopped =
  /** `title`: the model that was being called. */
  | { readonly kind: "stopped"; readonly why: "call" | "memory"; readonly title: string }
  /** Its models could not be loaded, or its thread has ended. */
  | { readonly kind: "stopped"; readonly why: "error"; readonly error: ErrorData };
