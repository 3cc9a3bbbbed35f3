/** What the rules need from the rest of the engine, named once. */
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { HistoryInterface } from "../history/index.ts";

/** The part of the history that rules read and write. */
export type RulesHistory = Pick<HistoryInterface, "idOf" | "runs" | "ensureSeries" | "extentOf" | "sampleCounts" | "query" | "readSamples" | "ledger" | "append" | "deleteSeries" | "recordAlarms" | "openAlarms" | "withholdings" | "alarmsIn" | "alarmEvents">;

/** Where calc results go as they come: recorded and shown like any other sample. */
export type CalcSink = (batch: SampleBatch) => void;

/** Before every sample; the history takes it as the beginning of time. */
export const FIRST_US = -(2 ** 52);
