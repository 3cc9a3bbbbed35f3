/**
 * Rules and calcs on live data: one streaming evaluator whose programs can be exchanged while data flows. A program that is
 * new begins where a run from the first sample of history would stand: its timers are brought there by replaying as much
 * of the past as they remember, its alarm's state by the SQL machine. What remembers all of the past, or has no SQL, is replayed
 * from the first sample on, as a job.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CalcProgram, CompiledProject, RuleProgram, ShownValue } from "../../../shared/language/ir.ts";
import { IntervalRecorder, reachUs, RuleInstance, StreamEvaluator, type AlarmTransition, type RuleStretches, type StreamSink } from "../../../shared/language/machines/index.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { IngestListener } from "../ingest/index.ts";
import type { Jobs } from "../jobs/index.ts";
import { stretchesOf } from "./Backtests.ts";
import type { RulesHistory } from "./ports.ts";
import { instanceId, instanceOf, isCalc, logicOf, remembersLittle, type Program } from "./programs.ts";
import { replayHistory, type ReplayOptions } from "./replayHistory.ts";
import { SlotSeries } from "./SlotSeries.ts";

/**
 * What came in the last seconds is kept, because the history may not have it on disk yet when a new program reads its past.
 * Well above the history's flush interval (250 ms), well below what would weigh in memory.
 */
const KEEP_RECENT_US = 5_000_000;
/** Rules that read predictions of live runs wait for these so long beyond the allowed lateness; later ones count as late. */
const MOST_WAIT_US = 3_000_000;

export interface LiveRulesOptions {
  readonly history: RulesHistory;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** How late a sample may come and still be decided with its own instant. */
  readonly latenessUs: number;
  /** Up to here live runs have told their predictions; undefined where none goes on. */
  readonly predictedUntilUs?: () => number | undefined;
  readonly onAlarm: (program: RuleProgram, transition: AlarmTransition) => void;
  /** Since when a rule was told to be unable to decide before it was taken up (by an earlier sitting), if it still is. */
  readonly toldBlindSinceUs: (programId: string) => number | undefined;
  /** A rule's past could not be looked at: it runs, but as if its alarm had not been active. */
  readonly onTrouble: (error: TwinError) => void;
  readonly onCalc: (program: CalcProgram, tUs: number, value: number) => void;
}

/** Where a rule that has just been taken up stands, and what it did before. */
export interface Begun {
  readonly instance: RuleInstance;
  readonly stretches: RuleStretches;
  readonly atUs: number;
  /** What its message showed when the alarm that still lasts began, part by part; empty where none lasts. */
  readonly messageValues: readonly ShownValue[];
}

/** What an exchange took up. */
export interface Exchanged {
  readonly begun: readonly Begun[];
  /** The watermark up to which the past was read; live results begin after it. */
  readonly atUs: number;
}

export class LiveRules implements IngestListener {
  readonly #options: LiveRulesOptions;
  readonly #evaluator: StreamEvaluator;
  readonly #rules = new Map<string, RuleProgram>();
  readonly #calcs = new Map<string, CalcProgram>();
  readonly #sink: StreamSink;
  #recent: { readonly receivedUs: number; readonly deliver: (evaluator: StreamEvaluator) => void }[] = [];
  #warmingUp = 0;
  /** Nothing that runs stands where history says. */
  #isOutdated = false;
  /** Those that read predictions may stand on an older run's. */
  #hasOldPredictions = false;
  #readsPredictions = false;

  constructor(options: LiveRulesOptions) {
    this.#options = options;
    this.#sink = {
      alarm: (transition) => {
        const program = this.#rules.get(transition.id);
        if (program) options.onAlarm(program, transition);
      },
      calc: (id, tUs, value) => {
        const program = this.#calcs.get(id);
        if (program) options.onCalc(program, tUs, value);
      },
    };
    this.#evaluator = new StreamEvaluator(this.#sink);
    this.#evaluator.advance(options.clock() - options.latenessUs);
  }

  get watermarkUs(): number {
    return this.#evaluator.watermarkUs;
  }

  /** Samples and gaps that came too late to be decided in their place. */
  get late(): number {
    return this.#evaluator.late;
  }

  /** From when on a rule's live answers may differ from a backtest because something came late; by program id. */
  get differsFromUs(): ReadonlyMap<string, number> {
    return this.#evaluator.differsFromUs;
  }

  onBatch(batch: SampleBatch): void {
    this.#deliver((evaluator) => evaluator.onSamples(batch));
  }

  onGap(series: ArrayLike<number>, fromUs: number): void {
    this.#deliver((evaluator) => evaluator.onGap(series, fromUs));
  }

  onConfirm(series: ArrayLike<number>, fromUs: number, untilUs: number): void {
    this.#deliver((evaluator) => evaluator.onConfirmed(series, fromUs, untilUs));
  }

  /** Decides everything up to the clock less the allowed lateness, or as far as predictions that are read have come. */
  tick(nowUs: number): void {
    const dueUs = nowUs - this.#options.latenessUs;
    const predictedUs = this.#readsPredictions ? (this.#options.predictedUntilUs?.() ?? dueUs) : dueUs;
    this.#evaluator.advance(Math.max(dueUs - MOST_WAIT_US, Math.min(dueUs, predictedUs)));
    if (this.#warmingUp === 0) this.#recent = this.#recent.filter((event) => event.receivedUs > nowUs - KEEP_RECENT_US);
  }

  /** History has changed behind what runs: the next exchange takes everything up anew. */
  forget(): void {
    this.#isOutdated = true;
  }

  /** A run has been recorded: the next exchange takes up anew what reads predictions. */
  forgetPredictions(): void {
    this.#hasOldPredictions = true;
  }

  /** Whether a program runs with this very logic. */
  isRunning(program: Program): boolean {
    if (this.#hasOldPredictions && program.slots.some((slot) => slot.predicted)) return false;
    const running = isCalc(program) ? this.#calcs.get(instanceId(program)) : this.#rules.get(program.id);
    return !this.#isOutdated && running !== undefined && logicOf(running) === logicOf(program);
  }

  /**
   * Makes exactly these rules and calcs run (a project without calcs inside others, see `inlineCalcs`), and returns the rules
   * that were taken up with where they stand. Until then the former ones go on.
   */
  async exchange(project: CompiledProject, signal: AbortSignal): Promise<Exchanged> {
    const programs: Program[] = [...project.rules, ...project.calcs];
    const fresh = programs.filter((program) => !this.isRunning(program));
    const series = await this.#seriesOf(programs);
    this.#warmingUp++;
    try {
      const { scratch, ...exchanged } = await this.#warmUp(fresh, series, signal);
      signal.throwIfAborted();
      this.#swap(project, programs, series, scratch);
      return exchanged;
    } finally {
      this.#warmingUp--;
    }
  }

  async #seriesOf(programs: readonly Program[]): Promise<SlotSeries> {
    const { history } = this.#options;
    const measured = new Set(programs.flatMap((program) => program.slots.flatMap((slot) => (slot.predicted ? [] : [slot.signal]))));
    await history.ensureSeries([...measured].map((signal) => ({ signal })));
    return SlotSeries.of(history, programs);
  }

  /** Fresh instances brought to the present watermark without a word. */
  async #warmUp(fresh: readonly Program[], series: SlotSeries, signal: AbortSignal): Promise<Exchanged & { readonly scratch: Scratch }> {
    const atUs = this.#evaluator.watermarkUs;
    const scratch = new Scratch(this.#sink);
    const little = fresh.filter(remembersLittle);
    const begun = await this.#fromShortPast(little, series, scratch, atUs, signal);
    const rest = fresh.filter((program) => !remembersLittle(program));
    if (rest.length > 0) begun.push(...(await this.#fromWholePast(rest, series, scratch, atUs, signal)));
    return { scratch, begun, atUs };
  }

  async #fromShortPast(programs: readonly Program[], series: SlotSeries, scratch: Scratch, atUs: number, signal: AbortSignal): Promise<Begun[]> {
    const { history } = this.#options;
    for (const program of programs) scratch.evaluator.add(instanceOf(program), series.ofSlots(program.slots));
    const reads = series.ofAll(programs);
    if (reads.length > 0) await replayHistory(history, scratch.evaluator, reads, { fromUs: atUs - Math.max(0, ...programs.map(reachUs)), toUs: atUs }, { signal });
    scratch.evaluator.begin(atUs);
    const begun: Begun[] = [];
    const rules = programs.filter((program): program is RuleProgram => !isCalc(program));
    for await (const part of stretchesOf(history, rules, { fromUs: atUs, toUs: atUs }, { signal }, this.#onPastFailure)) {
      for (const [id, stretches] of part) {
        const instance = scratch.evaluator.instances.get(id);
        if (!(instance instanceof RuleInstance)) continue;
        const blind = stretches.unknown.at(-1);
        const blindSinceUs = blind?.toUs === Infinity ? Math.min(blind.fromUs, this.#options.toldBlindSinceUs(id) ?? Infinity) : undefined;
        const lasting = stretches.active.at(-1)?.toUs === Infinity ? stretches.active.at(-1) : undefined;
        instance.assume({ active: lasting !== undefined, blindSinceUs }, atUs);
        begun.push({ instance, stretches, atUs, messageValues: lasting ? await this.#messageValuesAt(instance.program, lasting.fromUs, series, signal) : [] });
      }
    }
    return begun;
  }

  /** A run from the first sample of history, as a job that can be watched and cancelled. */
  async #fromWholePast(programs: readonly Program[], series: SlotSeries, scratch: Scratch, atUs: number, signal: AbortSignal): Promise<Begun[]> {
    const { history, jobs } = this.#options;
    const recorder = new IntervalRecorder();
    const whole = new StreamEvaluator(recorder);
    for (const program of programs) whole.add(instanceOf(program), series.ofSlots(program.slots));
    const reads = series.ofAll(programs);
    series.endPredictions(whole);
    const { fromUs } = await history.extentOf(reads);
    if (fromUs !== undefined && fromUs <= atUs) {
      const title = programs.length === 1 ? "Bring a rule or calc up to the present" : `Bring ${programs.length} rules and calcs up to the present`;
      const replay = (options: ReplayOptions): Promise<void> => replayHistory(history, whole, reads, { fromUs, toUs: atUs }, options);
      await jobs.run(title, ({ signal: abort, progress }) => replay({ signal: abort, afterWindow: (share) => Promise.resolve(progress({ share })) }), { signal });
    }
    whole.begin(atUs);
    const begun: Begun[] = [];
    for (const instance of whole.instances.values()) {
      if (!(instance instanceof RuleInstance)) continue;
      instance.assumeBlindSince(this.#options.toldBlindSinceUs(instance.id) ?? Infinity);
      const sinceUs = instance.blindSinceUs;
      const { active, unknown } = recorder.stretches(instance.id);
      const lasting = sinceUs === undefined ? [] : [{ fromUs: sinceUs, toUs: Infinity, decidedUs: sinceUs + instance.program.unknownAfterUs }];
      begun.push({ instance, stretches: { active, unknown: [...unknown.filter(({ toUs }) => toUs !== Infinity), ...lasting] }, atUs, messageValues: recorder.valuesShown(instance.id) });
    }
    scratch.evaluator.adopt(whole);
    return begun;
  }

  /** The values in a rule's message at an instant of the past: a sample that was too old to count then is unknown here too. */
  async #messageValuesAt(program: RuleProgram, tUs: number, series: SlotSeries, signal: AbortSignal): Promise<readonly ShownValue[]> {
    if (program.message.every((part) => "text" in part)) return [];
    const { evaluator } = new Scratch(this.#sink);
    const past = new RuleInstance(program);
    evaluator.add(past, series.ofSlots(program.slots));
    await replayHistory(this.#options.history, evaluator, series.ofAll([program]), { fromUs: tUs - reachUs(program), toUs: tUs }, { signal });
    return past.messageValues(tUs);
  }

  readonly #onPastFailure = ([program]: readonly RuleProgram[], error: unknown): void => {
    const { code, message } = TwinError.from(error);
    this.#options.onTrouble(new TwinError(code, `What ${program?.rule ?? "a rule"} did before could not be worked out: ${message}`, { cause: error }));
  };

  /** Everything in one turn of the event loop, so that no sample falls between the old programs and the new. */
  #swap(project: CompiledProject, programs: readonly Program[], series: SlotSeries, scratch: Scratch): void {
    const evaluator = this.#evaluator;
    const kept = programs.filter((program) => this.isRunning(program));
    const states = new Map(kept.map((program) => [instanceId(program), evaluator.instances.get(instanceId(program))?.save()]));
    for (const id of [...evaluator.instances.keys()]) evaluator.remove(id);
    this.#isOutdated = false;
    this.#hasOldPredictions = false;
    this.#readsPredictions = programs.some(({ slots }) => slots.some((slot) => slot.predicted));
    this.#rules.clear();
    this.#calcs.clear();
    for (const rule of project.rules) this.#rules.set(rule.id, rule);
    for (const calc of project.calcs) this.#calcs.set(instanceId(calc), calc);
    for (const program of kept) {
      // Its text may say another message now: a new instance in the old one's state.
      const instance = instanceOf(program);
      const state = states.get(instance.id);
      if (state) instance.restore(state);
      evaluator.add(instance, series.ofSlots(program.slots));
    }
    scratch.speaks = true;
    for (const { deliver } of this.#recent) deliver(scratch.evaluator);
    scratch.evaluator.advance(evaluator.watermarkUs);
    evaluator.adopt(scratch.evaluator);
  }

  #deliver(deliver: (evaluator: StreamEvaluator) => void): void {
    deliver(this.#evaluator);
    this.#recent.push({ receivedUs: this.#options.clock(), deliver });
  }
}

/** An evaluator that keeps silent until its instances stand in the present. */
class Scratch {
  speaks = false;
  readonly evaluator: StreamEvaluator;

  constructor(sink: StreamSink) {
    this.evaluator = new StreamEvaluator({
      alarm: (transition) => {
        if (this.speaks) sink.alarm(transition);
      },
      calc: (id, tUs, value) => {
        if (this.speaks) sink.calc(id, tUs, value);
      },
    });
  }
}
