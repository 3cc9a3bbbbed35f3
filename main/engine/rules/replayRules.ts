/**
 * Rules over the whole recorded past by the streaming evaluator: for those that SQL cannot decide to the last bit. Samples are
 * read in order and in windows of bounded size; what is held is the state of the instances alone.
 */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import { IntervalRecorder, RuleInstance, StreamEvaluator, type RuleStretches } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { RulesHistory } from "./ports.ts";
import { replayHistory, type ReplayOptions } from "./replayHistory.ts";
import { SlotSeries } from "./SlotSeries.ts";

export type ReplayedHistory = Pick<RulesHistory, "idOf" | "runs" | "extentOf" | "readSamples" | "ledger">;

/** What each rule did up to the span's end, not clipped, by program id. */
export async function replayRules(history: ReplayedHistory, programs: readonly RuleProgram[], span: Span, options: ReplayOptions = {}): Promise<Map<string, RuleStretches>> {
  const recorder = new IntervalRecorder();
  const evaluator = new StreamEvaluator(recorder);
  const series = await SlotSeries.of(history, programs);
  for (const program of programs) evaluator.add(new RuleInstance(program), series.ofSlots(program.slots));
  const read = series.ofAll(programs);
  const { fromUs } = await history.extentOf(read);
  if (fromUs !== undefined && fromUs <= span.toUs) {
    series.endPredictions(evaluator);
    await replayHistory(history, evaluator, read, { fromUs, toUs: span.toUs }, options);
  }
  beginSilent(programs, evaluator, recorder, span);
  return new Map(programs.map((program) => [program.id, recorder.stretches(program.id)]));
}

/** A rule none of whose signals has a sample begins with the span: its silence is noticed there. */
function beginSilent(programs: readonly RuleProgram[], evaluator: StreamEvaluator, recorder: IntervalRecorder, span: Span): void {
  const silent = new StreamEvaluator(recorder);
  for (const program of programs) if (evaluator.instances.get(program.id)?.originUs === undefined) silent.add(new RuleInstance(program), []);
  silent.begin(span.fromUs);
  silent.advance(span.toUs);
}
