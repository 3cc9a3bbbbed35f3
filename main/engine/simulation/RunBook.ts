/** The list of runs: what is kept of them, and how one comes into it. Their samples live in history; solving is others' work. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { DriftState } from "../../../shared/contract/liveRuns.ts";
import type { CalibrateRequest } from "../../../shared/contract/calibration.ts";
import type { OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import { isLive, isPrediction, seriesNames, type Run } from "../../../shared/contract/runs.ts";
import type { StudyColumn, StudyRequest } from "../../../shared/contract/studies.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";

/** Fingerprints by signal id, of the samples a run has read and of those it has computed. */
export interface RunDigests {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Of what it found beside its series, by what that is. */
  readonly findings?: Readonly<Record<string, string>>;
}

/** What was asked for, word for word, where the run itself does not say it. */
export type Asked =
  | { readonly kind: "study"; readonly request: StudyRequest }
  | { readonly kind: "optimisation"; readonly request: OptimiseRequest }
  | { readonly kind: "calibration"; readonly request: CalibrateRequest };

/** The rows of a study as they are kept; null where a model had no solution. */
export interface KeptStudyResult {
  readonly amounts: readonly (readonly (number | null)[])[];
  readonly columns: readonly (Omit<StudyColumn, "values"> & { readonly values: readonly (number | null)[] })[];
}

/** What a live run remembers over restarts of the last hour's residuals, by `USE@ASSET OUTPUT`. */
export interface KeptDrift {
  readonly buckets: readonly { readonly tUs: number; readonly squares: number; readonly samples: number }[];
  readonly state: DriftState;
  readonly sinceUs?: number;
}

/** A run as it is kept: with what is too much for a list. */
export interface KeptRun extends Run {
  readonly digests?: RunDigests;
  readonly asked?: Asked;
  readonly studyResult?: KeptStudyResult;
  readonly drifts?: Readonly<Record<string, KeptDrift>>;
}

export interface RunBookOptions {
  readonly history: Pick<HistoryInterface, "runs" | "upsertRun" | "deleteRun">;
  readonly clock: Clock;
  /** The history may only be read. */
  readonly readOnly: boolean;
  /** What runs predict has changed: one was recorded whole, or removed. What-ifs, forecasts and studies predict nothing that was. */
  readonly onRecorded?: () => void;
}

/** What a person says of a run. */
export interface RunDescription {
  readonly name?: string | undefined;
  readonly notes?: string | undefined;
  readonly pinned?: boolean | undefined;
}

export class RunBook {
  readonly #options: RunBookOptions;
  readonly #runs = new Map<string, KeptRun>();
  readonly #listeners = new Set<() => void>();

  private constructor(options: RunBookOptions, runs: readonly KeptRun[]) {
    this.#options = options;
    for (const run of runs) this.#runs.set(run.id, run);
  }

  /** Reads the stored runs. One that was running when the engine ended is marked failed (a live one done), on disk too unless that may only be read. */
  static async open(options: RunBookOptions): Promise<RunBook> {
    const stored: readonly KeptRun[] = await options.history.runs();
    const runs = stored.map((run): KeptRun => endedWith(run));
    if (!options.readOnly) for (const [index, run] of runs.entries()) if (run !== stored[index]) await options.history.upsertRun(run);
    return new RunBook(options, runs);
  }

  /** As they are kept, in no order. */
  get kept(): readonly KeptRun[] {
    return [...this.#runs.values()];
  }

  /** As windows list them: what goes on with the plant, then the newest first. */
  get list(): Run[] {
    const begun = (run: Run): number => (isLive(run) ? Number.MAX_SAFE_INTEGER : run.startedUs);
    return [...this.#runs.values()].sort((a, b) => begun(b) - begun(a)).map(({ digests: _, asked: __, studyResult: ___, drifts: ____, ...run }) => run);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For a run to come; taken once the run is kept. */
  nextId(): string {
    const numbers = [...this.#runs.keys()].map((id) => Number(id.slice("run-".length))).filter(Number.isInteger);
    return `run-${Math.max(0, ...numbers) + 1}`;
  }

  /** Throws `not-found`. */
  find(id: string): KeptRun {
    const run = this.#runs.get(id);
    if (!run) throw new TwinError("not-found", `There is no run ${id}.`);
    return run;
  }

  /** Keeps runs as they are while `work` makes them, then as made, or with what kept them from it. */
  async make<const R extends readonly KeptRun[]>(begun: R, work: () => Promise<R>): Promise<R> {
    // All at once, so that no run that is begun meanwhile is given the id of one of them.
    for (const run of begun) this.#runs.set(run.id, run);
    try {
      for (const run of begun) await this.#put(run);
      const made = await work();
      for (const run of made) await this.#put(this.#asDescribed(run));
      if (made.some(isPrediction)) this.#options.onRecorded?.();
      return made;
    } catch (error) {
      const problem = TwinError.from(error);
      const state = problem.code === "cancelled" ? "cancelled" : "failed";
      for (const run of begun) await this.#put(this.#asDescribed({ ...run, state, finishedUs: this.#options.clock(), message: problem.message }));
      throw problem;
    }
  }

  /** Keeps a run that goes on as its maker has it now. */
  keep(run: KeptRun): Promise<void> {
    return this.#put(this.#runs.has(run.id) ? this.#asDescribed(run) : run);
  }

  async describe(id: string, { name, notes, pinned }: RunDescription): Promise<void> {
    const { notes: notesBefore, pinned: pinnedBefore, ...run } = this.find(id);
    const [note, isPinned] = [notes ?? notesBefore ?? "", pinned ?? pinnedBefore ?? false];
    await this.#put({ ...run, ...(name !== undefined && { name }), ...(note !== "" && { notes: note }), ...(isPinned && { pinned: true }) });
  }

  /** Removes a run and its samples. Throws `busy` while it is made, `refused` while it is pinned. */
  async remove(id: string): Promise<void> {
    const run = this.find(id);
    if (isLive(run)) throw new TwinError("busy", `${run.name} runs along with the plant. Take the line live out of its use first, and apply the text.`);
    if (isUnderWay(run)) throw new TwinError("busy", `${run.name} is still running. Cancel it first.`);
    if (run.pinned) throw new TwinError("refused", `${run.name} is pinned, so it is kept. Unpin it first.`);
    for (const name of seriesNames(run)) await this.#options.history.deleteRun(name);
    this.#runs.delete(id);
    this.#tell();
    if (isPrediction(run)) this.#options.onRecorded?.();
  }

  /** Removes what was begun before an instant, but for what is pinned or under way; gives the ids. */
  async cleanUp(beforeUs: number): Promise<string[]> {
    const old = [...this.#runs.values()].filter((run) => run.startedUs < beforeUs && !run.pinned && !isUnderWay(run));
    for (const { id } of old) await this.remove(id);
    return old.map(({ id }) => id);
  }

  /** A person may have named or pinned it while it was made. */
  #asDescribed(run: KeptRun): KeptRun {
    const { name, notes, pinned } = this.#runs.get(run.id) ?? run;
    return { ...run, name, ...(notes !== undefined && { notes }), ...(pinned && { pinned }) };
  }

  async #put(run: KeptRun): Promise<void> {
    this.#runs.set(run.id, run);
    this.#tell();
    await this.#options.history.upsertRun(run);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A run as it stands when the engine that made it has ended. */
function endedWith(run: KeptRun): KeptRun {
  if (isLive(run)) return { ...run, state: "done" };
  return isUnderWay(run) ? { ...run, state: "failed", message: "Twinbench was closed before this run ended." } : run;
}

function isUnderWay({ state }: Run): boolean {
  return state === "running" || state === "queued";
}
