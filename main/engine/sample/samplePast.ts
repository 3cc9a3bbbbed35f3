/** The sample's past as columns for the import path: the plant's own physics, a week of it in seconds. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { generatePast, type PastChunk } from "../../plant/physics/index.ts";
import { SAMPLE_SEED, sampleSignals } from "./sampleProject.ts";

export const PAST_DAYS = 7;
const US_PER_DAY = 86_400_000_000;
/** The past begins and ends on a whole ten seconds. */
const GRID_US = 10_000_000;

export interface SamplePast {
  readonly fromUs: number;
  readonly toUs: number;
  /** Project signal ids; a chunk's `signal` column holds indexes into this. */
  readonly signals: readonly string[];
  /** In order of time. Gives way to other work between chunks; ends early, with the signal's reason, when aborted. */
  readonly chunks: (signal?: AbortSignal) => AsyncGenerator<PastChunk, void, undefined>;
}

/** The last `days` days before `nowUs`. The same `nowUs` gives the same past. */
export function samplePast(nowUs: number, days: number = PAST_DAYS): SamplePast {
  const toUs = Math.floor(nowUs / GRID_US) * GRID_US;
  const fromUs = toUs - days * US_PER_DAY;
  return { fromUs, toUs, signals: sampleSignals().map(({ id }) => id), chunks: (signal) => readChunks(fromUs, toUs, signal) };
}

async function* readChunks(fromUs: number, toUs: number, signal: AbortSignal | undefined): AsyncGenerator<PastChunk, void, undefined> {
  for (const chunk of generatePast(SAMPLE_SEED, fromUs, toUs)) {
    signal?.throwIfAborted();
    yield chunk;
    await nextTurn();
  }
}
