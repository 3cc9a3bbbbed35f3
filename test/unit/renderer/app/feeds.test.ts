import { describe, expect, it } from "vitest";
import type { Alarm, AlarmState } from "../../../../shared/contract/rules.ts";
import { noticesAfter, selectionAfter } from "../../../../renderer/app/state/feeds.ts";
import { byUrgency, worstByAsset } from "../../../../renderer/widgets/facts/alarmOrder.ts";
import { plantProject } from "../../model/edits/plantProject.ts";

const alarm = (id: string, state: AlarmState, part: Partial<Alarm> = {}): Alarm => ({ id, rule: "r", kind: "rule", assetId: "p1", severity: "medium", message: id, state, sinceUs: 1, ...part });

describe("the alarm list", () => {
  it("puts the worst first, then what nobody has acknowledged, then the newest", () => {
    const list = [
      alarm("low", "active-unacknowledged", { severity: "low" }),
      alarm("seen", "active-acknowledged", { severity: "high" }),
      alarm("old", "active-unacknowledged", { severity: "high" }),
      alarm("new", "active-unacknowledged", { severity: "high", sinceUs: 9 }),
    ];
    expect([...list].sort(byUrgency).map(({ id }) => id)).toEqual(["new", "old", "seen", "low"]);
  });

  it("marks everything an asset is part of with its worst alarm", () => {
    const worst = worstByAsset(plantProject, [alarm("m", "active-unacknowledged", { assetId: "motor" }), alarm("h", "active-unacknowledged", { severity: "high" })]);
    expect(Object.fromEntries([...worst].map(([id, { id: of }]) => [id, of]))).toEqual({ p1: "h", line: "h", station: "h", motor: "m" });
  });

  it("keeps the last notices only", () => {
    let notices = noticesAfter([], { atUs: 0, severity: "info", message: "0" });
    for (let count = 1; count < 200; count++) notices = noticesAfter(notices, { atUs: count, severity: "info", message: String(count) });
    expect(notices).toHaveLength(50);
    expect(notices.at(-1)?.message).toBe("199");
  });
});

describe("the selection", () => {
  const selection = { assets: ["p1", "new"], signals: ["p1/flow"], madeIn: "tree" };
  const { p1: _gone, ...assets } = plantProject.assets;

  it("loses what a change took away, and keeps what the project has not heard of yet", () => {
    expect(selectionAfter(selection, plantProject, { ...plantProject, assets })).toEqual({ assets: ["new"], signals: [], madeIn: "tree" });
  });

  it("stays the very same where nothing of it went away", () => {
    expect(selectionAfter(selection, plantProject, plantProject)).toBe(selection);
  });
});
