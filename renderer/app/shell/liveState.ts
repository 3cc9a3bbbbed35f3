/** What stands beside the clock: the worst state of what is on screen, in words. Pure. */
import type { SourceStatus } from "../../../shared/contract/sources.ts";
import type { Source } from "../../../shared/model/project.ts";
import type { CursorMode } from "../state/TimeCursor.ts";
import type { Connection } from "../state/Workbench.ts";

export interface LiveState {
  readonly word: "LIVE" | "PAUSED" | "PLAYING" | "NO ENGINE";
  /** What is wrong or special about it: `1 of 3 sources stale`. */
  readonly detail?: string;
  /** Shown values are not to be taken for the present. */
  readonly isCurrent: boolean;
}

export interface LiveStateParts {
  readonly connection: Connection;
  readonly mode: CursorMode;
  readonly speed: number;
  readonly sources: readonly Source[];
  readonly statuses: readonly SourceStatus[];
}

export function liveState({ connection, mode, speed, sources, statuses }: LiveStateParts): LiveState {
  if (connection !== "open") return { word: "NO ENGINE", isCurrent: false };
  if (mode === "playing") return { word: "PLAYING", detail: `${speed}×`, isCurrent: false };
  if (mode === "paused") return { word: "PAUSED", isCurrent: false };
  const live = sources.filter((source) => source.enabled && source.kind !== "file");
  const states = live.map((source) => statuses.find((status) => status.source === source.id)?.state ?? "connecting");
  const counted = (count: number, word: string): LiveState => ({ word: "LIVE", detail: `${count} of ${live.length} ${live.length === 1 ? "source" : "sources"} ${word}`, isCurrent: count < live.length });
  const down = states.filter((state) => state !== "live" && state !== "stale").length;
  if (down > 0) return counted(down, "not connected");
  const stale = states.filter((state) => state === "stale").length;
  return stale > 0 ? counted(stale, "stale") : { word: "LIVE", isCurrent: true };
}
