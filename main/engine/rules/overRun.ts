/**
 * Would this alarm have come? Rules over a run: up to its begin the signals that it predicts are as measured, from there on as
 * the run has them, known throughout; all other signals are as measured. It records nothing and raises nothing.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import { isOneCourse, type Run } from "../../../shared/contract/runs.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import { clip, type RuleIntervals } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { LedgerSpans, ReadSamplesOptions, SampleColumns } from "../history/index.ts";
import type { RulesHistory } from "./ports.ts";
import { replayRules, type ReplayedHistory } from "./replayRules.ts";

/** A run that rules can be tried on. Throws `not-found`, `bad-input` for one that has no result or is no single way things could go. */
export async function predictingRun(history: Pick<RulesHistory, "runs">, id: string): Promise<Run> {
  const run = (await history.runs()).find((one) => one.id === id);
  if (!run) throw new TwinError("not-found", `There is no run ${id}.`);
  if (run.state !== "done") throw new TwinError("bad-input", `${run.name} has no result (${run.state}), so no rule can be tried on it.`);
  if (!isOneCourse(run)) throw new TwinError("bad-input", `${run.name} is a calibration, a study or the band of a forecast, so no rule can be tried on it. Simulate with its values first.`);
  return run;
}

/** What of a run matters to rules. */
export type RunCourse = Pick<Run, "id" | "signals" | "fromUs" | "toUs">;

/** Rules that read a signal which the run predicts: the others would do what they did. */
export function rulesOver<P extends Pick<RuleProgram, "slots">>(programs: readonly P[], { signals }: Pick<RunCourse, "signals">): P[] {
  const predicted = new Set(signals);
  return programs.filter(({ slots }) => slots.some((slot) => slot.predicted !== true && predicted.has(slot.signal)));
}

/** The intervals of each program over a span of the run, by program id. */
export async function intervalsOver(history: ReplayedHistory, programs: readonly RuleProgram[], run: RunCourse, span: Span, signal?: AbortSignal): Promise<Map<string, RuleIntervals>> {
  const found = await replayRules(new HistoryWithRun(history, run), programs, span, signal && { signal });
  return new Map([...found].map(([id, { active, unknown }]) => [id, { active: clip(active, span), unknown: clip(unknown, span) }]));
}

/** History as it would have been: under the id of each measured series its samples up to the run's begin, then the run's. */
class HistoryWithRun implements ReplayedHistory {
  readonly #history: ReplayedHistory;
  readonly #run: RunCourse;
  /** Series of the run by the measured ones they stand for. */
  readonly #instead: ReadonlyMap<number, number>;

  constructor(history: ReplayedHistory, run: RunCourse) {
    this.#history = history;
    this.#run = run;
    this.#instead = new Map(run.signals.flatMap((signal): [number, number][] => {
      const [measured, simulated] = [history.idOf(signal), history.idOf(signal, run.id)];
      return measured === undefined || simulated === undefined ? [] : [[measured, simulated]];
    }));
  }

  idOf(signal: string, run?: string): number | undefined {
    return this.#history.idOf(signal, run);
  }

  runs(): Promise<Run[]> {
    return this.#history.runs();
  }

  extentOf(series: readonly number[]): Promise<{ fromUs?: number; toUs?: number }> {
    return this.#history.extentOf([...series, ...series.flatMap((id) => this.#instead.get(id) ?? [])]);
  }

  async *readSamples(series: readonly number[], options: ReadSamplesOptions): AsyncGenerator<SampleColumns> {
    const beginUs = this.#run.fromUs;
    const replaced = series.filter((id) => this.#instead.has(id));
    const others = series.filter((id) => !this.#instead.has(id));
    if (others.length > 0) yield* this.#history.readSamples(others, options);
    if (replaced.length === 0) return;
    if (options.fromUs < beginUs) yield* this.#history.readSamples(replaced, { ...options, toUs: Math.min(options.toUs, beginUs - 1) });
    if (options.toUs < beginUs) return;
    const measuredOf = new Map(replaced.map((id) => [this.#instead.get(id) ?? id, id]));
    for await (const chunk of this.#history.readSamples([...measuredOf.keys()], { ...options, fromUs: Math.max(options.fromUs, beginUs) })) {
      yield { ...chunk, series: chunk.series.map((id) => measuredOf.get(id) ?? id) };
    }
  }

  /** What could not be received does not matter to the run; after its end nothing is known of what it predicts. */
  async ledger(series: readonly number[], span: Span): Promise<LedgerSpans> {
    const { fromUs, toUs } = this.#run;
    const { gaps, confirmations } = await this.#history.ledger(series, span);
    const replaced = Int32Array.from(series.filter((id) => this.#instead.has(id)));
    const source = this.#run.id;
    return {
      gaps: [...gaps.flatMap((gap) => (gap.fromUs < fromUs ? [gap] : this.#ofOthers(gap))), { id: -1, source, fromUs: toUs + 1, reason: "The run has ended", series: replaced }],
      confirmations: [
        ...confirmations.flatMap((one) => {
          if (one.toUs < fromUs) return [one];
          const before = one.fromUs < fromUs ? [{ ...one, toUs: fromUs - 1, series: one.series.filter((id) => this.#instead.has(id)) }] : [];
          return [...this.#ofOthers(one), ...before];
        }),
        { id: -1, source, fromUs, toUs, series: replaced },
      ],
    };
  }

  #ofOthers<T extends { readonly series: Int32Array }>(one: T): T[] {
    const series = one.series.filter((id) => !this.#instead.has(id));
    return series.length > 0 ? [{ ...one, series }] : [];
  }
}
