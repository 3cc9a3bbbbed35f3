import { describe, expect, it } from "vitest";
import { followStanding, standingAfter, type StandingAlarms } from "../../../shared/alarms/standingAlarms.ts";
import type { Alarm, AlarmsFrame } from "../../../shared/contract/rules.ts";

const alarm = (id: string, sinceUs: number, state: Alarm["state"] = "active-unacknowledged"): Alarm => ({ id, rule: id, kind: "rule", assetId: "p1", severity: "high", message: "", state, sinceUs });
const frame = (revision: number, changed: readonly Alarm[], gone: readonly string[] = []): AlarmsFrame => ({ kind: revision === 1 ? "snapshot" : "changes", revision, changed, gone, waiting: 0 });
const ids = (list: StandingAlarms | undefined): string[] | undefined => list?.alarms.map(({ id }) => id);

async function* streamOf(frames: readonly AlarmsFrame[]): AsyncGenerator<AlarmsFrame> {
  yield* frames;
}

describe("the list of standing alarms", () => {
  const first = standingAfter(undefined, frame(1, [alarm("a", 10), alarm("b", 30), alarm("c", 20)]));

  it("begins with a snapshot, newest first", () => {
    expect(ids(first)).toEqual(["b", "c", "a"]);
  });

  it("takes new ones in at their place, changed ones in their new state, and leaves the others the objects they were", () => {
    const next = standingAfter(first, frame(2, [alarm("d", 25), alarm("c", 20, "active-acknowledged")], ["a"]));
    expect(ids(next)).toEqual(["b", "d", "c"]);
    expect(next?.alarms[2]?.state).toBe("active-acknowledged");
    expect(next?.alarms[0]).toBe(first?.alarms[0]);
  });

  it("is not known any more where a frame is missing, or before the first", () => {
    expect(standingAfter(first, frame(3, [], ["a"]))).toBeUndefined();
    expect(standingAfter(undefined, frame(2, []))).toBeUndefined();
  });

  it("is asked for anew after a gap, and goes on from the new snapshot", async () => {
    const streams = [[frame(1, [alarm("a", 10)]), frame(3, [], ["a"]), frame(4, [])], [frame(1, [alarm("b", 20)]), frame(2, [alarm("c", 30)])]];
    const seen: (string[] | undefined)[] = [];
    for await (const list of followStanding(() => streamOf(streams.shift() ?? []))) seen.push(ids(list));
    expect(seen).toEqual([["a"], ["b"], ["c", "b"]]);
    expect(streams).toEqual([]);
  });
});
