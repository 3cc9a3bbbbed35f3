/**
 * Keeps the recorded results of calcs true: live results are batched into samples; a calc that is new, changed or has a
 * stretch missing is worked out again over history. It remembers by fingerprint which calc a series was recorded with.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CalcProgram } from "../../../shared/language/ir.ts";
import { CalcInstance, reachUs, StreamEvaluator } from "../../../shared/language/machines/index.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { Jobs } from "../jobs/index.ts";
import { ResultBatch } from "../ResultBatch.ts";
import { FIRST_US, type CalcSink, type RulesHistory } from "./ports.ts";
import { logicOf } from "./programs.ts";
import { replayHistory } from "./replayHistory.ts";
import { SlotSeries } from "./SlotSeries.ts";

/** Rows of recomputed results that are written at once. */
const WRITE_ROWS = 50_000;

export interface CalcResultsOptions {
  readonly history: RulesHistory;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Live results. */
  readonly sink: CalcSink;
  readonly onTrouble: (error: TwinError) => void;
  /** Fingerprints from an earlier sitting, by signal. */
  readonly known: Readonly<Record<string, string>>;
}

export class CalcResults {
  readonly #options: CalcResultsOptions;
  readonly #fingerprints: Map<string, string>;
  readonly #series = new Map<string, number>();
  readonly #live = new ResultBatch();
  /** Calcs whose old results were removed while their old text still runs. */
  #muted: ReadonlySet<string> = new Set();

  constructor(options: CalcResultsOptions) {
    this.#options = options;
    this.#fingerprints = new Map(Object.entries(options.known));
  }

  /** To be kept for the next sitting. */
  get fingerprints(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#fingerprints);
  }

  /** A live result: the value from t on, NaN for unknown. */
  add(program: CalcProgram, tUs: number, value: number): void {
    const series = this.#series.get(program.signal);
    if (series !== undefined && !this.#muted.has(program.signal)) this.#live.add(series, tUs, value);
  }

  /** Sends the live results since the last time on their way. */
  flush(): void {
    if (this.#live.length > 0) this.#options.sink(this.#live.take(this.#options.clock()));
  }

  /**
   * Before these calcs run live: removes what was recorded with other texts, and takes no results of the changed ones until
   * `resume`. Returns those whose past is to be worked out.
   */
  async prepare(calcs: readonly CalcProgram[]): Promise<CalcProgram[]> {
    const { history } = this.#options;
    const ids = await history.ensureSeries(calcs.map(({ signal }) => ({ signal })));
    calcs.forEach(({ signal }, index) => this.#series.set(signal, ids[index] ?? -1));
    const changed = calcs.filter((calc) => this.#fingerprints.get(calc.signal) !== logicOf(calc));
    for (const { signal } of changed) this.#fingerprints.delete(signal);
    this.#muted = new Set(changed.map(({ signal }) => signal));
    const outdated = changed.flatMap(({ signal }) => this.#series.get(signal) ?? []);
    if (outdated.length > 0) await history.deleteSeries(outdated);
    return changed;
  }

  /** Whether an exchange of calcs was begun and not finished. */
  get isMuted(): boolean {
    return this.#muted.size > 0;
  }

  /** History has changed: nothing that was recorded counts as worked out; or, told which, nothing of these calcs. */
  forget(calcs?: readonly CalcProgram[]): void {
    if (calcs === undefined) this.#fingerprints.clear();
    else for (const { signal } of calcs) this.#fingerprints.delete(signal);
  }

  /** The new texts run. */
  resume(): void {
    this.#muted = new Set();
  }

  /**
   * Works out these calcs over the recorded past up to `untilUs`, as a job. `all`: from the first sample, else from their own
   * last result on. A calc counts as recorded only when this is done, so that an interrupted one is begun anew.
   */
  async recompute(calcs: readonly CalcProgram[], untilUs: number, all: boolean, signal: AbortSignal): Promise<void> {
    if (calcs.length === 0) return;
    const title = calcs.length === 1 ? `Work out ${calcs[0]?.name ?? "a calc"} over the past` : `Work out ${calcs.length} calcs over the past`;
    await this.#options.jobs.run(title, ({ signal: abort, progress }) => this.#run(calcs, untilUs, all, abort, (share) => progress({ share })), { signal });
    for (const calc of calcs) this.#fingerprints.set(calc.signal, logicOf(calc));
  }

  async #run(calcs: readonly CalcProgram[], untilUs: number, all: boolean, signal: AbortSignal, onProgress: (share: number) => void): Promise<void> {
    const { history, clock } = this.#options;
    const own = calcs.map((calc) => this.#series.get(calc.signal) ?? -1);
    const series = await SlotSeries.of(history, calcs);
    const inputs = series.ofAll(calcs);
    const { fromUs: firstUs } = await history.extentOf(inputs);
    if (firstUs === undefined || firstUs > untilUs) return;
    const lastUs = all ? FIRST_US : ((await history.extentOf(own)).toUs ?? FIRST_US);
    const batch = new ResultBatch();
    let writes: Promise<void>[] = [];
    const evaluator = new StreamEvaluator({
      alarm: () => undefined,
      calc: (id, tUs, value) => {
        const series = own[calcs.findIndex((calc) => calc.id === id)];
        if (series === undefined || tUs <= lastUs || tUs > untilUs) return;
        batch.add(series, tUs, value);
        if (batch.length >= WRITE_ROWS) writes.push(history.append(batch.take(clock())));
      },
    });
    for (const calc of calcs) evaluator.add(new CalcInstance(calc), series.ofSlots(calc.slots));
    series.endPredictions(evaluator);
    const fromUs = Math.max(firstUs, lastUs - Math.max(...calcs.map(reachUs)));
    const write = async (): Promise<void> => {
      if (batch.length > 0) writes.push(history.append(batch.take(clock())));
      await Promise.all(writes);
      writes = [];
    };
    await replayHistory(history, evaluator, inputs, { fromUs, toUs: untilUs }, { signal, afterWindow: async (share) => {
      await write();
      onProgress(share);
    } });
  }

  /** Told of a recompute that failed; a cancelled one is no trouble. */
  report(error: unknown): void {
    const problem = TwinError.from(error);
    if (problem.code !== "cancelled") this.#options.onTrouble(problem);
  }
}
