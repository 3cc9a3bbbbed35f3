/** Puts the sample's week of past into history, through the same import path as any file. */
import type { JobContext } from "../jobs/index.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { ImportSummary } from "../history/index.ts";
import { samplePast } from "./samplePast.ts";

/** Simulating takes about this share; the rest is writing and sorting. */
const SIMULATED = 0.9;

/** All of it or, when cancelled, nothing. */
export async function importPast(history: HistoryInterface, nowUs: number, { signal, progress }: JobContext): Promise<ImportSummary> {
  const past = samplePast(nowUs);
  const ids = await history.ensureSeries(past.signals.map((id) => ({ signal: id })));
  const stage = await history.importStage({ label: "The sample plant's past week", signal });
  for await (const chunk of past.chunks(signal)) {
    const length = chunk.tUs.length;
    await stage.append({
      series: chunk.signal.map((index) => ids[index] ?? -1),
      tUs: chunk.tUs,
      receivedUs: chunk.tUs,
      value: chunk.value,
      status: chunk.status,
      flags: new Uint8Array(length),
      ...(chunk.text && { text: chunk.text }),
    });
    const reachedUs = chunk.tUs[length - 1] ?? past.fromUs;
    progress({ share: (SIMULATED * (reachedUs - past.fromUs)) / (past.toUs - past.fromUs), text: "Simulating the past week" });
  }
  return stage.commit(({ share = 0, text }) => progress({ share: SIMULATED + (1 - SIMULATED) * share, ...(text !== undefined && { text }) }));
}
