import { describe, expect, it } from "vitest";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { alarmTicks, mergeAlarms, neighbourAlarm } from "../../../renderer/timeline/alarmTicks.ts";
import { MOST_ROWS, runBands } from "../../../renderer/timeline/runBands.ts";
import { presetSpan } from "../../../renderer/timeline/spanPresets.ts";

const alarm = (id: string, sinceUs: number, severity: Alarm["severity"] = "low", state: Alarm["state"] = "active-unacknowledged"): Alarm => ({ id, rule: "R", kind: "rule", assetId: "a", severity, message: "m", state, sinceUs });
const run = (id: string, fromUs: number, toUs: number, startedUs = 0, state: Run["state"] = "done"): Run => ({ id, name: id, kind: "simulation", state, startedUs, fromUs, toUs, steps: 1, uses: [], compared: [], signals: [] });

describe("alarms on the timeline", () => {
  it("stand where they began", () => {
    expect(alarmTicks([alarm("a", 250), alarm("b", 2_000)], { fromUs: 0, toUs: 1_000 }, 400).map(({ px }) => px)).toEqual([100]);
  });

  it("become one mark with the worst first where they would cover each other", () => {
    const [tick, ...others] = alarmTicks([alarm("a", 100, "low"), alarm("b", 101, "critical"), alarm("c", 102, "high", "active-acknowledged")], { fromUs: 0, toUs: 1_000 }, 400);
    expect(others).toEqual([]);
    expect(tick?.alarms.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });

  it("can be stepped through in both directions, wherever they are", () => {
    const alarms = [alarm("c", 300), alarm("a", 100), alarm("b", 200)];
    expect(neighbourAlarm(alarms, 150, 1)?.id).toBe("b");
    expect(neighbourAlarm(alarms, 150, -1)?.id).toBe("a");
    expect(neighbourAlarm(alarms, 200, 1)?.id).toBe("c");
    expect(neighbourAlarm(alarms, 300, 1)).toBeUndefined();
  });

  it("are listed once, as they stand now", () => {
    const merged = mergeAlarms([alarm("a", 1), alarm("b", 2, "low", "ended")], [alarm("a", 1, "low", "active-acknowledged")]);
    expect(merged.map(({ id, state }) => [id, state])).toEqual([["a", "active-acknowledged"], ["b", "ended"]]);
  });
});

describe("runs on the timeline", () => {
  it("share a row where they do not meet", () => {
    expect(runBands([run("a", 0, 10), run("b", 10, 20)], { fromUs: 0, toUs: 20 }).map(({ row }) => row)).toEqual([0, 0]);
  });

  it("are laid under each other where they do, newest on top, and never hide the rest of the strip", () => {
    const bands = runBands(Array.from({ length: 6 }, (_, i) => run(`r${i}`, 0, 10, i)), { fromUs: 0, toUs: 20 });
    expect(bands.map(({ run: { id }, row }) => [id, row])).toEqual([["r5", 0], ["r4", 1], ["r3", 2]]);
    expect(bands).toHaveLength(MOST_ROWS);
  });

  it("are left out when they failed or lie elsewhere", () => {
    expect(runBands([run("a", 0, 10, 0, "failed"), run("b", 50, 60)], { fromUs: 0, toUs: 20 })).toEqual([]);
  });
});

describe("a chosen length of time", () => {
  it("ends now while live", () => {
    expect(presetSpan(100, { tUs: 500, span: { fromUs: 0, toUs: 500 }, mode: "live" }, 500)).toEqual({ fromUs: 400, toUs: 500 });
  });

  it("keeps the cursor in its place on the screen otherwise, and never shows past now", () => {
    expect(presetSpan(200, { tUs: 250, span: { fromUs: 200, toUs: 400 }, mode: "paused" }, 1_000)).toEqual({ fromUs: 200, toUs: 400 });
    expect(presetSpan(2_000, { tUs: 250, span: { fromUs: 200, toUs: 400 }, mode: "paused" }, 1_000)).toEqual({ fromUs: -1_000, toUs: 1_000 });
  });
});
