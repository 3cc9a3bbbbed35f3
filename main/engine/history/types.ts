/** What the history offers to the rest of the engine: plain data in and out, typed columns wherever there may be many. */
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { SeriesRef } from "../../../shared/contract/history.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { ConfirmationSpan, GapSpan } from "./ledgerTypes.ts";

export type { ConfirmationSpan, GapSpan, NewGap } from "./ledgerTypes.ts";
export { NOT_RECORDED } from "./ledgerTypes.ts";

export interface HistoryOptions {
  /** The database file, `MyPlant.twin/history.duckdb`; made if absent. The caller holds the project's lock. */
  readonly file: string;
  /** The one folder outside the database that SQL may read: where imports put Parquet. Made if absent. */
  readonly stagingFolder: string;
  /** Recording stops when less than this is free on the disk of `file`. */
  readonly reserveBytes?: number;
  /** Rows after which the segment being written is closed and sealed. */
  readonly segmentRows?: number;
  /** Only read: the file and its folder stay as they are, and an absent file is an empty history. Default false. */
  readonly readOnly?: boolean;
  /** Told of every change between recording and stopped. */
  readonly onState?: (state: RecordingState) => void;
  /** Told of background work (sealing) that failed; it is tried again, and nothing is lost. */
  readonly onTrouble?: (error: TwinError) => void;
}

/** Whether samples are being recorded. `stopped` carries the reason in plain words; reading goes on. */
export type RecordingState = { readonly kind: "recording" } | { readonly kind: "stopped"; readonly reason: string };

export interface HistoryFigures {
  /** Bytes accepted and not yet on disk. */
  readonly queuedBytes: number;
  /** Samples written since the history was opened. */
  readonly recordedSamples: number;
  /** Samples refused because the queue was full or recording had stopped. */
  readonly droppedSamples: number;
  /** Size of the database file and its log on disk. */
  readonly fileBytes: number;
  /** All samples in it, of all runs; corrections count as written. */
  readonly storedSamples: number;
  readonly state: RecordingState;
}

/** A series that has an id. */
export interface SeriesEntry {
  readonly id: number;
  readonly signal: string;
  readonly run: string;
}

/** A series asked for, with its staleness limit H where the signal has one. */
export interface AskedSeries extends SeriesRef {
  readonly staleAfterUs?: number | undefined;
}

/** Samples of a few series in columns, sorted by series in the asked order, then by time; stamps strictly increase within a series. */
export interface SampleColumns {
  readonly series: Int32Array;
  readonly tUs: Float64Array;
  /** NaN where the sample carries no number. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly flags: Uint8Array;
  /** Present where a row of the chunk carries text. */
  readonly text?: ReadonlyMap<number, string>;
}

export interface ReadSamplesOptions {
  readonly fromUs: number;
  /** Included. */
  readonly toUs: number;
  /** Rows a chunk; the last of a call may be smaller. */
  readonly chunkRows?: number;
  /** Begin each series with its last sample before `fromUs`, if any. Default true. */
  readonly withLastBefore?: boolean;
  readonly signal?: AbortSignal;
}

/** Which alarms of a span are wanted: those of one rule or of all, the newest so many. */
export interface AlarmsQuestion extends Span {
  readonly limit: number;
  readonly rule?: string | undefined;
}

/**
 * A read-only question in SQL. It sees these relations, cut to `series` and the span, and nothing else of ours:
 * - `samples(series INTEGER, t BIGINT, value DOUBLE, status UINTEGER, flags UTINYINT, text VARCHAR)`: one row per (series, t),
 *   the last written; value is NULL where there is no number; includes the last sample before the span.
 * - `gap_spans(series INTEGER, from_us BIGINT, to_us BIGINT, reason VARCHAR)`: begun by the span's end; `to_us` NULL while it lasts.
 * - `confirmation_spans(series INTEGER, from_us BIGINT, to_us BIGINT)`: begun by the span's end.
 * Rows lie in no order.
 */
export interface SqlQuestion {
  readonly sql: string;
  /** Bound to `$name` in the text. */
  readonly params?: Readonly<Record<string, number | string | boolean | null>>;
  readonly series: readonly number[];
  readonly fromUs: number;
  readonly toUs: number;
  /**
   * For a question that will be asked again with other constants: a query over `blocks(series, bucket, lo, hi)` for the columns
   * series and bucket of the blocks of which it must see every sample. Of any other block, unless a gap begins in it or a sample of
   * it is unknown or of uncertain quality, `samples` then holds one row, at the time of its first sample and with its least value.
   * The span must begin before every sample.
   */
  readonly changingBlocks?: string;
  /**
   * Beside `changingBlocks`: tables over `samples` and `gap_spans` that later questions will have too, and the question over these
   * alone, which is asked in place of `sql`. Their texts hold no `$name`.
   */
  readonly points?: { readonly tables: readonly { readonly name: string; readonly sql: string }[]; readonly sql: string };
}

/** A chunk of a query's answer: numeric columns as Float64Array (BIGINT too; NaN for NULL), others as strings (undefined for NULL). */
export interface SqlColumns {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly (Float64Array | readonly (string | undefined)[])[];
}

/** How a conversion came about, so that samples can be recomputed after a corrected unit. Kept per series from `sinceUs` (receive time) on. */
export interface ConversionRecord {
  readonly series: number;
  readonly sinceUs: number;
  readonly binding: string;
  readonly revision: number;
  readonly factor: number;
  readonly offset: number;
}

/** What is written of alarms at once, all or none. */
export interface AlarmRecords {
  /** Replace those of the same id. */
  readonly alarms: readonly Alarm[];
  readonly events: readonly AlarmEvent[];
  /** Replace those of the same id. */
  readonly withholdings: readonly Withholding[];
  /** Ids of withholdings that are no more. */
  readonly released: readonly string[];
}

export interface AuditEntry {
  readonly atUs: number;
  readonly operator: string;
  readonly action: string;
  readonly reason?: string;
  /** Any JSON; stored as text, part of the hash. */
  readonly body?: unknown;
}

export interface StoredAudit extends AuditEntry {
  readonly seq: number;
  /** SHA-256 over the previous hash and this entry, hex. */
  readonly hash: string;
}

/** One column of a wide staged table and the series it becomes. */
export interface StagedColumn {
  readonly series: number;
  readonly column: string;
  readonly kind: "number" | "text";
  /** Unit conversion, value · factor + offset. */
  readonly factor?: number;
  readonly offset?: number;
  /** Values outside are flagged. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * How a staged time column stands: counts of µs since 1970 (an integer), instants (a stamp with time zone), or the time of
 * a wall clock in a zone (stamp or date without one).
 */
export type StagedTime =
  | { readonly column: string; readonly form: "micros" }
  | { readonly column: string; readonly form: "instant" }
  | { readonly column: string; readonly form: "wall-clock"; /** IANA name. */ readonly zone: string };

/**
 * A Parquet file in the staging folder with a time column and one column a series. NULL in a cell is "no sample"; NaN is an
 * unknown one. A row whose time is NULL is left out.
 */
export interface StagedTable {
  /** File name inside the staging folder. */
  readonly file: string;
  /** What the file's columns are called here, by position; their own names if absent. */
  readonly names?: readonly string[];
  readonly time: StagedTime;
  readonly columns: readonly StagedColumn[];
}

export interface ImportSummary {
  readonly samples: number;
  readonly fromUs?: number;
  readonly toUs?: number;
}

export interface StageOptions {
  /** Told and kept in the registry of segments: the file's name, "a week of the sample plant". */
  readonly label: string;
  readonly signal?: AbortSignal;
}

export interface LedgerSpans {
  readonly gaps: readonly GapSpan[];
  readonly confirmations: readonly ConfirmationSpan[];
}
