import { describe, expect, it } from "vitest";
import type { ConnectionState, SourceStatus } from "../../../../shared/contract/sources.ts";
import type { Source } from "../../../../shared/model/project.ts";
import { liveState } from "../../../../renderer/app/shell/liveState.ts";

const source = (id: string, kind: Source["kind"] = "opcua", enabled = true): Source => ({ id, kind, name: id, enabled, settings: {} });
const status = (id: string, state: ConnectionState): SourceStatus => ({ source: id, state, sinceUs: 0, subscribed: 0, valuesPerSecond: 0, subscriptions: [], failedItems: [] });
const base = { connection: "open", mode: "live", speed: 1 } as const;

describe("the word beside the clock", () => {
  it("says LIVE when every source delivers", () => {
    expect(liveState({ ...base, sources: [source("a")], statuses: [status("a", "live")] })).toEqual({ word: "LIVE", isCurrent: true });
  });

  it("counts stale sources, and disconnected ones first", () => {
    const sources = [source("a"), source("b"), source("c")];
    expect(liveState({ ...base, sources, statuses: [status("a", "live"), status("b", "stale"), status("c", "live")] }).detail).toBe("1 of 3 sources stale");
    expect(liveState({ ...base, sources, statuses: [status("a", "live"), status("b", "stale"), status("c", "failed")] }).detail).toBe("1 of 3 sources not connected");
  });

  it("is not current when nothing delivers", () => {
    expect(liveState({ ...base, sources: [source("a")], statuses: [] })).toMatchObject({ detail: "1 of 1 source not connected", isCurrent: false });
  });

  it("does not count files and sources that are switched off", () => {
    expect(liveState({ ...base, sources: [source("f", "file"), source("off", "opcua", false)], statuses: [] })).toEqual({ word: "LIVE", isCurrent: true });
  });

  it("never says LIVE without the engine or in the past", () => {
    expect(liveState({ ...base, connection: "lost", sources: [], statuses: [] }).word).toBe("NO ENGINE");
    expect(liveState({ ...base, mode: "paused", sources: [], statuses: [] }).word).toBe("PAUSED");
    expect(liveState({ ...base, mode: "playing", speed: 60, sources: [], statuses: [] })).toMatchObject({ word: "PLAYING", detail: "60×" });
  });
});
