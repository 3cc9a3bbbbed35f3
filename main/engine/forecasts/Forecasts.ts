/** From "how does it go on" to a stored run that begins now: one course, or the middle and the band of many where values are ranges. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Forecast, ForecastRequest, Uncertainty } from "../../../shared/contract/forecasts.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { changeText, USUAL_WARM_UP_US } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, changedUses, knownUntil, LONGEST_NAME, namesOf, planForecast, RunMaker, scenarioInputs, signalsRead, usesOf, WARM_UP_SHARE, within, type ForecastPlan, type KeptRun, type RunMakerOptions, type SolverPlace } from "../simulation/index.ts";
import { designRows, makeBand, NINE_IN_TEN, USUAL_SEED, withUnits } from "../studies/index.ts";

export interface ForecastsOptions extends RunMakerOptions {
  /** Where rows are solved. */
  readonly rowSolver: SolverPlace;
}

export class Forecasts {
  readonly #options: ForecastsOptions;
  readonly #maker: RunMaker;

  constructor(options: ForecastsOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /**
   * Solves and stores the run. Throws `not-found` (use, input, parameter), `bad-input` (nothing recorded, an input without the past that it is to
   * repeat, a range without room), `limit`, `diverged` (no solution up to now, or with none of the values), `cancelled`; one course that diverges
   * later gives a run in state `failed`.
   */
  async forecast(request: ForecastRequest, caller?: Partial<JobContext>): Promise<Run> {
    const { history, queue, book, models, solver } = this.#options;
    const { program, texts } = models.saved();
    const uses = usesOf(program, request.use);
    const { forUs, warmUpUs = USUAL_WARM_UP_US, scenarios = [], changes = [] } = request;
    // Refuses what no use has before a run is begun.
    scenarioInputs(uses, scenarios);
    const made = changedUses(uses, changes).changes;
    const { uncertainty, rows } = uncertaintyOf(request, uses);
    const fromUs = await this.#now(uses);
    const span = { fromUs, toUs: fromUs + forUs };
    const forecast: Forecast = { warmUpUs, scenarios, changes: made, start: [], held: [], ...(uncertainty && { uncertainty }) };
    const id = book.nextId();
    const what = made.length === 0 ? id : made.map(changeText).join(", ");
    const run: KeptRun = { ...begunRun(this.#options.clock(), span, namesOf(uses)), id, name: request.name ?? `Forecast ${what}`.slice(0, LONGEST_NAME), kind: "forecast", forecast };
    const [done] = await queue.make(run.name, [run], async (context) => {
      const plan = await planForecast(history, solver, uses, { ...span, warmUpUs, scenarios, changes }, within(context, 0, WARM_UP_SHARE));
      const known: Forecast = { ...forecast, start: plan.start, held: plan.held };
      const rest = within(context, WARM_UP_SHARE, 1);
      if (uncertainty) return [await this.#storeBand({ ...run, forecast: known }, uncertainty, plan, rows, rest)] as const;
      const origin = await this.#maker.origin(texts, uses, request.use);
      return [await this.#maker.store({ ...run, forecast: known }, origin, plan, rest)] as const;
    }, caller);
    return done;
  }

  /** The newest instant that history knows of anything the uses read. */
  async #now(uses: readonly UseProgram[]): Promise<number> {
    const ends = await knownUntil(this.#options.history, signalsRead(uses), Number.MAX_SAFE_INTEGER);
    if (ends.size === 0) throw new TwinError("bad-input", "Nothing was recorded yet of the signals that this model reads, so there is nothing to go on from.");
    return Math.max(...ends.values());
  }

  async #storeBand(run: KeptRun, uncertainty: Uncertainty, { systems, series, starts = [] }: ForecastPlan, rows: readonly (readonly number[])[], context: JobContext): Promise<KeptRun> {
    const { history, clock, rowSolver } = this.#options;
    const question = { systems, series, fromUs: run.fromUs, toUs: run.toUs, variables: uncertainty.variables, watched: systems.flat().map(({ id }) => id), starts };
    const { run: made, failed } = await makeBand({ history, clock, solver: rowSolver }, run, uncertainty.band, question, rows, context);
    return { ...made, ...(run.forecast && { forecast: { ...run.forecast, uncertainty: { ...uncertainty, failed } } }) };
  }
}

/** What is varied and the rows that come of it; no rows where all is given as one value. */
function uncertaintyOf({ vary = [], samples, seed = USUAL_SEED }: ForecastRequest, uses: readonly UseProgram[]): { readonly uncertainty?: Uncertainty; readonly rows: readonly (readonly number[])[] } {
  if (vary.length === 0) return { rows: [] };
  const rows = designRows({ kind: "monte-carlo", variables: vary, samples, seed });
  return { rows, uncertainty: { variables: withUnits(uses, vary), rows: rows.length, failed: 0, seed, band: NINE_IN_TEN } };
}
