/**
 * Runs of models: over a span of history, and from an instant of it with changes. Solving happens in workers, the samples live in
 * history, the list of runs is the book's.
 */
import { groupBy } from "../../../shared/collections.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run, UseInfo, WhatIfRuns } from "../../../shared/contract/runs.ts";
import { changeText, USUAL_WARM_UP_US, type WhatIf, type WhatIfRequest } from "../../../shared/contract/whatIf.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { JobContext } from "../jobs/index.ts";
import { outputTargets } from "./outputSignals.ts";
import { planSimulation, planWhatIf, withUses, type RunPlan } from "./planRun.ts";
import { signalsRead } from "./readInputs.ts";
import type { Repeated, Repeater, VerifiableRun } from "./repeating.ts";
import type { KeptRun } from "./RunBook.ts";
import { begunRun, following, LONGEST_NAME, namesOf, RunMaker, usesOf, WARM_UP_SHARE, within, type RunMakerOptions } from "./RunMaker.ts";
import { settledInstant, settledSpan, settledUntil } from "./settledSpan.ts";
import { usesTogether } from "./usesTogether.ts";
import { changedUses } from "./whatIfChanges.ts";
import { whatIfEffects } from "./whatIfEffects.ts";

/** Shares of a run's progress: reading its inputs; of a what-if up to the end of the first of its two runs. */
const READ_SHARE = 0.1;
const FIRST_SHARE = 0.65;

export interface SimulateRequest {
  readonly use?: string | undefined;
  readonly span: { readonly fromUs?: number | undefined; readonly toUs?: number | undefined };
  readonly name?: string | undefined;
}

export class Simulations implements Repeater {
  readonly #options: RunMakerOptions;
  readonly #maker: RunMaker;

  constructor(options: RunMakerOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /** What can be simulated, by the name of the use. */
  get uses(): UseInfo[] {
    const all = this.#options.models.saved().program.uses;
    const byName = groupBy(all, (use) => use.name);
    const together = usesTogether(all);
    return [...byName].map(([name, uses]) => ({
      name, model: uses[0]?.model.name ?? name, assetIds: uses.map((use) => use.assetId), compared: uses.flatMap((use) => use.compared.map((compared) => compared.signal)), inputs: inputsOf(uses), parameters: parametersOf(uses), outputs: outputsOf(uses), together: together.get(name) ?? [],
    }));
  }

  /**
   * Simulates and stores a run. Throws `not-found` (no such use), `bad-input` (nothing recorded), `cancelled`; a model that
   * diverges gives a run in state `failed` with what was computed until then.
   */
  async simulate(request: SimulateRequest, caller?: Partial<JobContext>): Promise<Run> {
    const { history, queue, book } = this.#options;
    const saved = this.#options.models.saved();
    const uses = usesOf(saved.program, request.use);
    const span = await this.#span(request.span, uses);
    const names = namesOf(uses);
    const id = book.nextId();
    const run: KeptRun = { ...begunRun(this.#options.clock(), span, names), id, name: request.name ?? `${names.join(", ")} ${id}`, kind: "simulation" };
    const [done] = await queue.make(`Simulate ${names.join(", ")}`, [run], async (context) => {
      context.progress({ share: 0, text: "Reading inputs" });
      const plan = await planSimulation(history, uses, span, context.signal);
      const origin = await this.#maker.origin(saved, uses, request.use);
      return [await this.#maker.store(run, origin, plan, within(context, READ_SHARE, 1))] as const;
    }, caller);
    return done;
  }

  /**
   * Goes on from an instant with changes, and without them; stores both as runs. Throws as `simulate` does, `not-found` for what
   * is to be changed, and `diverged` where the models have no solution up to the instant.
   */
  async whatIf(request: WhatIfRequest, caller?: Partial<JobContext>): Promise<WhatIfRuns> {
    const { history, queue, book, solver } = this.#options;
    const saved = this.#options.models.saved();
    const uses = usesOf(saved.program, request.use);
    const { uses: changed, changes } = changedUses(uses, request.changes);
    const untilUs = await settledUntil(this.#options, uses);
    const atUs = settledInstant(request.atUs, untilUs);
    const span = { fromUs: atUs, toUs: atUs + request.forUs };
    const warmUpUs = request.warmUpUs ?? USUAL_WARM_UP_US;
    const readUntilUs = Math.min(span.toUs, untilUs);
    const whatIf: WhatIf = { atUs, warmUpUs, readUntilUs, changes, start: [], held: [] };
    const id = book.nextId();
    const run: KeptRun = { ...begunRun(this.#options.clock(), span, namesOf(uses)), id, name: request.name ?? `What if ${changes.map(changeText).join(", ")}`.slice(0, LONGEST_NAME), kind: "what-if", whatIf };
    const unchanged: KeptRun = { ...run, id: following(id), name: `Unchanged, beside ${run.name}`.slice(0, LONGEST_NAME), whatIf: { ...whatIf, changes: [] } };
    const [made, baseline] = await queue.make(run.name, [run, unchanged], async (context) => {
      const { start, held, ...plan } = await planWhatIf(history, solver, uses, { ...span, warmUpUs, readUntilUs }, within(context, 0, WARM_UP_SHARE));
      const origin = await this.#maker.origin(saved, uses, request.use);
      const without = await this.#maker.store({ ...unchanged, whatIf: { ...whatIf, changes: [], start, held } }, origin, plan, within(context, WARM_UP_SHARE, FIRST_SHARE));
      const withChanges = await this.#maker.store(run, origin, withUses(plan, changed), within(context, FIRST_SHARE, 1));
      const effects = await whatIfEffects(history, { run: id, baseline: without.id, systems: plan.systems, ...span }, context.signal);
      return [{ ...withChanges, whatIf: { ...whatIf, start, held, baseline: without.id, effects } }, without] as const;
    }, caller);
    return { run: made, baseline };
  }

  async repeat(run: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated> {
    const uses = usesOf(program, run.origin.use);
    const plan = await this.#planAgain(run, uses, within(context, 0, WARM_UP_SHARE));
    return this.#maker.solveAgain(uses, plan, within(context, WARM_UP_SHARE, 1));
  }

  async #planAgain({ whatIf, fromUs, toUs }: Run, uses: readonly UseProgram[], context: JobContext): Promise<RunPlan> {
    const { history, solver } = this.#options;
    const span = { fromUs, toUs };
    if (!whatIf) return planSimulation(history, uses, span, context.signal);
    return withUses(await planWhatIf(history, solver, uses, { ...span, warmUpUs: whatIf.warmUpUs, readUntilUs: whatIf.readUntilUs ?? toUs }, context), changedUses(uses, whatIf.changes).uses);
  }

  async #span(asked: SimulateRequest["span"], uses: readonly UseProgram[]): Promise<Span> {
    const ids = signalsRead(uses).flatMap((signal) => this.#options.history.idOf(signal) ?? []);
    const extent = await this.#options.history.extentOf(ids);
    const fromUs = asked.fromUs ?? extent.fromUs;
    const toUs = asked.toUs ?? extent.toUs;
    if (fromUs === undefined || toUs === undefined) throw new TwinError("bad-input", "Nothing was recorded yet of the signals that this model reads.");
    if (toUs <= fromUs) throw new TwinError("bad-input", "The span to simulate is empty: its end is not after its start.");
    return settledSpan(this.#options, uses, { fromUs, toUs });
  }
}

function inputsOf(uses: readonly UseProgram[]): UseInfo["inputs"] {
  return (uses[0]?.model.inputs ?? []).map(({ name, unit }, index) => ({ name, unit, signals: uses.map(({ inputs }) => (inputs[index]?.kind === "signal" ? inputs[index].signal : undefined)) }));
}

function parametersOf(uses: readonly UseProgram[]): UseInfo["parameters"] {
  return (uses[0]?.model.parameters ?? []).map(({ name, unit, low, high, deviation }, index) => ({ name, unit, ...(deviation !== undefined && { deviation }), ...(low !== undefined && { low }), ...(high !== undefined && { high }), values: uses.map(({ parameters }) => parameters[index] ?? Number.NaN) }));
}

function outputsOf(uses: readonly UseProgram[]): UseInfo["outputs"] {
  const [use] = uses;
  const targets = use ? outputTargets([use]) : [];
  return (use?.model.outputs ?? []).flatMap(({ name }, index) => {
    const target = targets.find(({ output }) => output === index);
    return target ? [{ name, unit: target.unit, comparedWith: uses.map(({ compared }) => compared.find(({ output }) => output === index)?.signal) }] : [];
  });
}
