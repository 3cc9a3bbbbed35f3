/** Ingest: from raw values of sources to recorded samples. The one file of this module that others import. */
export type { IngestCounters } from "./counters.ts";
export { ALLOWED_AHEAD_US, ALLOWED_LATENESS_US } from "./limits.ts";
export { Recorder, type IngestListener, type RecorderOptions } from "./Recorder.ts";
