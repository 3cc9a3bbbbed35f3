/** What goes into the process that runs FMUs and what comes out of it: plain data and typed arrays. */
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

/** What is solved: the task of a simulation's or a study's worker, which answers with that worker's messages. */
export type HostWork = "system" | "rows";

export interface HostTask {
  readonly work: HostWork;
  readonly task: unknown;
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
