/** Keeps a live stream of the newest values running: begins again after the engine was away, ends when told. */
import type { EngineClient } from "../../shared/contract/contract.ts";
import type { LiveFrame } from "../../shared/contract/history.ts";

/** Between two tries after the stream broke. */
const RETRY_MS = 1_000;

/** A signal that is measured, or of a run that goes on with the plant. */
export interface FollowedSeries {
  readonly signal: string;
  readonly run: string;
}

/** Hands over frames until the returned function is called. A broken stream is tried again; `onBroken` says that it is. */
export function followLive(history: EngineClient["history"], series: readonly FollowedSeries[], maxRateHz: number, onFrame: (frame: LiveFrame) => void, onBroken?: (error: unknown) => void): () => void {
  const ended = new AbortController();
  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      try {
        for await (const frame of history.live({ signals: series.map(({ signal }) => signal), runs: series.map(({ run }) => run), maxRateHz }, { signal: ended.signal })) onFrame(frame);
      } catch (error) {
        if (!ended.signal.aborted) onBroken?.(error);
      }
      if (!ended.signal.aborted) await pause(RETRY_MS, ended.signal);
    }
  };
  if (series.length > 0) void run();
  return () => ended.abort();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
