/** One system that goes on with the plant, as the engine sees it: its inputs, how far it is, its residuals; solving is the worker's. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CalibratedBand, LiveComparison, LiveUse } from "../../../shared/contract/liveRuns.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { USUAL_WARM_UP_US, type StartState } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import { inputSignals, LIVE_STEP_US, readInputs, signalsRead, withSources, type KeptDrift, type LiveStep } from "../simulation/index.ts";
import { calibratedBand } from "./calibratedBand.ts";
import { Drift } from "./Drift.ts";
import type { LiveOutputs, LiveTarget } from "./LiveOutputs.ts";
import type { LiveWorker } from "./LiveWorker.ts";
import { SystemInputs } from "./SystemInputs.ts";

interface Compared {
  readonly use: number;
  readonly index: number;
  readonly key: string;
  readonly signal: string;
  readonly unit: string;
  readonly drift: Drift;
  band: CalibratedBand | string;
  residual?: number;
  residualUs?: number;
}

export interface LiveFollowerOptions {
  readonly id: string;
  readonly system: readonly UseProgram[];
  readonly history: HistoryInterface;
  /** Where it is solved now. */
  readonly worker: () => LiveWorker;
  readonly seriesOf: (signal: string) => number;
  /** What is remembered of earlier sittings, by key. */
  readonly drifts: Readonly<Record<string, KeptDrift>>;
}

/** A compared output whose drift has changed. */
export interface DriftChange {
  readonly program: UseProgram;
  readonly comparison: LiveComparison;
}

export class LiveFollower {
  readonly #options: LiveFollowerOptions;
  readonly #compared: readonly Compared[];
  #inputs: SystemInputs;
  #state: "starting" | "on" | "stopped" = "starting";
  #reason: string | undefined;
  #untilUs: number | undefined;
  #joinedUs: number | undefined;
  #start: readonly StartState[] | undefined;
  #unfollowed: string | undefined;
  #steps = 0;
  #system: readonly UseProgram[];
  #targets: readonly LiveTarget[] = [];
  isClosed = false;

  constructor(options: LiveFollowerOptions) {
    this.#options = options;
    this.#system = options.system;
    this.#inputs = this.#freshInputs();
    this.#compared = options.system.flatMap((program, use) => program.live ? program.compared.map(({ output, signal, unit }, index): Compared => {
      const key = `${program.id} ${program.model.outputs[output]?.name ?? ""}`;
      return { use, index, key, signal, unit: codeOfDifference(unit), drift: new Drift(options.drifts[key]), band: "" };
    }) : []);
  }

  get system(): readonly UseProgram[] {
    return this.#system;
  }

  get isOn(): boolean {
    return this.#state === "on";
  }

  get isStarting(): boolean {
    return this.#state === "starting";
  }

  get isStopped(): boolean {
    return this.#state === "stopped";
  }

  /** Up to here its outputs are known; undefined before it has joined the plant. */
  get untilUs(): number | undefined {
    return this.#untilUs;
  }

  get steps(): number {
    return this.#steps;
  }

  get series(): readonly number[] {
    return this.#targets.map(({ series }) => series);
  }

  get drifts(): readonly (readonly [string, KeptDrift])[] {
    return this.#compared.map(({ key, drift }) => [key, drift.kept]);
  }

  onSample(series: number, tUs: number, value: number): void {
    this.#inputs.offer(series, tUs, value);
  }

  onGap(series: number, fromUs: number): void {
    this.#inputs.break(series, fromUs);
  }

  /** The same uses as texts have them now (they may stand elsewhere), and where their outputs go. */
  take(system: readonly UseProgram[], targets: readonly LiveTarget[]): void {
    this.#system = system;
    this.#targets = targets;
  }

  /** It is to join the plant anew. */
  reset(): void {
    this.#state = "starting";
    this.#reason = undefined;
    this.#start = undefined;
    this.#inputs = this.#freshInputs();
  }

  /** The bands of its comparisons, by the calibrations that there are now. */
  judgeBy(runs: readonly Run[]): void {
    for (const compared of this.#compared) {
      const program = this.system[compared.use];
      if (program) compared.band = calibratedBand(runs, program, compared.signal);
    }
  }

  /** Follows the past up to an instant from which on all samples are in its inputs. A model that cannot ends as stopped. */
  async join(atUs: number, signal: AbortSignal): Promise<void> {
    const { id, history, worker } = this.#options;
    const system = this.#system;
    try {
      const fromUs = atUs - USUAL_WARM_UP_US;
      const past = await readInputs(history, signalsRead(system), { fromUs, toUs: atUs }, signal);
      this.#inputs.begin(past, atUs);
      this.#joinedUs = atUs;
      this.#untilUs = atUs;
      const begun = await worker().begin(id, { uses: system, past, fromUs, atUs });
      this.#unfollowed = begun.unfollowed;
      this.#take(begun);
      if (this.#state === "starting") this.#state = "on";
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Goes on as far as is known when everything up to an instant is final. Gives the comparisons whose drift has changed. */
  async step(finalUs: number, outputs: LiveOutputs): Promise<DriftChange[]> {
    const fromUs = this.#untilUs ?? finalUs;
    const toUs = Math.floor(this.#inputs.knownUntil(finalUs) / LIVE_STEP_US) * LIVE_STEP_US;
    if (!this.isOn || toUs <= fromUs) return [];
    try {
      const step = await this.#options.worker().step(this.#options.id, { series: this.#inputs.take(toUs, finalUs), toUs });
      this.#untilUs = toUs;
      for (const chunk of step.chunks) outputs.add(chunk, this.#targets);
      this.#take(step);
      if (this.isStopped) outputs.end(this.series, toUs + 1);
      return this.#compare(step);
    } catch (error) {
      if (this.#fail(error)) outputs.end(this.series, fromUs + 1);
      return [];
    }
  }

  /** What its live uses say of themselves. */
  get uses(): LiveUse[] {
    return this.system.flatMap((program, use) => (program.live ? [this.#useOf(program, use)] : []));
  }

  #useOf(program: UseProgram, use: number): LiveUse {
    const waitsFor = this.isOn ? this.#inputs.unknownOf(inputSignals(withSources([program], this.system))) : [];
    const start = this.#start?.filter((one) => one.use === program.name && one.assetId === program.assetId);
    const running = waitsFor.length > 0 ? "waiting" : "running";
    return {
      use: program.name, assetId: program.assetId, file: program.position.file, state: this.#state === "on" ? running : this.#state, late: this.#inputs.late,
      compared: this.#compared.filter((one) => one.use === use).map(comparisonOf),
      ...(waitsFor.length > 0 && { waitsFor }), ...(this.#reason !== undefined && { reason: this.#reason }), ...(this.#untilUs !== undefined && { untilUs: this.#untilUs }),
      ...(this.#joinedUs !== undefined && { joinedUs: this.#joinedUs }), ...(start && { start }), ...(this.#unfollowed !== undefined && { unfollowed: this.#unfollowed }), ...(this.#inputs.lateFromUs !== undefined && { lateFromUs: this.#inputs.lateFromUs }),
    };
  }

  #take({ start, problem, steps }: LiveStep): void {
    this.#steps = steps;
    if (start) this.#start = start;
    if (problem) this.#stop(problem.message);
  }

  /** Stops, unless its worker was ended by us: whoever did so has it join again, or ends it. */
  #fail(error: unknown): boolean {
    const { code, message } = TwinError.from(error);
    if (code === "cancelled") return false;
    this.#stop(message);
    return true;
  }

  #stop(reason: string): void {
    this.#state = "stopped";
    this.#reason = reason;
  }

  #compare({ residuals, toUs }: LiveStep): DriftChange[] {
    return this.#compared.flatMap((compared): DriftChange[] => {
      const found = residuals.find(({ use, compared: index }) => use === compared.use && index === compared.index);
      if (found && found.samples > 0) {
        compared.residual = found.last;
        compared.residualUs = toUs;
      }
      const changed = compared.drift.add(toUs, found ?? { rmse: NaN, samples: 0 }, typeof compared.band === "string" ? undefined : compared.band);
      const program = this.system[compared.use];
      return changed && program ? [{ program, comparison: comparisonOf(compared) }] : [];
    });
  }

  #freshInputs(): SystemInputs {
    return new SystemInputs(this.#system, this.#options.seriesOf);
  }
}

function comparisonOf({ signal, unit, residual, residualUs, drift, band }: Compared): LiveComparison {
  const { rms, sinceUs, samples, state } = drift;
  return {
    signal, unit, samples, drift: state,
    ...(residual !== undefined && { residual }), ...(residualUs !== undefined && { residualUs }), ...(rms !== undefined && { rms }), ...(sinceUs !== undefined && { sinceUs }),
    ...(typeof band === "string" ? { why: band } : { band }),
  };
}
