/** From "fit these parameters to that span" to a stored run with what was found and how far to trust it. */
import type { CalibrateRequest, CalibrationEvent, CalibrationResult, CalibrationStart } from "../../../shared/contract/calibration.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import { inParallel } from "../inParallel.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, digestSeries, readInputs, RunMaker, settledSpan, signalsRead, within, type KeptRun, type Repeated, type Repeater, type RunMakerOptions, type RunPlan, type SolverPlace, type VerifiableRun } from "../simulation/index.ts";
import type { CalibrationProblem, SpanData } from "./calibrationTypes.ts";
import { assessInWorker, fitInWorker } from "./fitInWorker.ts";
import { objection } from "./judge.ts";
import { ownParameters, withParameters } from "./fittedPlaces.ts";
import { planFit, type FitPlan } from "./planFit.ts";
import { starts } from "./starts.ts";

export interface CalibrationsOptions extends RunMakerOptions {
  /** Where fits are made. */
  readonly fitSolver: SolverPlace;
  /** Who asks now. */
  readonly author: () => string;
}

const DEFAULT_STARTS = 4;
const DEFAULT_SEED = 1;
/** Shares of the progress: reading comes before, assessing and storing after. */
const READ_SHARE = 0.1;
const FIT_SHARE = 0.8;
const FOUND_SHARE = READ_SHARE + FIT_SHARE;
/** Iterations that a fit usually takes; only for the share that is shown. */
const USUAL_ITERATIONS = 15;

/** What was found, and how the models are solved with it. */
interface Found {
  readonly calibration: CalibrationResult;
  readonly plan: RunPlan;
}

export class Calibrations implements Repeater {
  readonly #options: CalibrationsOptions;
  readonly #maker: RunMaker;

  constructor(options: CalibrationsOptions) {
    this.#options = options;
    this.#maker = new RunMaker(options);
  }

  /**
   * Fits, assesses and stores a run whose series are the model with the values found. Throws `not-found` (use, parameter or
   * asset), `bad-input` (spans that overlap, too little data, an imported model's parameter that cannot be fitted), `diverged` (no solution, foreign
   * code that crashed), `limit` (that hung or grew too large), `refused` (that nobody allowed), `cancelled`.
   */
  async calibrate(wanted: CalibrateRequest, tell: (event: CalibrationEvent) => void, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book, models } = this.#options;
    const saved = models.saved();
    const { systems } = planFit(wanted, saved.program);
    const settle = (span: Span): Promise<Span> => settledSpan(this.#options, systems.flat(), span);
    const request: CalibrateRequest = { ...wanted, fitSpans: await Promise.all(wanted.fitSpans.map(settle)), heldOut: await Promise.all(wanted.heldOut.map(settle)) };
    const asked = planFit(request, saved.program);
    const id = book.nextId();
    const whole = { fromUs: Math.min(...asked.spans.map(({ fromUs }) => fromUs)), toUs: Math.max(...asked.spans.map(({ toUs }) => toUs)) };
    const run: KeptRun = { ...begunRun(clock(), whole, asked.chosen.map(({ use }) => use)), id, name: request.name ?? `Calibration of ${request.use} ${id}`, kind: "calibration", asked: { kind: "calibration", request } };
    const [done] = await queue.make(`Calibrate ${request.use}`, [run], async (context) => {
      const origin = await this.#maker.origin(saved, asked.systems.flat(), request.use);
      const { calibration, plan } = await this.#find(asked, tell, within(context, 0, FOUND_SHARE));
      return [await this.#maker.store({ ...run, calibration }, origin, plan, within(context, FOUND_SHARE, 1))] as const;
    }, caller);
    return done;
  }

  async repeat({ asked, name }: VerifiableRun, program: CompiledProject, context: JobContext): Promise<Repeated> {
    if (asked?.kind !== "calibration") throw new TwinError("bad-input", `${name} is no calibration.`);
    const fit = planFit(asked.request, program);
    const { calibration, plan } = await this.#find(fit, () => undefined, within(context, 0, FOUND_SHARE));
    return { ...(await this.#maker.solveAgain(fit.systems.flat(), plan, within(context, FOUND_SHARE, 1))), found: { calibration } };
  }

  async #find({ request, chosen: [own, ...others], systems, spans, fitted, members }: FitPlan, tell: (event: CalibrationEvent) => void, { signal, progress }: JobContext): Promise<Found> {
    const { history, fitSolver, author } = this.#options;
    await fitSolver.imported?.refuseUnfit(systems.flat().map((use) => ({ use, parameters: ownParameters(use, { members, fitted }).map(({ index }) => index) })));
    progress({ share: 0, text: "Reading what was measured" });
    const read: SpanData[] = [];
    for (const span of spans) read.push({ ...span, series: await readInputs(history, signalsRead(systems.flat()), span, signal) });
    const problem: CalibrationProblem = { systems, members, fitted, spans: read, weights: new Map(Object.entries(request.weights ?? {})) };
    const seed = request.seed ?? DEFAULT_SEED;
    const begun = starts(problem.fitted, request.starts ?? DEFAULT_STARTS, seed);
    const fits = await this.#fitAll(problem, begun, tell, within({ signal, progress }, READ_SHARE / FOUND_SHARE, 1));
    const best = bestOf(fits);
    progress({ share: 1, text: "Looking at what is left" });
    const { whiteness, ...assessment } = await assessInWorker({ kind: "assess", problem, parameters: best.found }, { solver: fitSolver, signal });
    const { probability, ...correlated } = whiteness;
    const reason = objection(assessment.overall, assessment.parameters);
    const calibration: CalibrationResult = {
      ...assessment, ...own, ...(others.length > 0 && { others }), spans: [...spans], passed: reason === undefined, ...(reason !== undefined && { reason }),
      whiteness: { ...correlated, ...(!Number.isNaN(probability) && { probability }) }, starts: fits, author: author(), seed,
    };
    return {
      calibration,
      plan: { systems: systems.map((system) => withParameters(system, problem, best.found)), spans: read.map(({ series, ...span }) => ({ ...span, inputs: series, measured: series })), inputs: digestSeries(...read.map(({ series }) => series)) },
    };
  }

  async #fitAll(problem: CalibrationProblem, begun: readonly (readonly number[])[], tell: (event: CalibrationEvent) => void, { signal, progress }: JobContext): Promise<CalibrationStart[]> {
    const { fitSolver } = this.#options;
    const shares = begun.map(() => 0);
    return inParallel(begun, signal, async (start, index, signal) => {
      const tellShare = (share: number) => {
        shares[index] = share;
        progress({ share: shares.reduce((sum, one) => sum + one, 0) / shares.length, text: `Fitting from ${begun.length === 1 ? "the present values" : `${begun.length} starts`}` });
      };
      tellShare(0);
      const result = await fitInWorker({ kind: "fit", problem, start }, {
        solver: fitSolver, signal,
        onIteration: ({ number, parameters, cost }) => {
          tell({ kind: "iteration", start: index, number, parameters, cost });
          tellShare(number / (number + USUAL_ITERATIONS));
        },
      });
      tellShare(1);
      return result;
    });
  }
}

function bestOf(fits: readonly CalibrationStart[]): CalibrationStart {
  const best = fits.reduce((found, one) => ((one.cost ?? Infinity) < (found.cost ?? Infinity) ? one : found));
  const trouble = fits.find((one) => one.trouble !== undefined)?.trouble;
  if (best.cost === undefined) throw new TwinError("diverged", `From no start does the model have a finite solution. Check its equations, and narrow the bounds.${trouble === undefined ? "" : ` From the first: ${trouble}`}`);
  return best;
}
