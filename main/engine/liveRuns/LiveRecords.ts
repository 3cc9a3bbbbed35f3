/** The records of live runs in the list of runs: one for each name of a use, taken up again while its model stays the same. */
import type { ComparedSignal } from "../../../shared/contract/runs.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import { ALLOWED_LATENESS_US } from "../ingest/index.ts";
import { begunRun, LIVE_STEP_US, outputTargets, withSources, type KeptRun, type RunBook, type RunModels } from "../simulation/index.ts";
import type { LiveFollower } from "./LiveFollower.ts";
import type { LiveTarget } from "./LiveOutputs.ts";

export interface LiveRecordsOptions {
  readonly history: HistoryInterface;
  readonly book: RunBook;
  readonly models: Pick<RunModels, "keep">;
  readonly clock: Clock;
  /** Of Twinbench. */
  readonly version: string;
}

/** What is to run along with the plant. */
export interface LivePlan {
  readonly program: CompiledProject;
  /** The applied texts, by file. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface LiveRecord {
  readonly run: KeptRun;
  /** Of its newest sample, where it was left off. */
  readonly lastUs?: number;
}

export class LiveRecords {
  readonly #options: LiveRecordsOptions;
  readonly #digest: (uses: readonly UseProgram[]) => Promise<string>;
  /** By the name of the use. */
  readonly #runs = new Map<string, KeptRun>();

  /** `digest`: what these uses come to, files included. */
  constructor(options: LiveRecordsOptions, digest: (uses: readonly UseProgram[]) => Promise<string>) {
    this.#options = options;
    this.#digest = digest;
  }

  get runs(): readonly KeptRun[] {
    return [...this.#runs.values()];
  }

  runOf(use: string): KeptRun | undefined {
    return this.#runs.get(use);
  }

  /** Ends the records of what is not to run any more, and begins or takes up those of what is; gives these. */
  async exchange({ program, texts }: LivePlan, untilUs: (use: string) => number | undefined): Promise<LiveRecord[]> {
    const { models, clock, version } = this.#options;
    const live = new Map<string, UseProgram[]>();
    for (const use of program.uses) if (use.live) live.set(use.name, [...(live.get(use.name) ?? []), use]);
    const prints = new Map<string, string>();
    for (const [name, uses] of live) prints.set(name, await this.#digest(withSources(uses, program.uses)));
    for (const [name, run] of this.#runs) {
      if (prints.get(name) === run.origin?.program) continue;
      this.#runs.delete(name);
      await this.end(run, untilUs(name));
    }
    const fresh = [...live].filter(([name]) => !this.#runs.has(name));
    const versions = fresh.length > 0 ? await models.keep(texts) : {};
    const begun: LiveRecord[] = [];
    for (const [name, uses] of fresh) {
      const print = prints.get(name) ?? "";
      const record = await this.#takeUp(name, print) ?? { run: this.#begin(name, { use: name, version, texts: versions, program: print }, clock()) };
      const signals = outputTargets(uses).map(({ signal }) => signal);
      const run: KeptRun = { ...record.run, state: "running", signals: [...new Set([...record.run.signals, ...signals])] };
      // Before anything else is waited for, so that no run that is begun meanwhile is given its id.
      await this.#options.book.keep(run);
      await this.#options.history.ensureSeries(run.signals.map((signal) => ({ signal, run: run.id })));
      this.#runs.set(name, run);
      begun.push({ ...record, run });
    }
    return begun;
  }

  /** The series that the outputs of a system's live uses go to. */
  targetsOf(system: readonly UseProgram[]): LiveTarget[] {
    return outputTargets(system).flatMap((target): LiveTarget[] => {
      const use = system[target.use];
      const run = use?.live ? this.#runs.get(use.name) : undefined;
      const series = run && this.#options.history.idOf(target.signal, run.id);
      return series === undefined ? [] : [{ ...target, series }];
    });
  }

  /** Writes down how far they are, and what is remembered of them. */
  async keep(followersOf: (use: string) => readonly LiveFollower[]): Promise<void> {
    for (const [name, run] of this.#runs) {
      const followers = followersOf(name);
      const comparisons = followers.flatMap(({ uses }) => uses).filter(({ use }) => use === name).flatMap(({ compared }) => compared);
      const kept: KeptRun = {
        ...run, toUs: Math.max(run.toUs, ...followers.map(({ untilUs }) => untilUs ?? run.toUs)), steps: followers.reduce((sum, { steps }) => sum + steps, 0),
        compared: comparisons.flatMap(({ signal, rms, samples, unit }): ComparedSignal[] => (rms === undefined ? [] : [{ signal, rmse: rms, unit: codeOfDifference(unit), samples, use: name }])),
        drifts: Object.fromEntries(followers.flatMap(({ drifts }) => drifts)),
      };
      this.#runs.set(name, kept);
      await this.#options.book.keep(kept);
    }
  }

  async end(run: KeptRun, untilUs: number | undefined): Promise<void> {
    await this.#options.book.keep({ ...run, state: "done", finishedUs: this.#options.clock(), toUs: Math.max(run.toUs, untilUs ?? run.toUs) });
  }

  /** The record that the same model left, of an earlier sitting or where it could not be begun, and where its samples end. */
  async #takeUp(use: string, print: string): Promise<LiveRecord | undefined> {
    const { book, history, version } = this.#options;
    const [run] = book.kept.filter((one) => one.kind === "live" && this.#runs.get(use)?.id !== one.id && one.uses[0] === use && one.origin?.program === print && one.origin.version === version).sort((a, b) => b.startedUs - a.startedUs);
    if (!run) return undefined;
    const { finishedUs: _, ...goesOn } = run;
    const series = run.signals.flatMap((signal) => history.idOf(signal, run.id) ?? []);
    const { toUs } = series.length > 0 ? await history.extentOf(series) : {};
    return { run: goesOn, ...(toUs !== undefined && { lastUs: toUs }) };
  }

  #begin(use: string, origin: NonNullable<KeptRun["origin"]>, nowUs: number): KeptRun {
    const fromUs = nowUs - ALLOWED_LATENESS_US - LIVE_STEP_US;
    return { ...begunRun(nowUs, { fromUs, toUs: fromUs }, [use]), id: this.#options.book.nextId(), name: `${use}, live`, kind: "live", origin };
  }
}
