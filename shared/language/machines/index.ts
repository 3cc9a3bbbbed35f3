/** The three machines and what goes in and out of them: the public file of this folder. */
export { backtestQuestions, readBacktest, readStretches, type BacktestQuestion, type BacktestRelations, type BacktestRows } from "./sql/backtestSql.ts";
export { sqlDecides } from "./sql/decides.ts";
export { reachUs } from "./reach.ts";
export { isTimed } from "./expressions.ts";
export { inlineCalcs } from "./inlineCalcs.ts";
export { countsAsKnown, type Confirmation, type SeriesInput, type SeriesSamples } from "./input.ts";
export { interpret, interpretCalc } from "./reference/interpret.ts";
export { clip, summarise, type Interval, type IntervalSummary, type RuleIntervals, type RuleStretches, type Stretch } from "./intervals.ts";
export { CalcInstance } from "./stream/CalcInstance.ts";
export { IntervalRecorder } from "./stream/IntervalRecorder.ts";
export type { AlarmTransition, Instance, SavedInstance, StreamSink } from "./stream/Instance.ts";
export { RuleInstance } from "./stream/RuleInstance.ts";
export { StreamEvaluator, type SavedStream } from "./stream/StreamEvaluator.ts";
