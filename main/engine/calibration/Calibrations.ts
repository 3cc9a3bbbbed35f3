/** From "fit these parameters to that span" to a stored run with what was found and how far to trust it. */
import type { CalibrateRequest, CalibrationEvent, CalibrationResult, CalibrationSpan, CalibrationStart } from "../../../shared/contract/calibration.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import { inParallel } from "../inParallel.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, digestSeries, readInputs, RunMaker, signalsRead, sortSystems, usesNamed, within, withSources, type KeptRun, type Repeated, type Repeater, type RunMakerOptions, type RunPlan, type VerifiableRun } from "../simulation/index.ts";
import type { CalibrationProblem, FittedName, SpanData } from "./calibrationTypes.ts";
import { assessInWorker, fitInWorker } from "./fitInWorker.ts";
import { objection } from "./judge.ts";
import { withParameters } from "./ModelResiduals.ts";
import { starts } from "./starts.ts";

export interface CalibrationsOptions extends RunMakerOptions {
  /** Path of the built worker of fits. */
  readonly worker: string;
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

/** What is fitted, before anything is read. */
interface FitPlan {
  readonly request: CalibrateRequest;
  readonly uses: readonly UseProgram[];
  readonly systems: readonly (readonly UseProgram[])[];
  readonly spans: readonly CalibrationSpan[];
}

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
   * asset), `bad-input` (spans that overlap, too little data), `diverged`, `cancelled`.
   */
  async calibrate(request: CalibrateRequest, tell: (event: CalibrationEvent) => void, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book, models } = this.#options;
    const { program, texts } = models.saved();
    const asked = planFit(request, program);
    const id = book.nextId();
    const whole = { fromUs: Math.min(...asked.spans.map(({ fromUs }) => fromUs)), toUs: Math.max(...asked.spans.map(({ toUs }) => toUs)) };
    const run: KeptRun = { ...begunRun(clock(), whole, [request.use]), id, name: request.name ?? `Calibration of ${request.use} ${id}`, kind: "calibration", asked: { kind: "calibration", request } };
    const [done] = await queue.make(`Calibrate ${request.use}`, [run], async (context) => {
      const origin = await this.#maker.origin(texts, asked.systems.flat(), request.use);
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

  async #find({ request, uses, systems, spans }: FitPlan, tell: (event: CalibrationEvent) => void, { signal, progress }: JobContext): Promise<Found> {
    const { history, worker, author } = this.#options;
    progress({ share: 0, text: "Reading what was measured" });
    const read: SpanData[] = [];
    for (const span of spans) read.push({ ...span, series: await readInputs(history, signalsRead(systems.flat()), span, signal) });
    const problem: CalibrationProblem = { systems, use: request.use, fitted: fittedOf(request, uses), spans: read, weights: new Map(Object.entries(request.weights ?? {})) };
    const seed = request.seed ?? DEFAULT_SEED;
    const begun = starts(problem.fitted, request.starts ?? DEFAULT_STARTS, seed);
    const fits = await this.#fitAll(problem, begun, tell, within({ signal, progress }, READ_SHARE / FOUND_SHARE, 1));
    const best = bestOf(fits);
    progress({ share: 1, text: "Looking at what is left" });
    const { whiteness, ...assessment } = await assessInWorker({ kind: "assess", problem, parameters: best.found }, { worker, signal });
    const { probability, ...correlated } = whiteness;
    const reason = objection(assessment.overall);
    const calibration: CalibrationResult = {
      ...assessment, use: request.use, assetIds: uses.map((use) => use.assetId), spans: [...spans], passed: reason === undefined, ...(reason !== undefined && { reason }),
      whiteness: { ...correlated, ...(!Number.isNaN(probability) && { probability }) }, starts: fits, author: author(), seed,
    };
    return {
      calibration,
      plan: { systems: systems.map((system) => withParameters(system, problem, best.found)), spans: read.map(({ series, ...span }) => ({ ...span, inputs: series, measured: series })), inputs: digestSeries(...read.map(({ series }) => series)) },
    };
  }

  async #fitAll(problem: CalibrationProblem, begun: readonly (readonly number[])[], tell: (event: CalibrationEvent) => void, { signal, progress }: JobContext): Promise<CalibrationStart[]> {
    const { worker } = this.#options;
    const shares = begun.map(() => 0);
    return inParallel(begun, signal, async (start, index, signal) => {
      const tellShare = (share: number) => {
        shares[index] = share;
        progress({ share: shares.reduce((sum, one) => sum + one, 0) / shares.length, text: `Fitting from ${begun.length === 1 ? "the present values" : `${begun.length} starts`}` });
      };
      tellShare(0);
      const result = await fitInWorker({ kind: "fit", problem, start }, {
        worker, signal,
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

/** Throws `not-found` (use or asset), `bad-input` (nothing compared, an imported model, spans that overlap). */
function planFit(request: CalibrateRequest, program: CompiledProject): FitPlan {
  const uses = comparedUses(request, program);
  const systems = sortSystems(withSources(uses, program.uses));
  const imported = systems.flat().find(({ model }) => model.fmu);
  if (imported) throw new TwinError("bad-input", `${request.use} cannot be calibrated: ${imported.name} is an FMU, whose parameters are not fitted yet. A sweep shows how well each value does.`);
  return { request, uses, systems, spans: spansOf(request) };
}

function comparedUses({ use: name, assets }: CalibrateRequest, program: CompiledProject): UseProgram[] {
  const named = usesNamed(program, name);
  const chosen = assets ? named.filter((use) => assets.includes(use.assetId)) : named;
  const missing = assets?.find((asset) => !named.some((use) => use.assetId === asset));
  if (missing !== undefined) throw new TwinError("not-found", `${name} is not used on the asset ${missing}.`);
  if (chosen.every((use) => use.compared.length === 0)) throw new TwinError("bad-input", `${name} compares no output with a measured signal: add a line output ~ signal to its use.`);
  return chosen;
}

function fittedOf({ fit, use: name }: CalibrateRequest, uses: readonly UseProgram[]): FittedName[] {
  const [first] = uses;
  const parameters = first?.model.parameters ?? [];
  return fit.map(({ name: wanted, low, high }, position): FittedName => {
    const index = parameters.findIndex((parameter) => parameter.name === wanted);
    const parameter = parameters[index];
    if (!parameter) throw new TwinError("not-found", `${name} has no parameter ${wanted}. It has: ${parameters.map((each) => each.name).join(", ")}.`);
    if (fit.findIndex((each) => each.name === wanted) !== position) throw new TwinError("bad-input", `${wanted} is named twice.`);
    const bounds = { low: low ?? parameter.low ?? -Infinity, high: high ?? parameter.high ?? Infinity };
    if (!(bounds.low < bounds.high)) throw new TwinError("bad-input", `The bounds of ${wanted} leave it no room: ${bounds.low} .. ${bounds.high} ${parameter.unit}.`);
    return { name: wanted, unit: parameter.unit, before: first?.parameters[index] ?? parameter.value, ...bounds };
  });
}

/** In time order. Throws where a span is empty, or where a held-out one would be seen by the fit. */
function spansOf({ fitSpans, heldOut }: CalibrateRequest): CalibrationSpan[] {
  const spans = [...fitSpans.map((span) => ({ ...span, heldOut: false })), ...heldOut.map((span) => ({ ...span, heldOut: true }))].sort((a, b) => a.fromUs - b.fromUs);
  if (spans.some(({ fromUs, toUs }) => toUs <= fromUs)) throw new TwinError("bad-input", "A span is empty: its end is not after its start.");
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    if (next && next.fromUs < span.toUs) throw new TwinError("bad-input", next.heldOut === span.heldOut ? "Two spans overlap, and what lies in both would count twice." : "A span that is held out overlaps one that is fitted, and so would prove nothing.");
  });
  return spans;
}

function bestOf(fits: readonly CalibrationStart[]): CalibrationStart {
  const best = fits.reduce((found, one) => ((one.cost ?? Infinity) < (found.cost ?? Infinity) ? one : found));
  if (best.cost === undefined) throw new TwinError("diverged", "From no start does the model have a finite solution. Check its equations, and narrow the bounds.");
  return best;
}
