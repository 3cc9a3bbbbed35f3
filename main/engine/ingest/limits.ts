/** Limits of the ingest, each with its reason. */
import { US_PER_MIN, US_PER_S } from "../../../shared/time/time.ts";

/** A stamp further ahead of the engine's clock than this is taken for wrong: kept, but its value does not count. Plant clocks without a time service drift by seconds, not minutes. */
export const ALLOWED_AHEAD_US = US_PER_MIN;
/** How late a sample may come and still be in time: publishing interval, network and a busy server together. Rules decide this long after the fact. */
export const ALLOWED_LATENESS_US = 2 * US_PER_S;
/** Confirmations go to disk this often; between, the running interval is in memory. A crash loses so much of it. */
export const CONFIRM_TO_DISK_US = 2 * US_PER_S;
/** The skew shown is that of the freshest sample of the last so long. */
export const SKEW_WINDOW_US = 10 * US_PER_S;
/** Values that may wait until their series have ids: 20 s of 50,000 values/s, 24 MB. Making ids takes well under a second unless the disk hangs. */
export const WAITING_VALUES = 1_000_000;
