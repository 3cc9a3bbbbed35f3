/** Whether history knows anything at all of signals over a span. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { isKnown } from "../../../shared/model/sample.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";

/** A value of one of them that holds at the begin, or a known sample of one within. Reads on only until the first. */
export async function isAnyKnownWithin(history: HistoryInterface, signals: readonly string[], { fromUs, toUs }: Span): Promise<boolean> {
  const { unknown } = await history.asOf(signals.map((signal) => ({ signal, run: MEASURED })), fromUs);
  if (unknown.includes(0)) return true;
  const ids = signals.flatMap((signal) => history.idOf(signal) ?? []);
  for await (const { value, status, flags } of history.readSamples(ids, { fromUs, toUs, withLastBefore: false })) {
    if (value.some((one, row) => isKnown(one, status[row] as number, flags[row] as number))) return true;
  }
  return false;
}
