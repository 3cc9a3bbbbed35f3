/** Runs rules over history: asks the history the questions that the SQL machine writes. */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import {
  backtestQuestions, clip, readStretches, type BacktestQuestion, type BacktestRows, type RuleIntervals, type RuleStretches,
} from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { FIRST_US, type RulesHistory } from "./ports.ts";

/** The relations that the history shows to questions (`SqlQuestion`); its stamps are unique. */
const RELATIONS = { samples: "samples", gaps: "gap_spans", confirmations: "confirmation_spans" };

export type BacktestHistory = Pick<RulesHistory, "idOf" | "query" | "extentOf">;

/** Programs over a span that reads `untilUs` and everything before, per program and not clipped; by shape of rule, as each is finished. */
export async function* stretchesOf(history: BacktestHistory, programs: readonly RuleProgram[], span: Span, signal?: AbortSignal): AsyncGenerator<ReadonlyMap<string, RuleStretches>> {
  for (const question of backtestQuestions(programs, (name) => history.idOf(name), span, RELATIONS)) {
    signal?.throwIfAborted();
    yield readStretches(question, await answersTo(history, question, span, signal));
  }
}

/** The intervals of each program over the span, by program id. */
export async function intervalsOf(history: BacktestHistory, programs: readonly RuleProgram[], span: Span, signal?: AbortSignal): Promise<Map<string, RuleIntervals>> {
  const found = new Map<string, RuleIntervals>();
  for await (const part of stretchesOf(history, programs, span, signal)) {
    for (const [id, { active, unknown }] of part) found.set(id, { active: clip(active, span), unknown: clip(unknown, span) });
  }
  return found;
}

/** From the first to the last sample of all signals that the programs name; undefined where there is none. */
export async function defaultSpan(history: BacktestHistory, programs: readonly RuleProgram[]): Promise<Span | undefined> {
  const series = new Set(programs.flatMap((program) => program.slots.flatMap((slot) => history.idOf(slot.signal) ?? [])));
  const { fromUs, toUs } = await history.extentOf([...series]);
  return fromUs === undefined || toUs === undefined ? undefined : { fromUs, toUs };
}

async function answersTo(history: BacktestHistory, question: BacktestQuestion, span: Span, signal?: AbortSignal): Promise<BacktestRows[]> {
  const rows: BacktestRows[] = [];
  const asked = { sql: question.sql, params: question.params, series: question.series, fromUs: FIRST_US, toUs: span.toUs };
  for await (const { columns } of history.query(asked, signal === undefined ? {} : { signal })) {
    const [i, kind, fromUs, toUs] = columns.map((column) => (column instanceof Float64Array ? column : new Float64Array()));
    if (i && kind && fromUs && toUs) rows.push({ i, kind, fromUs, toUs });
  }
  return rows;
}
