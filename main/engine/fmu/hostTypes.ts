/** What goes into the process that runs FMUs and what comes out of it: plain data and typed arrays. */
import type { SolverTask } from "../simulation/index.ts";
import type { FmuBinding } from "./binding.ts";

/** A binding with its FMU unpacked on this disk. */
export interface HostedFmu extends FmuBinding {
  /** Absolute paths. */
  readonly library: string;
  readonly resources: string;
}

export interface FmuLimits {
  /** One call into an FMU that takes longer is taken for a hang. */
  readonly callMs: number;
  /** Resident memory of its process. */
  readonly memoryBytes: number;
}

/** The task of a simulation's or a study's worker, which is answered with that worker's messages; portions of rows come after it. */
export interface HostTask extends Pick<SolverTask, "work" | "task"> {
  readonly fmus: readonly HostedFmu[];
  readonly limits: FmuLimits;
}

/** Beside the messages of the work: why the process ends itself. */
export interface HostStopped {
  readonly kind: "stopped";
  readonly why: "call" | "memory";
  /** The FMU that was being called. */
  readonly title: string;
}
