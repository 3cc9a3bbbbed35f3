/** What all runs have in common in the making: which uses they solve, what is recorded of their origin, how they are stored. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { RunOrigin } from "../../../shared/contract/runs.ts";
import type { CompiledProject, RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { digestOf, digestProgram } from "./digests.ts";
import { digestFindings } from "./findings.ts";
import type { RunPlan } from "./planRun.ts";
import type { Repeated } from "./repeating.ts";
import type { KeptRun, RunBook, RunDigests } from "./RunBook.ts";
import type { SolverPlace } from "./runInWorker.ts";
import type { RunModels, SavedModels } from "./RunModels.ts";
import type { RunQueue } from "./RunQueue.ts";
import { withSources } from "./sortSystem.ts";
import { digestRun, storeRun } from "./storeRun.ts";

/** Share of a run's progress up to the instant that it goes on from. */
export const WARM_UP_SHARE = 0.3;
export const LONGEST_NAME = 200;

export interface RunMakerOptions {
  readonly history: HistoryInterface;
  readonly queue: RunQueue;
  readonly book: RunBook;
  readonly models: RunModels;
  readonly clock: Clock;
  readonly solver: SolverPlace;
  /** Of Twinbench. */
  readonly version: string;
}

/** An origin before anything is read or computed. */
export type BegunOrigin = Omit<RunOrigin, "inputs" | "outputs">;

export class RunMaker {
  readonly #options: RunMakerOptions;

  constructor(options: RunMakerOptions) {
    this.#options = options;
  }

  /** Keeps the texts; `use` is the one that was asked for, `rules` are those that are tried on what is solved. */
  async origin({ texts, faults }: SavedModels, uses: readonly UseProgram[], use: string | undefined, rules: readonly RuleProgram[] = []): Promise<BegunOrigin> {
    return { version: this.#options.version, texts: await this.#options.models.keep(texts), program: await this.digestOf(uses, rules), ...(use !== undefined && { use }), ...(faults.length > 0 && { faults }) };
  }

  /** The fingerprint of what is solved. */
  async digestOf(uses: readonly UseProgram[], rules: readonly RuleProgram[] = []): Promise<string> {
    return digestProgram(uses, await this.#options.solver.imported?.digests(uses), rules);
  }

  /** Solves and stores; a model that diverges gives a run in state `failed`. */
  async store(run: KeptRun, origin: BegunOrigin, plan: RunPlan, context: JobContext): Promise<KeptRun> {
    const { run: stored, outputs } = await storeRun(this.#options, run, plan, context);
    return recorded(stored, origin, { inputs: plan.inputs, outputs });
  }

  /** Solves as `store` does, and stores nothing. `uses` as they were before anything was changed in them. */
  async solveAgain(uses: readonly UseProgram[], plan: RunPlan, context: JobContext): Promise<Repeated> {
    return { program: await this.digestOf(uses), inputs: plan.inputs, outputs: await digestRun(this.#options, plan, context) };
  }
}

/** A run with the fingerprints of what it has read, computed and found. */
export function recorded(run: KeptRun, origin: BegunOrigin, { inputs, outputs }: Omit<RunDigests, "findings">): KeptRun {
  return { ...run, origin: { ...origin, inputs: digestOf(inputs), outputs: digestOf(outputs) }, digests: { inputs, outputs, findings: digestFindings(run) } };
}

/** What a run is before it has results. */
export function begunRun(startedUs: number, { fromUs, toUs }: Span, uses: readonly string[]): Pick<KeptRun, "state" | "startedUs" | "fromUs" | "toUs" | "steps" | "uses" | "compared" | "signals"> {
  return { state: "running", startedUs, fromUs, toUs, steps: 0, uses, compared: [], signals: [] };
}

/** The id of the run beside a run that is to come. */
export function following(id: string): string {
  return `run-${Number(id.slice("run-".length)) + 1}`;
}

/** The uses of a name, on all their assets or on one. Throws `not-found` naming those that there are. */
export function usesNamed({ uses: all }: CompiledProject, name: string, asset?: string): UseProgram[] {
  if (all.length === 0) throw nothingToSolve();
  const named = all.filter((use) => use.name === name);
  if (named.length === 0) throw new TwinError("not-found", `There is no use named ${name}. There is: ${namesOf(all).join(", ")}.`);
  const chosen = asset === undefined ? named : named.filter((use) => use.assetId === asset);
  if (chosen.length === 0) throw new TwinError("not-found", `${name} is not used on the asset ${asset ?? ""}.`);
  return chosen;
}

function nothingToSolve(): TwinError {
  return new TwinError("not-found", "There is nothing to simulate: no text of this project uses a model without errors.");
}

/** The uses of a name, on all their assets or on one, with what feeds them; or all. */
export function usesOf(program: CompiledProject, name: string | undefined, asset?: string): readonly UseProgram[] {
  if (name !== undefined) return withSources(usesNamed(program, name, asset), program.uses);
  if (program.uses.length === 0) throw nothingToSolve();
  return program.uses;
}

export function namesOf(uses: readonly UseProgram[]): string[] {
  return [...new Set(uses.map((use) => use.name))];
}

/** A part of a job as a job of its own. */
export function within({ signal, progress }: JobContext, from: number, to: number): JobContext {
  return { signal, progress: ({ share, ...at }) => progress({ ...at, ...(share !== undefined && { share: from + (to - from) * share }) }) };
}
