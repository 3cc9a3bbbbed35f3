/**
 * When series are recorded again: closes the gap that says they were not, or, where the engine ended without a word,
 * writes one from the last that is known of the source until now.
 */
import type { HistoryInterface } from "../history/index.ts";

/** Reason of the gap that a killed engine or a powerless machine leaves. */
const NOT_RUNNING = "Twinbench was not running";

/** Calls `onBroken` for series that are unknown until their next sample. */
export async function resumeRecording(history: HistoryInterface, source: string, series: Int32Array, nowUs: number, onBroken: (series: Int32Array, fromUs: number) => void): Promise<void> {
  const resumed = new Set(series);
  const ids = [...resumed];
  if (ids.length === 0) return;
  const { gaps, confirmations } = await history.ledger(ids, { fromUs: Number.MIN_SAFE_INTEGER, toUs: nowUs });
  const open = gaps.filter((gap) => gap.toUs === undefined && gap.source === source);
  for (const gap of open) await history.closeGap(gap.id, nowUs);
  const closed = new Set(open.flatMap((gap) => [...gap.series]));
  for (const gap of open) onBroken(gap.series.filter((id) => resumed.has(id)), gap.fromUs);
  const silent = ids.filter((id) => !closed.has(id));
  const newest = await history.newestOf(silent);
  const interrupted = silent.filter((_, i) => !Number.isNaN(newest[i]));
  const endedUs = Math.min(nowUs, [...newest, ...confirmations.map((confirmation) => confirmation.toUs)].reduce((last, tUs) => (tUs > last ? tUs : last), Number.NEGATIVE_INFINITY));
  if (endedUs >= nowUs || interrupted.length === 0) return;
  const broken = Int32Array.from(interrupted);
  await history.addGap({ source, fromUs: endedUs, toUs: nowUs, reason: NOT_RUNNING, series: broken });
  onBroken(broken, endedUs);
}
