import { describe, expect, it } from "vitest";
import { filterAlarms, NO_FILTER, readAlarmView } from "../../../../renderer/panels/Alarms/alarmView.ts";
import type { Alarm } from "../../../../shared/contract/rules.ts";
import { emptyProject } from "../../../../shared/model/schema.ts";

const project = {
  ...emptyProject("Plant", "UTC"),
  assets: Object.fromEntries([["line"], ["pump", "line"], ["motor", "pump"], ["other"]].map(([id = "", parent]) => [id, { id, name: id, type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active" as const, sinceUs: 0 }, ...(parent !== undefined && { parent }) }])),
};
const alarm = (id: string, more: Partial<Alarm>): Alarm => ({ id, rule: "Hot", kind: "rule", assetId: "pump", severity: "medium", message: "", state: "active-unacknowledged", sinceUs: 0, ...more });
const ids = (alarms: readonly Alarm[]): string[] => alarms.map(({ id }) => id);

describe("the filters of the alarm list", () => {
  const alarms = [alarm("a", {}), alarm("b", { severity: "critical", state: "active-acknowledged" }), alarm("c", { assetId: "motor", state: "latched-acknowledged" }), alarm("d", { assetId: "other", severity: "low", state: "returned-unacknowledged" })];

  it("take a priority for itself and those above it", () => {
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, priority: "medium" }, project))).toEqual(["a", "b", "c"]);
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, priority: "critical" }, project))).toEqual(["b"]);
  });

  it("take what is acknowledged, what is not, and what only waits for a person", () => {
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, state: "acknowledged" }, project))).toEqual(["b", "c"]);
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, state: "unacknowledged" }, project))).toEqual(["a", "d"]);
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, state: "gone" }, project))).toEqual(["c", "d"]);
  });

  it("take an asset with all its parts", () => {
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, assets: ["line"] }, project))).toEqual(["a", "b", "c"]);
    expect(ids(filterAlarms(alarms, { ...NO_FILTER, assets: ["motor"] }, project))).toEqual(["c"]);
  });
});

describe("the alarm panel", () => {
  it("opens with the active list whatever a layout says that it does not know", () => {
    expect([readAlarmView("shelved"), readAlarmView(undefined), readAlarmView({ odd: true })]).toEqual(["shelved", "standing", "standing"]);
  });
});
