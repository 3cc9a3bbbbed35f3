/** From "how does it go on" to a stored run that begins now: one course, or the middle and the band of many where values are ranges. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { EarlierForecasts, Forecast, ForecastRequest, Uncertainty } from "../../../shared/contract/forecasts.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { changeText, USUAL_WARM_UP_US } from "../../../shared/contract/whatIf.ts";
import type { StudyVariable } from "../../../shared/contract/studies.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, changedUses, hashText, knownUntil, LONGEST_NAME, namesOf, planForecast, recorded, RunMaker, scenarioInputs, settledUntil, signalsRead, usesOf, WARM_UP_SHARE, within, type ForecastPlan, type KeptRun, type Repeated, type Repeater, type VerifiableRun } from "../simulation/index.ts";
import { earlierForecasts } from "./earlierForecasts.ts";
import { designRows, NINE_IN_TEN, solveBand, storeBand, USUAL_SEED, withUnits, type RowMakerOptions, type SolvedBand } from "../studies/index.ts";

/** Shares of the progress: up to what comes after forecasts from the past, where there are any, and up to storing a band. */
const EARLIER_SHARE = 0.8;
const SOLVED_SHARE = 0.95;

export class Forecasts implements Repeater {
  readonly #options: RowMakerOptions;
  readonly #maker: RunMaker;

  constructor(options: RowMakerOptions) {
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
    const saved = models.saved();
    const uses = usesOf(saved.program, request.use);
    const { forUs, warmUpUs = USUAL_WARM_UP_US, scenarios = [], changes = [], earlier: count = 0 } = request;
    // Refuses what no use has before a run is begun.
    scenarioInputs(uses, scenarios);
    const made = changedUses(uses, changes).changes;
    const uncertainty = uncertaintyOf(request, uses);
    const fromUs = await this.#now(uses);
    const span = { fromUs, toUs: fromUs + forUs };
    const forecast: Forecast = { warmUpUs, scenarios, changes: made, start: [], held: [], ...(uncertainty && { uncertainty }) };
    const id = book.nextId();
    const what = made.length === 0 ? id : made.map(changeText).join(", ");
    const run: KeptRun = { ...begunRun(this.#options.clock(), span, namesOf(uses)), id, name: request.name ?? `Forecast ${what}`.slice(0, LONGEST_NAME), kind: "forecast", forecast };
    const [done] = await queue.make(run.name, [run], async (context) => {
      const first = await planForecast(history, solver, uses, { ...span, warmUpUs, scenarios, changes }, within(context, 0, WARM_UP_SHARE));
      const restShare = count > 0 ? EARLIER_SHARE : WARM_UP_SHARE;
      const { earlier, plan } = await this.#withEarlier(first, uses, { ...span, warmUpUs, scenarios }, count, within(context, WARM_UP_SHARE, restShare));
      const known: Forecast = { ...forecast, start: plan.start, held: plan.held, ...(earlier && { earlier }) };
      const origin = await this.#maker.origin(saved, uses, request.use);
      if (!uncertainty) return [await this.#maker.store({ ...run, forecast: known }, origin, plan, within(context, restShare, 1))] as const;
      const band = await this.#solveBand(span, uncertainty, plan, within(context, restShare, SOLVED_SHARE));
      const stored = await storeBand(this.#options, { ...run, forecast: { ...known, uncertainty: { ...uncertainty, failed: band.failed } } }, band, within(context, SOLVED_SHARE, 1));
      return [recorded(stored, origin, { inputs: plan.inputs, outputs: band.digests })] as const;
    }, caller);
    return done;
  }

  async repeat({ forecast, origin, fromUs, toUs, name }: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated> {
    if (!forecast) throw new TwinError("bad-input", `${name} is no forecast.`);
    const { history, solver } = this.#options;
    const uses = usesOf(program, origin.use);
    const first = await planForecast(history, solver, uses, { fromUs, toUs, ...forecast }, within(context, 0, WARM_UP_SHARE));
    const { asked = 0 } = forecast.earlier ?? {};
    const restShare = asked > 0 ? EARLIER_SHARE : WARM_UP_SHARE;
    const { earlier, plan } = await this.#withEarlier(first, uses, { fromUs, toUs, ...forecast }, asked, within(context, WARM_UP_SHARE, restShare));
    const found = earlier && { found: { forecast: { earlier } } };
    const rest = within(context, restShare, 1);
    if (!forecast.uncertainty) return { ...(await this.#maker.solveAgain(uses, plan, rest)), ...found };
    const { digests } = await this.#solveBand({ fromUs, toUs }, forecast.uncertainty, plan, rest);
    return { program: await this.#maker.digestOf(uses), inputs: plan.inputs, outputs: digests, ...found };
  }

  /** The same plan, having read what forecasts from earlier instants read besides, where any are asked for. */
  async #withEarlier(plan: ForecastPlan, uses: readonly UseProgram[], question: Parameters<typeof earlierForecasts>[2], count: number, context: JobContext): Promise<{ readonly plan: ForecastPlan; readonly earlier?: EarlierForecasts }> {
    if (count === 0) return { plan };
    const { earlier, read } = await earlierForecasts(this.#options, uses, question, count, context);
    const names = new Set([...Object.keys(plan.inputs), ...read.keys()]);
    return { earlier, plan: { ...plan, inputs: Object.fromEntries([...names].map((name) => [name, hashText(`${plan.inputs[name] ?? ""}${read.get(name) ?? ""}`)])) } };
  }

  /** The newest instant that history knows of anything the uses read. */
  async #now(uses: readonly UseProgram[]): Promise<number> {
    const ends = await knownUntil(this.#options.history, signalsRead(uses), Number.MAX_SAFE_INTEGER);
    if (ends.size === 0) throw new TwinError("bad-input", "Nothing was recorded yet of the signals that this model reads, so there is nothing to go on from.");
    return Math.min(Math.max(...ends.values()), await settledUntil(this.#options, uses));
  }

  #solveBand(span: Span, { variables, rows: samples, seed, band }: Uncertainty, { systems, series, starts = [] }: ForecastPlan, context: JobContext): Promise<SolvedBand> {
    const { rowSolver, workers } = this.#options;
    const question = { systems, series, ...span, variables, watched: systems.flat().map(({ id }) => id), starts };
    return solveBand(question, rowsOf({ variables, samples, seed }), { band, solver: rowSolver, ...(workers !== undefined && { workers }) }, context);
  }
}

/** What is varied; undefined where all is given as one value. Throws `bad-input` for a range without room, `limit` for too many rows. */
function uncertaintyOf({ vary = [], samples, seed = USUAL_SEED }: ForecastRequest, uses: readonly UseProgram[]): Uncertainty | undefined {
  if (vary.length === 0) return undefined;
  return { variables: withUnits(uses, vary), rows: rowsOf({ variables: vary, samples, seed }).length, failed: 0, seed, band: NINE_IN_TEN };
}

function rowsOf(drawn: { readonly variables: readonly StudyVariable[]; readonly samples: number | undefined; readonly seed: number | undefined }): number[][] {
  return designRows({ kind: "monte-carlo", ...drawn, variables: [...drawn.variables] });
}
