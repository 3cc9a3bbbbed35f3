/**
 * From "what is best within these limits" to two stored runs: the course with the recommended values, and that with the present ones. A
 * recommendation: nothing is written but these runs.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Optimisation, OptimisationEvent, OptimisationFound, OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { WhatIfChange } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, changedUses, following, planSimulation, readInputs, RunMaker, signalsRead, sortSystems, usesNamed, within, withSources, withUses, type KeptRun, type RunMakerOptions, type SolverPlace } from "../simulation/index.ts";
import { readRowRules, rowPrograms, RowWorkers, stepsOf, USUAL_SEED, watchedOutputs, withUnits, type StudyProblem } from "../studies/index.ts";
import { Goals } from "./goals.ts";
import { optimise, type OptimiseQuestion } from "./optimise.ts";

export interface OptimisationsOptions extends RunMakerOptions {
  /** Where rows are solved. */
  readonly rowSolver: SolverPlace;
  /** All cores but one unless said otherwise. */
  readonly workers?: number;
}

const SEARCHED_SHARE = 0.9;
const FIRST_STORED_SHARE = 0.95;

export class Optimisations {
  readonly #options: OptimisationsOptions;
  readonly #maker: RunMaker;

  constructor(options: OptimisationsOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /**
   * Searches and stores both runs. Throws `not-found` (use, asset, variable, output, rule), `bad-input` (a range without room, a unit that does not
   * fit, nothing recorded), `diverged` (no values have a solution), `cancelled`.
   */
  async optimise(request: OptimiseRequest, tell: (event: OptimisationEvent) => void, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book, models } = this.#options;
    const { program, texts } = models.saved();
    const { fromUs, toUs } = request.span;
    if (toUs <= fromUs) throw new TwinError("bad-input", "The span of the optimisation is empty: its end is not after its start.");
    for (const { name, range } of request.variables) {
      if (range.kind !== "even") throw new TwinError("bad-input", `${name} needs bounds to be searched between; a normal range has none.`);
      if (!(range.low < range.high)) throw new TwinError("bad-input", `The range of ${name} has no room: ${range.low} .. ${range.high}.`);
    }
    const watched = usesNamed(program, request.use, request.asset);
    const uses = withSources(watched, program.uses);
    const variables = withUnits(uses, request.variables);
    const seed = request.seed ?? USUAL_SEED;
    const begun: Optimisation = { use: request.use, ...(request.asset !== undefined && { asset: request.asset }), objective: request.objective, seed, changes: [] };
    const id = book.nextId();
    const run: KeptRun = { ...begunRun(clock(), request.span, [request.use]), id, name: request.name ?? `Optimisation of ${request.use} ${id}`, kind: "optimisation", optimisation: begun };
    const unchanged: KeptRun = { ...run, id: following(id), name: `Present values, beside ${id}` };
    const [done] = await queue.make(`Optimise ${request.use}`, [run, unchanged], async (context) => {
      const found = await this.#search({ ...request, variables, seed }, uses, watched, tell, within(context, 0, SEARCHED_SHARE));
      const { uses: changed, changes } = changedUses(uses, found.values.map(({ variable: { range: _, unit: __, ...variable }, amount }): WhatIfChange => ({ ...variable, amount })));
      const plan = await planSimulation(this.#options.history, uses, request.span, context.signal);
      const origin = await this.#maker.origin(texts, uses, request.use);
      const present = await this.#maker.store(unchanged, origin, plan, within(context, SEARCHED_SHARE, FIRST_STORED_SHARE));
      const best = await this.#maker.store(run, origin, withUses(plan, changed), within(context, FIRST_STORED_SHARE, 1));
      return [{ ...best, optimisation: { ...begun, changes, baseline: present.id, found } }, present] as const;
    }, caller);
    return done;
  }

  async #search(request: OptimiseQuestion, uses: readonly UseProgram[], watched: readonly UseProgram[], tell: (event: OptimisationEvent) => void, { signal, progress }: JobContext): Promise<OptimisationFound> {
    const { history, rowSolver, workers: count, models } = this.#options;
    progress({ share: 0, text: "Reading inputs" });
    const systems = sortSystems(uses);
    const ids = watched.map((use) => use.id);
    const outputs = watchedOutputs(systems, ids);
    const names = request.constraints.flatMap((constraint) => (constraint.kind === "rule" ? [constraint.rule] : []));
    const programs = rowPrograms(inlineCalcs(models.saved().program).rules, names, outputs.map((output) => output.signal));
    const rules = programs.length === 0 ? undefined : await readRowRules(history, programs, request.span, signal);
    const goals = new Goals(request, outputs, rules);
    const series = await readInputs(history, signalsRead(uses), request.span, signal);
    // No band is kept: one instant of the grid is enough.
    const problem: StudyProblem = { systems, series, ...request.span, variables: request.variables, watched: ids, ...stepsOf(request.span, 1), gridStepUs: Math.max(1, request.span.toUs - request.span.fromUs), ...(rules && { rules }) };
    const workers = new RowWorkers(problem, { solver: rowSolver, signal, ...(count !== undefined && { workers: count }) });
    try {
      return await optimise(request, { goals, uses, solve: (rows) => workers.solve(rows), tell, progress });
    } finally {
      workers.close();
    }
  }
}
