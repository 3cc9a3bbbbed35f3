/** What client and history thread say to each other: calls by name, streams by pull, cancellation, and news. */
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { Progress } from "../../../shared/contract/define.ts";
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { AsOfData, WindowData } from "../../../shared/contract/history.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { AsOfQuestion } from "./asOfQuery.ts";
import type { CopyOutQuestion } from "./copyOut.ts";
import type { StreamQuestion } from "./sampleStream.ts";
import type { WindowQuestion } from "./windowQuery.ts";
import type {
  AlarmsQuestion, AlarmRecords, AuditEntry, ConfirmationSpan, ConversionRecord, GapSpan, ImportSummary, LedgerSpans, NewGap, RecordingState, SampleColumns, SeriesEntry, SqlColumns, SqlQuestion, StagedTable, StoredAudit,
} from "./types.ts";

export interface ThreadOptions {
  readonly file: string;
  readonly stagingFolder: string;
  readonly reserveBytes: number;
  readonly segmentRows: number;
  /** Nothing is written: not the file, not beside it. */
  readonly readOnly: boolean;
}

export interface SeriesSummary {
  readonly id: number;
  readonly samples: number;
  readonly fromUs?: number;
  readonly toUs?: number;
}

type Extent = { readonly fromUs?: number; readonly toUs?: number };
type SpanOf = { readonly fromUs: number; readonly toUs: number };

/** Calls: input and answer by name. */
export interface ThreadCalls {
  ensureSeries: { input: readonly { readonly signal: string; readonly run: string }[]; answer: SeriesEntry[] };
  append: { input: SampleBatch; answer: void };
  sizes: { input: void; answer: { readonly fileBytes: number; readonly storedSamples: number } };
  /** All over the same span. */
  windows: { input: readonly (WindowQuestion | undefined)[]; answer: WindowData[] };
  asOf: { input: AsOfQuestion; answer: AsOfData };
  density: { input: SpanOf & { readonly series: readonly number[]; readonly slices: number }; answer: Float64Array };
  summaries: { input: readonly number[]; answer: SeriesSummary[] };
  extent: { input: readonly number[]; answer: Extent };
  addGap: { input: NewGap; answer: number };
  closeGap: { input: { readonly id: number; readonly toUs: number }; answer: void };
  fillGap: { input: SpanOf & { readonly source: string; readonly series: Int32Array }; answer: void };
  gaps: { input: SpanOf & { readonly series?: readonly number[] }; answer: GapSpan[] };
  confirm: { input: Omit<ConfirmationSpan, "id">; answer: void };
  ledger: { input: SpanOf & { readonly series: readonly number[] }; answer: LedgerSpans };
  recordConversions: { input: readonly ConversionRecord[]; answer: void };
  recordAlarms: { input: AlarmRecords; answer: void };
  alarmEvents: { input: string; answer: AlarmEvent[] };
  withholdings: { input: void; answer: Withholding[] };
  openAlarms: { input: void; answer: Alarm[] };
  alarmsIn: { input: AlarmsQuestion; answer: Alarm[] };
  upsertRun: { input: Run; answer: void };
  runs: { input: void; answer: Run[] };
  deleteRun: { input: string; answer: number[] };
  deleteSeries: { input: readonly number[]; answer: void };
  appendAudit: { input: AuditEntry; answer: StoredAudit };
  listAudit: { input: { readonly limit: number; readonly beforeSeq?: number }; answer: StoredAudit[] };
  verifyAudit: { input: void; answer: number | undefined };
  stageBegin: { input: { readonly label: string }; answer: number };
  stageAppend: { input: { readonly stage: number; readonly batch: SampleBatch }; answer: void };
  stageLoad: { input: { readonly stage: number; readonly table: StagedTable }; answer: void };
  stageCommit: { input: number; answer: ImportSummary };
  stageAbort: { input: number; answer: void };
  maintain: { input: void; answer: void };
  close: { input: void; answer: void };
}

/** Streams: input and chunk by name. */
export interface ThreadStreams {
  readSamples: { input: StreamQuestion; chunk: SampleColumns };
  query: { input: SqlQuestion; chunk: SqlColumns };
  copyOut: { input: CopyOutQuestion; chunk: string };
}

export type ToThread =
  | { readonly kind: "call"; readonly id: number; readonly name: keyof ThreadCalls; readonly input: unknown }
  | { readonly kind: "open"; readonly id: number; readonly name: keyof ThreadStreams; readonly input: unknown }
  /** Asks an open stream for its next chunk. */
  | { readonly kind: "pull"; readonly id: number }
  /** Ends a call or stream; its work is interrupted. */
  | { readonly kind: "cancel"; readonly id: number };

export type FromThread =
  | { readonly kind: "opened"; readonly series: readonly SeriesEntry[]; readonly state: RecordingState }
  | { readonly kind: "refused"; readonly error: ErrorData }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  /** How far a call is that takes long. */
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  /** The next chunk; undefined ends the stream. */
  | { readonly kind: "chunk"; readonly id: number; readonly chunk: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: ErrorData }
  | { readonly kind: "state"; readonly state: RecordingState }
  /** Background work failed; recording goes on. */
  | { readonly kind: "trouble"; readonly error: ErrorData };
