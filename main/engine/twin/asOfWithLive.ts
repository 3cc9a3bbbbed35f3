/** As-of seeks that also see what is not on disk yet: history answers, and memory overrides where it is newer. */
import type { AsOfData } from "../../../shared/contract/history.ts";
import type { AskedSeries, HistoryInterface } from "../history/index.ts";
import type { LiveState } from "./LiveState.ts";

/** For an instant at or after the newest sample in memory that sample is the answer; before it history's is. */
export async function asOfWithLive(history: HistoryInterface, live: LiveState, asked: readonly AskedSeries[], tUs: number, signal?: AbortSignal): Promise<AsOfData> {
  const ids = asked.map(({ signal: name, run }) => history.idOf(name, run));
  const values = ids.map((id) => (id === undefined ? undefined : live.get(id)));
  const missing = asked.flatMap((series, i) => ((values[i]?.tUs ?? Number.POSITIVE_INFINITY) <= tUs ? [] : [{ series, i }]));
  const stored = await history.asOf(missing.map(({ series }) => series), tUs, signal ? { signal } : {});
  const count = asked.length;
  const result = { tUs: new Float64Array(count).fill(Number.NaN), value: new Float64Array(count).fill(Number.NaN), status: new Uint32Array(count), unknown: new Uint8Array(count).fill(1) };
  const text: Record<number, string> = {};
  missing.forEach(({ i }, row) => {
    result.tUs[i] = stored.tUs[row] as number; // one row each
    result.value[i] = stored.value[row] as number; // one row each
    result.status[i] = stored.status[row] as number; // one row each
    result.unknown[i] = stored.unknown[row] as number; // one row each
    const words = stored.text?.[row];
    if (words !== undefined) text[i] = words;
  });
  values.forEach((value, i) => {
    if (!value || value.tUs > tUs) return;
    const limitUs = asked[i]?.staleAfterUs;
    result.tUs[i] = value.tUs;
    result.value[i] = value.value;
    result.status[i] = value.status;
    const broken = (value.brokenUs ?? Number.POSITIVE_INFINITY) <= tUs;
    result.unknown[i] = value.unknown || broken || (limitUs !== undefined && tUs >= value.confirmedUs + limitUs) ? 1 : 0;
    if (value.text !== undefined) text[i] = value.text;
  });
  return Object.keys(text).length > 0 ? { ...result, text } : result;
}
