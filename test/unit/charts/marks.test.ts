import { describe, expect, it } from "vitest";
import { measure } from "../../../renderer/panels/Trend/MarkTable.tsx";
import { firstMarks, readTrendConfig } from "../../../renderer/panels/Trend/trendConfig.ts";
import { trendSeries } from "../../../renderer/panels/Trend/trendSeries.ts";
import { MEASURED } from "../../../shared/contract/history.ts";
import { fakeProject } from "../../fixtures/panels/fakeProject.ts";

const [series] = trendSeries(fakeProject, ["A-p1/flow"], { run: MEASURED, overlays: [] }, [], new Map());
const reading = (value: number, unknown = false) => ({ tUs: 1, value, status: 0, unknown });

describe("measuring between two instants", () => {
  it("begins with both in sight, a third from either edge", () => {
    expect(firstMarks({ fromUs: 0, toUs: 300 })).toEqual({ aUs: 100, bUs: 200 });
  });

  it("is kept in the layout, and what is no pair of instants is not", () => {
    expect(readTrendConfig({ signals: [], marks: { aUs: 5, bUs: 9 } }).marks).toEqual({ aUs: 5, bUs: 9 });
    for (const marks of [7, null, { aUs: 5 }, { aUs: "a", bUs: 9 }, { aUs: 0.5, bUs: 9 }]) expect(readTrendConfig({ signals: [], marks }).marks).toBeUndefined();
  });

  it("says the difference only where both values are known", () => {
    if (!series) throw new Error("The fixture has no such signal.");
    expect(measure(series, reading(3), reading(5.5)).difference).toBe(2.5);
    expect(measure(series, reading(3, true), reading(5)).difference).toBeUndefined();
    expect(measure(series, reading(3), undefined).difference).toBeUndefined();
  });
});
