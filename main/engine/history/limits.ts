/** Every limit of the history with its reason, in one place. */

/** Flush at this many rows: from here on larger batches gain little (1.55 against 1.63 M rows/s at 50 000). */
export const FLUSH_ROWS = 10_000;
/** Flush no later than this after the first waiting sample, so that "recorded" lags by less than an eye notices. */
export const FLUSH_AFTER_MS = 250;
/** DuckDB's vector size: the most rows a data chunk can hold. */
export const CHUNK_ROWS = 2_048;
/** Samples waiting for the disk; beyond it new ones are refused and counted, because memory is not endless. About 1.7 M samples. */
export const QUEUE_LIMIT_BYTES = 64 * 1024 * 1024;
/** Bytes a sample takes while it waits: id, two times, value, status, flags. */
export const SAMPLE_BYTES = 4 + 8 + 8 + 8 + 4 + 1;
/** Rows after which the open segment is closed and sealed: a sort of this size takes seconds and fits memory. */
export const SEGMENT_ROWS = 4_000_000;
/** A slow plant's segment is closed after this long, so that a day's windows are sealed and quick the next morning. */
export const SEGMENT_AGE_MS = 6 * 3_600_000;
/** Space that must stay free: enough for DuckDB to checkpoint its log and for people to save their work. */
export const RESERVE_BYTES = 512 * 1024 * 1024;
/** Recording resumes when this much more than the reserve is free, so that it does not flap at the edge. */
export const RESUME_FACTOR = 1.25;
/** How often free space is looked at. */
export const SPACE_CHECK_MS = 2_000;
/** Raw samples a window may answer with; more is what `readSamples` and the CSV export are for. */
export const RAW_WINDOW_ROWS = 1_000_000;
/** Default rows of a chunk of `readSamples`. */
export const STREAM_ROWS = 65_536;
/** Ledger gaps looked into per window; more are joined into one broken stretch. */
export const WINDOW_GAPS = 500;
/** Samples of a block of which least and greatest are kept: its look-up costs little beside them, and a crossing few of them. */
export const SAMPLES_PER_BLOCK = 128;
/** Blocks kept at a time, some 80 MB; with more all are forgotten. */
export const MOST_BLOCKS = 2_000_000;
/** Rows of tables kept for drafts at a time, some 40 MB; those longest unused are forgotten first. */
export const MOST_POINTS = 2_000_000;
/** Queries get at most this share of memory and 4 GiB, so that the rest of the engine keeps breathing. */
export const MEMORY_SHARE = 0.25;
export const MEMORY_LIMIT_BYTES = 4 * 1024 ** 3;
