/**
 * Rules at work: which texts run, their alarms and the states they hold, calc results, and backtests. It is told of the
 * project, of live samples, gaps and confirmations, and of the time; it tells alarms, states and status to whoever listens.
 * It touches no database itself (that is the history) and no file (that is its memory).
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm, AssetState, Explanation, RulePreview, RuleStatus } from "../../../shared/contract/rules.ts";
import type { CompiledProject, RuleProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs, type AlarmTransition } from "../../../shared/language/machines/index.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import { AlarmBook, isShown, programOf } from "../alarms/index.ts";
import type { AlarmsQuestion } from "../history/index.ts";
import { ALLOWED_LATENESS_US } from "../ingest/index.ts";
import type { JobCaller, Jobs } from "../jobs/index.ts";
import { alarmMessage, cannotDecideMessage } from "./alarmMessage.ts";
import { assetStates } from "./assetStates.ts";
import { backtest, type AskedBacktest, type Backtest } from "./backtest.ts";
import { BlindRules } from "./BlindRules.ts";
import { CalcResults } from "./CalcResults.ts";
import { DraftTrials, type AskedWhy, type Draft } from "./DraftTrials.ts";
import { NOTHING, type InService, type LeftOut } from "./inService.ts";
import { LiveRules, type Exchanged } from "./LiveRules.ts";
import type { CalcSink, RulesHistory } from "./ports.ts";
import { clearOrphans, reconcileAlarms, type Messages } from "./reconcileAlarms.ts";
import type { Kept, RulesMemory } from "./RulesMemory.ts";
import { compileTexts } from "./runningTexts.ts";
import { Suppressions } from "./Suppressions.ts";

/** Alarms looked at to tell the states at an instant of the past. */
const MOST_ALARMS_AT_ONCE = 10_000;

export interface RulesEngineOptions {
  readonly history: RulesHistory;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly memory: RulesMemory;
  readonly project: Project;
  /** Where live calc results go: to be recorded and shown. */
  readonly onCalcSamples: CalcSink;
  /** What goes wrong in the background, in plain words. */
  readonly onTrouble: (error: TwinError) => void;
  readonly latenessUs?: number;
  /** As of `LiveRules`. */
  readonly predictedUntilUs?: () => number | undefined;
}

export class RulesEngine {
  readonly #options: RulesEngineOptions;
  /** The alarms of these rules, and what people do with them. */
  readonly book: AlarmBook;
  readonly #suppressions: Suppressions;
  readonly #live: LiveRules;
  readonly #calcs: CalcResults;
  readonly #blind = new BlindRules();
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #trials: DraftTrials;
  #project: Project;
  #statuses: readonly RuleStatus[] = [];
  /** As compiled, calcs by name. */
  #program: CompiledProject = NOTHING.program;
  /** Rules on assets that are not in service. */
  #leftOut: readonly LeftOut[] = [];
  #saved: InService = NOTHING;
  #modelFaults: readonly string[] = [];
  #rules: ReadonlyMap<string, RuleProgram> = new Map();
  #applying: Promise<void> = Promise.resolve();
  #superseded = new AbortController();
  #recomputing: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  #isFirst = true;
  #isSettled = false;

  private constructor(options: RulesEngineOptions, book: AlarmBook, kept: Kept) {
    const { history, clock, jobs, onTrouble, onCalcSamples, predictedUntilUs, latenessUs = ALLOWED_LATENESS_US } = options;
    this.#options = options;
    this.#project = options.project;
    this.book = book;
    this.#suppressions = new Suppressions(book);
    this.#trials = new DraftTrials({ history, clock, closing: this.#closing.signal });
    this.#calcs = new CalcResults({ history, clock, jobs, onTrouble, sink: onCalcSamples, known: kept.calcs });
    this.#live = new LiveRules({
      history, clock, jobs, latenessUs, onTrouble, ...(predictedUntilUs && { predictedUntilUs }),
      onAlarm: (program, transition) => this.#onAlarm(program, transition),
      toldBlindSinceUs: (id) => book.activeOf(id, "cannot-decide")?.sinceUs,
      onCalc: (program, tUs, value) => this.#calcs.add(program, tUs, value),
    });
    this.#compile();
    // What alarms of an earlier sitting say about their assets is known before anything runs (and if nothing will).
    this.#rules = byId(inlineCalcs(this.#program).rules);
  }

  /** Reads open alarms and what was kept, and compiles. Rules run live after the first `apply`. */
  static async open(options: RulesEngineOptions): Promise<RulesEngine> {
    const book = await AlarmBook.open({ store: options.history, onTrouble: options.onTrouble });
    return new RulesEngine(options, book, await options.memory.load());
  }

  // ---- what runs

  /** Per text: which version runs, and its diagnostics. */
  get status(): readonly RuleStatus[] {
    return this.#statuses;
  }

  /** Whether a rule runs on an asset. */
  isRunning(rule: string, assetId: string): boolean {
    return this.#rules.has(programOf({ rule, assetId }));
  }

  /** The program of the versions that run: for listing calcs. */
  get program(): CompiledProject {
    return this.#program;
  }

  /** The program of the texts as saved: for simulations, which touch nothing that runs. */
  get savedProgram(): CompiledProject {
    return this.#saved.program;
  }

  /** Sentences on errors in the texts as saved that take models or uses out of that program. */
  get modelFaults(): readonly string[] {
    return this.#modelFaults;
  }

  /** Told after anything changed: status or states. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the project as it stands now and runs what it says; returns when it runs. A later call overtakes an earlier one. */
  apply(project: Project): Promise<void> {
    const before = this.#project;
    this.#project = project;
    const same = !this.#isFirst && (["texts", "types", "assets", "relations", "signals"] as const).every((table) => before[table] === project[table]);
    if (same) return this.#applying;
    if (before !== project) this.#compile();
    const first = this.#isFirst;
    this.#isFirst = false;
    this.#superseded.abort();
    this.#superseded = new AbortController();
    const signal = AbortSignal.any([this.#superseded.signal, this.#closing.signal]);
    this.#applying = this.#applying.then(() => this.#exchange(first, signal));
    return this.#applying;
  }

  /** The recorded past was added to or corrected other than live (an import, a recompute): everything is worked out anew. */
  historyChanged(): Promise<void> {
    this.#live.forget();
    this.#calcs.forget();
    this.#trials.reset(this.#project, this.#program);
    this.#isFirst = true;
    return this.apply(this.#project);
  }

  /** A run has been recorded or removed: what reads its predictions is worked out anew. */
  async predictionsChanged(): Promise<void> {
    const readsOne = ({ slots }: Pick<RuleProgram, "slots">): boolean => slots.some((slot) => slot.predicted);
    const { rules, calcs } = inlineCalcs(this.#program);
    if (!rules.some(readsOne) && !calcs.some(readsOne)) return;
    this.#calcs.forget(calcs.filter(readsOne));
    this.#live.forgetPredictions();
    this.#isFirst = true;
    return this.apply(this.#project);
  }

  // ---- live

  onBatch(batch: SampleBatch): void {
    this.#live.onBatch(batch);
  }

  /** A gap of these series has begun. */
  onGap(series: ArrayLike<number>, fromUs: number): void {
    this.#live.onGap(series, fromUs);
  }

  /** The held values of these series are confirmed over [fromUs, toUs]. */
  onConfirmed(series: ArrayLike<number>, fromUs: number, toUs: number): void {
    this.#live.onConfirm(series, fromUs, toUs);
  }

  /** To be called a few times a second: decides what is due, and sends calc results on their way. */
  tick(nowUs: number): void {
    this.#live.tick(nowUs);
    for (const { program, sinceUs, message } of this.#blind.takeDue(nowUs)) {
      if (this.#rules.has(program.id)) this.book.raise(program, "cannot-decide", sinceUs, message, nowUs);
    }
    this.#suppressions.tick(nowUs);
    // Not before it is known what ended meanwhile: a shelving that ended in a pause covers what returned before it.
    if (this.#isSettled) this.book.tick(this.#live.watermarkUs);
    this.#calcs.flush();
  }

  /** From when on a rule's live answers may differ from a backtest, because something came too late; by `Rule@asset`. */
  get differsFromUs(): ReadonlyMap<string, number> {
    return this.#live.differsFromUs;
  }

  // ---- alarms and states

  /** Alarms that have not ended and are not withheld, newest first. */
  get alarms(): readonly Alarm[] {
    return this.book.open.filter(isShown);
  }

  /** Told of the alarms that changed, in their new state. */
  onAlarms(listener: (alarms: readonly Alarm[]) => void): () => void {
    return this.book.onChange(listener);
  }

  /** Alarms active at some point of a span, of all rules or one, ended ones too, newest first. */
  alarmsIn(question: AlarmsQuestion): Promise<Alarm[]> {
    return this.book.within(question);
  }

  /** Returns when it is on disk. Throws `not-found` if all of them have ended. */
  async acknowledge(ids: readonly string[], by: string, note?: string): Promise<void> {
    this.book.acknowledge(ids, { atUs: this.#options.clock(), by, ...(note !== undefined && note !== "" && { reason: note }) });
    await this.book.written();
  }

  /** The operational states of all assets now. */
  get states(): AssetState[] {
    return assetStates(this.#project, this.#rules, this.book.open.filter((alarm) => alarm.clearedUs === undefined));
  }

  /** The operational states of all assets at an instant of the past. */
  async statesAt(tUs: number): Promise<AssetState[]> {
    const alarms = await this.book.within({ fromUs: tUs, toUs: tUs, limit: MOST_ALARMS_AT_ONCE });
    return assetStates(this.#project, this.#rules, alarms.filter((alarm) => isActiveAt(alarm, tUs)));
  }

  // ---- over history

  /**
   * What the rules that run (`saved`: those of the texts as saved; `drafts`: as if these texts ran in place of those of their names)
   * would have done, as a job. Throws `bad-input` where a draft has errors, and as `backtest` in backtest.ts.
   */
  async backtest({ saved, drafts = [], ...asked }: AskedBacktest & { readonly saved?: boolean; readonly drafts?: readonly Draft[] }, caller?: JobCaller): Promise<Backtest> {
    const { history, clock, jobs } = this.#options;
    const running = { program: this.#program, leftOut: this.#leftOut };
    const tried = saved === true ? this.#saved : drafts.length > 0 ? this.#trials.programOf(drafts) : running;
    return jobs.run(asked.rule === undefined ? "Backtest" : `Backtest ${asked.rule}`, (context) => backtest({ history, clock }, tried, asked, context), caller);
  }

  /** See `DraftTrials.preview`. */
  preview(draft: Draft & { readonly span: Span }, client: string, signal: AbortSignal): AsyncGenerator<RulePreview[]> {
    return this.#trials.preview(draft, client, signal);
  }

  /** Why a rule is as it is on an asset at an instant. Throws `not-found` where it does not run. */
  async explain(asked: AskedWhy, signal: AbortSignal): Promise<Explanation> {
    const parts = await this.#trials.explain(asked, signal);
    const alarms = await this.book.within({ fromUs: asked.tUs, toUs: asked.tUs, limit: MOST_ALARMS_AT_ONCE });
    const sinceUs = (kind: Alarm["kind"]): number | undefined => alarms.find((alarm) => alarm.kind === kind && alarm.rule === asked.rule && alarm.assetId === asked.asset && isActiveAt(alarm, asked.tUs))?.sinceUs;
    const [activeSinceUs, undecidedSinceUs] = [sinceUs("rule"), sinceUs("cannot-decide")];
    return { tUs: asked.tUs, ...parts, ...(activeSinceUs !== undefined && { activeSinceUs }), ...(undecidedSinceUs !== undefined && { undecidedSinceUs }) };
  }

  /** Ends what runs in the background and waits until alarms are written. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#applying;
    await this.#recomputing?.ended;
    this.#calcs.flush();
    await this.book.close();
    this.#listeners.clear();
  }

  #compile(): void {
    const { running, saved, modelFaults, statuses } = compileTexts(this.#project);
    this.#program = running.program;
    this.#leftOut = running.leftOut;
    this.#saved = saved;
    this.#modelFaults = modelFaults;
    this.#trials.reset(this.#project, running.program);
    this.#statuses = statuses;
    this.#tell();
  }

  async #exchange(first: boolean, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      const project = inlineCalcs(this.#program);
      this.#tellTooLarge(project);
      const changed = project.calcs.filter((calc) => !this.#live.isRunning(calc));
      const calcsChange = changed.length > 0 || this.#calcs.isMuted;
      if (calcsChange) await this.#stopRecomputing();
      const toRecompute = calcsChange ? await this.#calcs.prepare(project.calcs) : [];
      const exchanged = await this.#live.exchange({ ...project, rules: [...project.rules, ...this.#suppressions.programs(project.rules)] }, signal);
      this.#calcs.resume();
      this.#rules = byId(project.rules);
      this.#settle(exchanged);
      const unchanged = first ? project.calcs.filter((calc) => !toRecompute.includes(calc)) : [];
      if (calcsChange) this.#recompute(toRecompute, unchanged, exchanged.atUs);
      await this.#keep();
    } catch (error) {
      if (!signal.aborted) this.#options.onTrouble(TwinError.from(error));
    }
  }

  #tellTooLarge(project: CompiledProject): void {
    const known = new Set(this.#program.notApplicable);
    const told = new Map(project.notApplicable.filter((one) => !known.has(one)).map((one) => [one.what, one.reason]));
    for (const [what, reason] of told) this.#options.onTrouble(new TwinError("limit", `${what} does not run. ${reason}`));
  }

  #settle({ begun, atUs }: Exchanged): void {
    // What is suppressed first: what is raised while it is suppressed is never announced.
    this.#suppressions.settle(begun.filter(({ instance }) => this.#suppressions.isOne(instance.program)), this.#rules, atUs);
    reconcileAlarms(this.book, begun.filter(({ instance }) => !this.#suppressions.isOne(instance.program)), this.#messages, this.#blind);
    clearOrphans(this.book, this.#rules, atUs);
    this.#isSettled = true;
    this.#tell();
  }

  #recompute(all: readonly CompiledProject["calcs"][number][], tails: readonly CompiledProject["calcs"][number][], untilUs: number): void {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.#closing.signal]);
    const work = async (): Promise<void> => {
      try {
        await this.#calcs.recompute(all, untilUs, true, signal);
        await this.#calcs.recompute(tails, untilUs, false, signal);
        await this.#keep();
      } catch (error) {
        this.#calcs.report(error);
      }
    };
    this.#recomputing = { abort, ended: work() };
  }

  async #stopRecomputing(): Promise<void> {
    this.#recomputing?.abort.abort();
    await this.#recomputing?.ended;
    this.#recomputing = undefined;
  }

  #keep(): Promise<void> {
    return this.#options.memory.save({ calcs: this.#calcs.fingerprints });
  }

  #onAlarm(program: RuleProgram, transition: AlarmTransition): void {
    if (this.#suppressions.isOne(program)) return this.#suppressions.onTransition(program, transition);
    const { id, atUs } = transition;
    if (transition.kind === "cannot-decide" || transition.kind === "can-decide") this.#blind.forget(id);
    switch (transition.kind) {
      case "raised":
        this.book.raise(program, "rule", atUs, this.#messages.rule(program, transition.values), atUs);
        break;
      case "cleared":
        this.book.clear(id, "rule", atUs);
        break;
      case "cannot-decide":
        this.book.raise(program, "cannot-decide", transition.sinceUs, this.#messages.cannotDecide(program, transition.slots), atUs);
        break;
      case "can-decide":
        this.book.clear(id, "cannot-decide", atUs);
    }
    this.#tell();
  }

  readonly #messages: Messages = {
    rule: alarmMessage,
    cannotDecide: (program, slots) => cannotDecideMessage(program, slots.map((slot) => this.#signalName(program.slots[slot]?.signal ?? ""))),
  };

  #signalName(id: string): string {
    const signal = findSignal(this.#project, id);
    if (signal === undefined) return id;
    return signal.asset ? `${signal.name} of ${signal.asset.name}` : signal.name;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function byId(rules: readonly RuleProgram[]): ReadonlyMap<string, RuleProgram> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

function isActiveAt({ sinceUs, clearedUs }: Alarm, tUs: number): boolean {
  return sinceUs <= tUs && (clearedUs === undefined || clearedUs > tUs);
}
