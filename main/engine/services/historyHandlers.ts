/** `historyService` over the history and the live state. */
import type { Handlers } from "../../../shared/contract/define.ts";
import { MEASURED, type historyService, type SamplesFrame, type SeriesRef } from "../../../shared/contract/history.ts";
import type { Project } from "../../../shared/model/project.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import type { AskedSeries, HistoryInterface } from "../history/index.ts";
import { asOfWithLive, liveFrames, type LiveState, type WatchedSignal } from "../twin/index.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { exportCsv } from "./exportCsv.ts";

const SAMPLES_CHUNK_ROWS = 20_000;
const DEFAULT_LIVE_RATE_HZ = 10;

export interface HistoryHandlerParts {
  readonly history: HistoryInterface;
  readonly live: LiveState;
  readonly project: () => Project;
  readonly clock: Clock;
}

export function historyHandlers({ history, live, project, clock }: HistoryHandlerParts): Handlers<typeof historyService> {
  const asked = (refs: readonly SeriesRef[]): AskedSeries[] => refs.map((ref) => ({ ...ref, staleAfterUs: findSignal(project(), ref.signal)?.staleAfterUs }));
  const watched = (id: string, run: string = MEASURED): WatchedSignal => ({ series: () => history.idOf(id, run), staleAfterUs: run === MEASURED ? findSignal(project(), id)?.staleAfterUs : undefined });
  return {
    window: ({ series, span, width, raw }, { signal }) => history.window(asked(series), span, width, { signal, ...(raw !== undefined && { raw }) }),
    asOf: ({ series, tUs }, { signal }) => asOfWithLive(history, live, asked(series), tUs, signal),
    live: ({ signals, runs, maxRateHz }, { signal }) => liveFrames({ live, clock, signals: signals.map((id, index) => watched(id, runs?.[index])), maxRateHz: maxRateHz ?? DEFAULT_LIVE_RATE_HZ, signal }),
    density: ({ span, slices }, { signal }) => history.density(span, slices, { signal }),
    extent: () => history.extent(),
    series: async ({ run }) => ({ series: await history.seriesInfo(run) }),
    samples: ({ series, span }, { signal }) => samples(history, series, span, signal),
    exportCsv: ({ series, span }, { signal }) => exportCsv(history, project(), series, span, signal),
  };
}

async function* samples(history: HistoryInterface, { signal: name, run }: SeriesRef, span: { fromUs: number; toUs: number }, signal: AbortSignal): AsyncGenerator<SamplesFrame> {
  const id = history.idOf(name, run);
  if (id === undefined) return;
  for await (const { tUs, value, status, text } of history.readSamples([id], { ...span, chunkRows: SAMPLES_CHUNK_ROWS, withLastBefore: false, signal })) {
    yield { tUs, value, status, ...(text && { text: Object.fromEntries(text) }) };
  }
}
