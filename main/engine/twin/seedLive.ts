/** Fills the live state with what history holds, so that a project shows its last values before a source answers. */
import { MEASURED } from "../../../shared/contract/history.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { LiveState } from "./LiveState.ts";

/** Once, after the history was opened and before sources connect. */
export async function seedLive(history: HistoryInterface, live: LiveState, nowUs: number): Promise<void> {
  const infos = (await history.seriesInfo(MEASURED)).filter((info) => info.count > 0);
  const ids = Int32Array.from(infos, ({ signal, run }) => history.idOf(signal, run) ?? 0);
  live.seed(ids, await history.asOf(infos.map(({ signal, run }) => ({ signal, run })), nowUs));
}
