/** What making a run again asks of those that make runs. */
import type { RunOrigin } from "../../../shared/contract/runs.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Findings } from "./findings.ts";
import type { KeptRun, RunDigests } from "./RunBook.ts";

/** A run that recorded enough to be made again. */
export interface VerifiableRun extends KeptRun {
  readonly origin: RunOrigin;
  readonly digests: RunDigests;
}

/** What making a run again came to. */
export interface Repeated extends Omit<RunDigests, "findings"> {
  /** Fingerprint of what was solved. */
  readonly program: string;
  readonly found?: Findings;
}

export interface Repeater {
  /** Makes the run again with the program of its own texts, and stores nothing. Throws what making it would. */
  repeat(run: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated>;
}
