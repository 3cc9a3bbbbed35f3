/** `liveRunsService` over what runs along with the plant. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { liveRunsService } from "../../../shared/contract/liveRuns.ts";
import type { LiveRuns } from "../liveRuns/index.ts";
import { latest } from "./streams.ts";

const INTERVAL_MS = 500;

export function liveRunsHandlers(live: LiveRuns): Handlers<typeof liveRunsService> {
  return {
    watch: (_input, { signal }) => latest({ subscribe: (listener) => live.onChange(listener), read: () => live.list, signal, minIntervalMs: INTERVAL_MS }),
    restart: ({ run }) => live.restart(run),
  };
}
