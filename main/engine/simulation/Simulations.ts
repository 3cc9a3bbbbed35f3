/**
 * Runs: from "simulate this use over that span" to a stored run with its residuals. Owns the list of runs; the solving
 * happens in workers, the samples live in history.
 */
import { groupBy } from "../../../shared/collections.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ComparedSignal, Run, UseInfo } from "../../../shared/contract/runs.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import { inParallel } from "../inParallel.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import { OutputStore } from "./OutputStore.ts";
import { readInputs, signalsRead } from "./readInputs.ts";
import { runInWorker } from "./runInWorker.ts";
import type { InputSeries, SystemResult } from "./simulationTypes.ts";
import { sortSystems, withSources } from "./sortSystem.ts";

/** Outputs are kept at least this often; a sample of a compared signal is always kept. */
const OUTPUT_STEP_US = 10 * US_PER_S;
const RELATIVE_TOLERANCE = 1e-6;
/** At a step a millisecond, over an hour of computing: whatever needs more is a mistake in the model. */
const MAX_STEPS = 200_000_000;
const TIME_BUDGET_MS = 15 * 60_000;
/** Share of a run's progress that reading its inputs is given. */
const READ_SHARE = 0.1;

export interface SimulationsOptions {
  readonly history: HistoryInterface;
  readonly jobs: Jobs;
  /** A run has been recorded whole, or one was removed. */
  readonly onRecorded?: () => void;
  /** The program that is applied now. */
  readonly program: () => CompiledProject;
  readonly clock: Clock;
  /** The history may only be read. */
  readonly readOnly: boolean;
  /** Path of the built worker. */
  readonly worker: string;
}

/** A span and the samples that systems read over it. */
export interface SolvedSpan extends Span {
  readonly series: ReadonlyMap<string, InputSeries>;
}

export interface SimulateRequest {
  readonly use?: string | undefined;
  readonly span: { readonly fromUs?: number | undefined; readonly toUs?: number | undefined };
  readonly name?: string | undefined;
}

export class Simulations {
  readonly #options: SimulationsOptions;
  readonly #runs = new Map<string, Run>();
  readonly #listeners = new Set<() => void>();

  private constructor(options: SimulationsOptions, runs: readonly Run[]) {
    this.#options = options;
    for (const run of runs) this.#runs.set(run.id, run);
  }

  /** Reads the stored runs. One that was running when the engine ended is marked failed, on disk too unless that may only be read. */
  static async open(options: SimulationsOptions): Promise<Simulations> {
    const stored = await options.history.runs();
    const runs = stored.map((run): Run => (run.state === "running" || run.state === "queued" ? { ...run, state: "failed", message: "Twinbench was closed before this run ended." } : run));
    if (!options.readOnly) for (const [index, run] of runs.entries()) if (run !== stored[index]) await options.history.upsertRun(run);
    return new Simulations(options, runs);
  }

  /** Newest first. */
  get runs(): Run[] {
    return [...this.#runs.values()].sort((a, b) => b.startedUs - a.startedUs);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What can be simulated, by the name of the use. */
  get uses(): UseInfo[] {
    const byName = groupBy(this.#options.program().uses, (use) => use.name);
    return [...byName].map(([name, uses]) => ({ name, model: uses[0]?.model.name ?? name, assetIds: uses.map((use) => use.assetId), compared: uses.flatMap((use) => use.compared.map((compared) => compared.signal)), parameters: parametersOf(uses) }));
  }

  /**
   * Simulates and stores a run. Throws `not-found` (no such use), `bad-input` (nothing recorded), `cancelled`; a model that
   * diverges gives a run in state `failed` with what was computed until then.
   */
  async simulate(request: SimulateRequest, caller?: Partial<JobContext>): Promise<Run> {
    const uses = this.#select(request.use);
    const span = await this.#span(request.span, uses);
    const id = this.nextId();
    const names = [...new Set(uses.map((use) => use.name))];
    const run: Run = { id, name: request.name ?? `${names.join(", ")} ${id}`, kind: "simulation", state: "running", startedUs: this.#options.clock(), ...span, steps: 0, uses: names, compared: [], signals: [] };
    await this.put(run);
    try {
      const done = await this.#options.jobs.run(`Simulate ${names.join(", ")}`, (context) => this.#solve(run, uses, context), caller);
      await this.put(done);
      this.#options.onRecorded?.();
      return done;
    } catch (error) {
      const problem = TwinError.from(error);
      await this.put({ ...run, state: problem.code === "cancelled" ? "cancelled" : "failed", finishedUs: this.#options.clock(), message: problem.message });
      throw problem;
    }
  }

  async rename(id: string, name: string): Promise<void> {
    await this.put({ ...this.#find(id), name });
  }

  /** Removes a run and its samples. */
  async remove(id: string): Promise<void> {
    const run = this.#find(id);
    if (run.state === "running") throw new TwinError("busy", `${run.name} is still running. Cancel it first.`);
    await this.#options.history.deleteRun(id);
    this.#options.onRecorded?.();
    this.#runs.delete(id);
    this.#tell();
  }

  async #solve(run: Run, uses: readonly UseProgram[], context: JobContext): Promise<Run> {
    const span = { fromUs: run.fromUs, toUs: run.toUs };
    context.progress({ share: 0, text: "Reading inputs" });
    const series = await readInputs(this.#options.history, signalsRead(uses), span, context.signal);
    return this.store(run, sortSystems(uses), [{ ...span, series }], context);
  }

  /** Solves sorted systems over each span, in time order, and puts their outputs into the run's series; returns the run as it is then, not kept yet. */
  async store(run: Run, systems: readonly (readonly UseProgram[])[], spans: readonly SolvedSpan[], { signal, progress }: JobContext): Promise<Run> {
    const { history, clock, worker } = this.#options;
    const shares = systems.map(() => 0);
    const stage = await history.importStage({ label: run.name, signal });
    const results = await inParallel(systems, signal, async (system, index, signal) => {
      const store = await OutputStore.open({ history, stage, run: run.id, system, clock });
      const solved: SystemResult[] = [];
      for (const { fromUs, toUs, series } of spans) {
        // Copied into the worker, so only what this system reads.
        const read = new Map(signalsRead(system).flatMap((name): [string, InputSeries][] => {
          const found = series.get(name);
          return found ? [[name, found]] : [];
        }));
        const result = await runInWorker(
          { uses: system, inputs: read, measured: read, fromUs, toUs, outputStepUs: OUTPUT_STEP_US, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS },
          {
            worker, signal, timeBudgetMs: TIME_BUDGET_MS,
            onOutput: (chunk) => store.add(chunk),
            onProgress: (share) => {
              shares[index] = (solved.length + share) / spans.length;
              const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
              progress({ share: READ_SHARE + (1 - READ_SHARE) * mean, text: `Solving ${systems.length === 1 ? "the system" : `${systems.length} systems`}` });
            },
          },
        );
        solved.push(result);
      }
      await store.flush();
      return { system, result: together(solved), signals: store.signals };
    }).catch(async (error: unknown) => {
      await stage.abort();
      throw error;
    });
    progress({ share: 1, text: "Storing" });
    await stage.commit();
    const problem = results.find(({ result }) => result.problem)?.result.problem;
    return {
      ...run,
      state: problem ? "failed" : "done",
      finishedUs: clock(),
      steps: results.reduce((sum, { result }) => sum + result.steps, 0),
      compared: results.flatMap(({ system, result }) => comparedSignals(system, result)),
      signals: results.flatMap(({ signals }) => signals),
      ...(problem && { message: problem.message }),
    };
  }

  #select(name: string | undefined): readonly UseProgram[] {
    const all = this.#options.program().uses;
    if (all.length === 0) throw new TwinError("not-found", "There is nothing to simulate: no text of this project uses a model without errors.");
    if (name === undefined) return all;
    const wanted = all.filter((use) => use.name === name);
    if (wanted.length === 0) throw new TwinError("not-found", `There is no use named ${name}. There is: ${[...new Set(all.map((use) => use.name))].join(", ")}.`);
    return withSources(wanted, all);
  }

  async #span(asked: SimulateRequest["span"], uses: readonly UseProgram[]): Promise<Span> {
    const ids = signalsRead(uses).flatMap((signal) => this.#options.history.idOf(signal) ?? []);
    const extent = await this.#options.history.extentOf(ids);
    const fromUs = asked.fromUs ?? extent.fromUs;
    const toUs = asked.toUs ?? extent.toUs;
    if (fromUs === undefined || toUs === undefined) throw new TwinError("bad-input", "Nothing was recorded yet of the signals that this model reads.");
    if (toUs <= fromUs) throw new TwinError("bad-input", "The span to simulate is empty: its end is not after its start.");
    return { fromUs, toUs };
  }

  /** For a run to come. */
  nextId(): string {
    const numbers = [...this.#runs.keys()].map((id) => Number(id.slice("run-".length))).filter(Number.isInteger);
    return `run-${Math.max(0, ...numbers) + 1}`;
  }

  #find(id: string): Run {
    const run = this.#runs.get(id);
    if (!run) throw new TwinError("not-found", `There is no run ${id}.`);
    return run;
  }

  /** Keeps a run as it is now. */
  async put(run: Run): Promise<void> {
    this.#runs.set(run.id, run);
    this.#tell();
    await this.#options.history.upsertRun(run);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function parametersOf(uses: readonly UseProgram[]): UseInfo["parameters"] {
  return (uses[0]?.model.parameters ?? []).map(({ name, unit, low, high }, index) => ({ name, unit, ...(low !== undefined && { low }), ...(high !== undefined && { high }), values: uses.map(({ parameters }) => parameters[index] ?? Number.NaN) }));
}

/** Results of one system over several spans as one: errors over all their samples, the first trouble. */
function together(solved: readonly SystemResult[]): SystemResult {
  const [first, ...others] = solved;
  if (!first) throw new TwinError("internal", "A run has no span.");
  const problem = solved.find((result) => result.problem)?.problem;
  const residuals = first.residuals.map((one, index) => {
    const all = [one, ...others.flatMap((result) => result.residuals[index] ?? [])].filter(({ samples }) => samples > 0);
    const samples = all.reduce((sum, each) => sum + each.samples, 0);
    return { ...one, samples, rmse: all.length === 1 ? (all[0]?.rmse ?? Number.NaN) : Math.sqrt(all.reduce((sum, each) => sum + each.rmse ** 2 * each.samples, 0) / samples) };
  });
  return { steps: solved.reduce((sum, { steps }) => sum + steps, 0), residuals, ...(problem && { problem }) };
}

function comparedSignals(system: readonly UseProgram[], { residuals }: SystemResult): ComparedSignal[] {
  return residuals.flatMap(({ use, compared, rmse, samples }) => {
    const program = system[use];
    const target = program?.compared[compared];
    return program && target && samples > 0 ? [{ signal: target.signal, rmse, unit: codeOfDifference(target.unit), samples, use: program.name }] : [];
  });
}

