/**
 * Runs rules over history: asks the history the questions that the SQL machine writes, and gives to the streaming evaluator
 * what SQL cannot decide.
 */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import {
  backtestQuestions, clip, readStretches, sqlDecides, type BacktestQuestion, type BacktestRows, type RuleIntervals, type RuleStretches,
} from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { inParts } from "./inParts.ts";
import { FIRST_US, type RulesHistory } from "./ports.ts";
import { replayRules } from "./replayRules.ts";
import { SlotSeries } from "./SlotSeries.ts";

/** The relations that the history shows to questions (`SqlQuestion`): their series alone, up to their end; its stamps are unique. */
const RELATIONS = { samples: "samples", gaps: "gap_spans", confirmations: "confirmation_spans", isExact: true } as const;

export type BacktestHistory = Pick<RulesHistory, "idOf" | "runs" | "query" | "extentOf" | "sampleCounts" | "readSamples" | "ledger">;

export interface BacktestOptions {
  readonly signal?: AbortSignal;
  /** The same rules will be asked again with other thresholds or durations: the history keeps what makes that quick. */
  readonly isDraft?: boolean;
  /** The share done, 0..1, after each question. */
  readonly onProgress?: (share: number) => void;
  /** As of `inParts`. */
  readonly mostSamples?: number;
}

/**
 * What each program did up to the span's end, per program and not clipped; in parts, as each is finished. With
 * `onFailure` a question that cannot be answered is told and left out; else it throws.
 */
export async function* stretchesOf(
  history: BacktestHistory, programs: readonly RuleProgram[], span: Span, { signal, isDraft = false, onProgress, mostSamples }: BacktestOptions = {}, onFailure?: (programs: readonly RuleProgram[], error: unknown) => void,
): AsyncGenerator<ReadonlyMap<string, RuleStretches>> {
  const replayed = programs.filter((program) => !sqlDecides(program));
  const asked = programs.filter(sqlDecides);
  let done = 0;
  for (const part of await inParts(history, asked, mostSamples)) {
    for (const question of backtestQuestions(part, (name) => history.idOf(name), span, RELATIONS)) {
      signal?.throwIfAborted();
      try {
        yield readStretches(question, await answersTo(history, question, span, isDraft, signal));
      } catch (error) {
        if (onFailure === undefined || signal?.aborted) throw error;
        onFailure(question.programs, error);
      }
      done += question.programs.length;
      onProgress?.(done / programs.length);
    }
  }
  if (replayed.length === 0) return;
  try {
    const afterWindow = async (share: number): Promise<void> => onProgress?.((asked.length + share * replayed.length) / programs.length);
    yield await replayRules(history, replayed, span, { afterWindow, ...(signal && { signal }) });
  } catch (error) {
    if (onFailure === undefined || signal?.aborted) throw error;
    onFailure(replayed, error);
  }
}

/** The intervals of each program over the span, by program id. */
export async function intervalsOf(history: BacktestHistory, programs: readonly RuleProgram[], span: Span, options: BacktestOptions = {}): Promise<Map<string, RuleIntervals>> {
  const found = new Map<string, RuleIntervals>();
  for await (const part of stretchesOf(history, programs, span, options)) {
    for (const [id, { active, unknown }] of part) found.set(id, { active: clip(active, span), unknown: clip(unknown, span) });
  }
  return found;
}

/** From the first to the last sample of all signals that the programs name; undefined where there is none. */
export async function defaultSpan(history: BacktestHistory, programs: readonly RuleProgram[]): Promise<Span | undefined> {
  const series = await SlotSeries.of(history, programs);
  const { fromUs, toUs } = await history.extentOf(series.ofAll(programs));
  return fromUs === undefined || toUs === undefined ? undefined : { fromUs, toUs };
}

async function answersTo(history: BacktestHistory, question: BacktestQuestion, span: Span, isDraft: boolean, signal?: AbortSignal): Promise<BacktestRows[]> {
  const rows: BacktestRows[] = [];
  const { changingBlocks, points } = question;
  const kept = isDraft ? { ...(changingBlocks !== undefined && { changingBlocks }), ...(points && { points }) } : {};
  const asked = { sql: question.sql, params: question.params, series: question.series, fromUs: FIRST_US, toUs: span.toUs, ...kept };
  for await (const { columns } of history.query(asked, signal === undefined ? {} : { signal })) {
    const [i, kind, fromUs, toUs] = columns.map((column) => (column instanceof Float64Array ? column : new Float64Array()));
    if (i && kind && fromUs && toUs) rows.push({ i, kind, fromUs, toUs });
  }
  return rows;
}
