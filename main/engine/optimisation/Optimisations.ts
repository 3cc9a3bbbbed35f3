/**
 * From "what is best within these limits" to two stored runs: the course with the recommended values, and that with the present ones. A
 * recommendation: nothing is written but these runs.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Optimisation, OptimisationEvent, OptimisationFound, OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { WhatIfChange } from "../../../shared/contract/whatIf.ts";
import type { CompiledProject, RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, changedUses, following, LONGEST_NAME, planSimulation, readInputs, RunMaker, settledSpan, signalsRead, sortSystems, usesNamed, usesOf, within, withSources, withUses, type KeptRun, type Repeated, type Repeater, type VerifiableRun } from "../simulation/index.ts";
import { readRowRules, rowPrograms, RowWorkers, stepsOf, USUAL_SEED, watchedOutputs, withRuleInputs, withUnits, type RowMakerOptions, type RowRules, type StudyProblem, type WatchedOutput } from "../studies/index.ts";
import { Goals } from "./goals.ts";
import { optimise, type OptimiseQuestion } from "./optimise.ts";

const SEARCHED_SHARE = 0.9;
const FIRST_STORED_SHARE = 0.95;

/** What is searched over. */
interface SearchPlan {
  readonly question: OptimiseQuestion;
  /** With what feeds them. */
  readonly uses: readonly UseProgram[];
  readonly systems: StudyProblem["systems"];
  /** Ids of the uses that the outputs are of. */
  readonly watched: readonly string[];
  readonly outputs: readonly WatchedOutput[];
  readonly programs: readonly RuleProgram[];
}

export class Optimisations implements Repeater {
  readonly #options: RowMakerOptions;
  readonly #maker: RunMaker;

  constructor(options: RowMakerOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /**
   * Searches and stores both runs. Throws `not-found` (use, asset, variable, output, rule), `bad-input` (a range without room, a unit that does not
   * fit, nothing recorded), `diverged` (no values have a solution), `cancelled`.
   */
  async optimise(asked: OptimiseRequest, tell: (event: OptimisationEvent) => void, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book, models } = this.#options;
    const saved = models.saved();
    const { uses: read } = planSearch(asked, saved.program);
    const request = { ...asked, span: await settledSpan(this.#options, read, asked.span) };
    const plan = planSearch(request, saved.program);
    const { uses, programs, question: { seed } } = plan;
    const begun: Optimisation = { use: request.use, ...(request.asset !== undefined && { asset: request.asset }), objective: request.objective, seed, changes: [] };
    const id = book.nextId();
    const name = request.name ?? `Optimisation of ${request.use} ${id}`;
    const unchanged: KeptRun = { ...begunRun(clock(), request.span, [request.use]), id: following(id), name: `Present values, beside ${name}`.slice(0, LONGEST_NAME), kind: "optimisation", optimisation: begun };
    const run: KeptRun = { ...unchanged, id, name, asked: { kind: "optimisation", request } };
    const [done] = await queue.make(`Optimise ${request.use}`, [run, unchanged], async (context) => {
      const { found, rules } = await this.#search(plan, tell, within(context, 0, SEARCHED_SHARE));
      const { changed, changes } = withFound(uses, found);
      const course = await planSimulation(this.#options.history, uses, request.span, context.signal);
      const present = await this.#maker.store(unchanged, await this.#maker.origin(saved, uses, request.use), course, within(context, SEARCHED_SHARE, FIRST_STORED_SHARE));
      const recommended: KeptRun = { ...run, optimisation: { ...begun, changes, baseline: present.id, found } };
      const origin = await this.#maker.origin(saved, uses, request.use, programs);
      return [await this.#maker.store(recommended, origin, { ...withUses(course, changed), inputs: withRuleInputs(course.inputs, rules, request.span) }, within(context, FIRST_STORED_SHARE, 1)), present] as const;
    }, caller);
    return done;
  }

  /** The recommended course is searched for again; that with the present values is solved alone. */
  async repeat({ asked, optimisation, origin, fromUs, toUs }: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated> {
    const { history } = this.#options;
    if (asked?.kind !== "optimisation") {
      const uses = usesOf(program, origin.use, optimisation?.asset);
      return this.#maker.solveAgain(uses, await planSimulation(history, uses, { fromUs, toUs }, context.signal), context);
    }
    const { request } = asked;
    const plan = planSearch(request, program);
    const { found, rules } = await this.#search(plan, () => undefined, within(context, 0, SEARCHED_SHARE));
    const course = await planSimulation(history, plan.uses, request.span, context.signal);
    const again = await this.#maker.solveAgain(plan.uses, withUses(course, withFound(plan.uses, found).changed), within(context, SEARCHED_SHARE, 1));
    return { ...again, program: await this.#maker.digestOf(plan.uses, plan.programs), inputs: withRuleInputs(course.inputs, rules, request.span), found: { optimisation: { found } } };
  }

  async #search({ question, uses, systems, watched, outputs, programs }: SearchPlan, tell: (event: OptimisationEvent) => void, { signal, progress }: JobContext): Promise<{ readonly found: OptimisationFound; readonly rules: RowRules | undefined }> {
    const { history, rowSolver, workers: count } = this.#options;
    const { span, variables } = question;
    progress({ share: 0, text: "Reading inputs" });
    const rules = programs.length === 0 ? undefined : await readRowRules(history, programs, span, signal);
    const goals = new Goals(question, outputs, rules);
    const series = await readInputs(history, signalsRead(uses), span, signal);
    // No band is kept: one instant of the grid is enough.
    const problem: StudyProblem = { systems, series, ...span, variables, watched, ...stepsOf(span, 1), gridStepUs: Math.max(1, span.toUs - span.fromUs), ...(rules && { rules }) };
    const workers = new RowWorkers(problem, { solver: rowSolver, signal, ...(count !== undefined && { workers: count }) });
    try {
      return { found: await optimise(question, { goals, uses, solve: (rows) => workers.solve(rows), tell, progress }), rules };
    } finally {
      workers.close();
    }
  }
}

/** Throws `not-found` (use, asset, variable, rule) and `bad-input` (an empty span, a range without room). */
function planSearch(request: OptimiseRequest, program: CompiledProject): SearchPlan {
  const { fromUs, toUs } = request.span;
  if (toUs <= fromUs) throw new TwinError("bad-input", "The span of the optimisation is empty: its end is not after its start.");
  for (const { name, range } of request.variables) {
    if (range.kind !== "even") throw new TwinError("bad-input", `${name} needs bounds to be searched between; a normal range has none.`);
    if (!(range.low < range.high)) throw new TwinError("bad-input", `The range of ${name} has no room: ${range.low} .. ${range.high}.`);
  }
  const named = usesNamed(program, request.use, request.asset);
  const uses = withSources(named, program.uses);
  const systems = sortSystems(uses);
  const watched = named.map((use) => use.id);
  const outputs = watchedOutputs(systems, watched);
  const names = request.constraints.flatMap((constraint) => (constraint.kind === "rule" ? [constraint.rule] : []));
  const programs = rowPrograms(inlineCalcs(program).rules, names, outputs.map((output) => output.signal));
  return { question: { ...request, variables: withUnits(uses, request.variables), seed: request.seed ?? USUAL_SEED }, uses, systems, watched, outputs, programs };
}

/** The uses with what is recommended. */
function withFound(uses: readonly UseProgram[], { values }: OptimisationFound): { readonly changed: readonly UseProgram[]; readonly changes: Optimisation["changes"] } {
  const { uses: changed, changes } = changedUses(uses, values.map(({ variable: { range: _, unit: __, ...variable }, amount }): WhatIfChange => ({ ...variable, amount })));
  return { changed, changes };
}
