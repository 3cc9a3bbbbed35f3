/** From "solve this model with these values" to a stored run: its middle and band as series, its figures beside it; and the same once more. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { STUDY_TITLES, type StudyRequest, type StudyResult } from "../../../shared/contract/studies.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, digestSeries, readInputs, recorded, RunMaker, settledSpan, signalsRead, within, type KeptRun, type KeptStudyResult, type Repeated, type Repeater, type RunDigests, type RunMakerOptions, type SolverPlace, type VerifiableRun } from "../simulation/index.ts";
import { keptStudyResult } from "./keptStudyResult.ts";
import { planStudy, type StudyPlan } from "./planStudy.ts";
import { readRowRules } from "./rowRules.ts";
import { withRuleInputs } from "./ruleDigests.ts";
import { solveBand, type SolvedBand } from "./solveBand.ts";
import { storeBand } from "./storeBand.ts";

/** What runs that are made of rows are made with. */
export interface RowMakerOptions extends RunMakerOptions {
  /** Where rows are solved. */
  readonly rowSolver: SolverPlace;
  /** All cores but one unless said otherwise. */
  readonly workers?: number;
}

/** Shares of the progress: reading inputs, and up to storing. */
const READ_SHARE = 0.05;
const SOLVED_SHARE = 0.95;

interface SolvedStudy {
  readonly inputs: RunDigests["inputs"];
  readonly band: SolvedBand;
  readonly studyResult: KeptStudyResult;
}

export class Studies implements Repeater {
  readonly #options: RowMakerOptions;
  readonly #maker: RunMaker;

  constructor(options: RowMakerOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /**
   * Solves all rows and stores the run. Throws `not-found` (use, asset, variable, rule), `bad-input` (a range without room, nothing
   * recorded, a rule that reads nothing predicted), `limit` (too much), `diverged` (no row has a solution), `cancelled`.
   */
  async study(asked: StudyRequest, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book, models } = this.#options;
    const saved = models.saved();
    const plan = planStudy(asked, saved.program);
    const { study, systems, rules } = plan;
    const request = { ...asked, span: await settledSpan(this.#options, systems.flat(), asked.span) };
    const id = book.nextId();
    const title = `${STUDY_TITLES[request.kind]}: ${request.use}`;
    const run: KeptRun = { ...begunRun(clock(), request.span, [request.use]), id, name: request.name ?? `${title} ${id}`, kind: request.kind, study, asked: { kind: "study", request } };
    const [done] = await queue.make(title, [run], async (context) => {
      const origin = await this.#maker.origin(saved, systems.flat(), request.use, rules);
      const { inputs, band, studyResult } = await this.#solve(plan, request.span, within(context, 0, SOLVED_SHARE));
      const stored = await storeBand(this.#options, { ...run, study: { ...study, failed: band.failed }, studyResult }, band, within(context, SOLVED_SHARE, 1));
      return [recorded(stored, origin, { inputs, outputs: band.digests })] as const;
    }, caller);
    return done;
  }

  async repeat({ asked, name }: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated> {
    if (asked?.kind !== "study") throw new TwinError("bad-input", `${name} is no study.`);
    const plan = planStudy(asked.request, program);
    const { inputs, band, studyResult } = await this.#solve(plan, asked.request.span, context);
    return { program: await this.#maker.digestOf(plan.systems.flat(), plan.rules), inputs, outputs: band.digests, found: { studyResult } };
  }

  /** What a study found. */
  result(id: string): StudyResult {
    const { studyResult } = this.#options.book.find(id);
    if (!studyResult) throw new TwinError("bad-input", `${id} is no study that has ended.`);
    const known = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);
    return { amounts: studyResult.amounts.map(known), columns: studyResult.columns.map((column) => ({ ...column, values: known(column.values) })) };
  }

  async #solve(plan: StudyPlan, span: Span, context: JobContext): Promise<SolvedStudy> {
    const { history, rowSolver, workers } = this.#options;
    const { study, systems, watched, rows } = plan;
    context.progress({ share: 0, text: "Reading inputs" });
    const rules = plan.rules.length === 0 ? undefined : await readRowRules(history, plan.rules, span, context.signal);
    const series = await readInputs(history, signalsRead(systems.flat()), span, context.signal);
    const question = { systems, series, ...span, variables: study.variables, watched, ...(rules && { rules }) };
    const band = await solveBand(question, rows, { band: study.band, solver: rowSolver, ...(workers !== undefined && { workers }) }, within(context, READ_SHARE, 1));
    return { inputs: withRuleInputs(digestSeries(series), rules, span), band, studyResult: keptStudyResult(plan, band.solved) };
  }
}
