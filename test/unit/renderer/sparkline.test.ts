import { describe, expect, it } from "vitest";
import { sparkline } from "../../../renderer/editor/sparkline.ts";

const colors = { line: "#abc", limit: "#def" };
const data = (values: readonly number[], gaps: readonly number[] = []) => ({ tUs: Float64Array.from(values, (_, index) => index * 10), value: Float64Array.from(values), gaps: Float64Array.from(gaps) });
const span = { fromUs: 0, toUs: 40 };

describe("the sketch of a signal's recent past", () => {
  it("draws steps from the lowest to the highest value", () => {
    expect(sparkline(data([1, 3, 2]), span, {}, colors)).toContain('d="M0 45H65V3H130V24"');
  });

  it("breaks the line where nothing is known", () => {
    expect(sparkline(data([1, NaN, 2, 3]), span, {}, colors)).toContain('d="M0 45M130 24H195V3"');
    expect(sparkline(data([1, 3], [4, 8]), span, {}, colors)).toContain('d="M0 45M65 3"');
  });

  it("shows a limit that lies within what is drawn, and none that does not", () => {
    expect(sparkline(data([1, 3]), span, { low: 2, high: 9 }, colors)?.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it("draws nothing where there is nothing to see", () => {
    expect(sparkline(data([1]), span, {}, colors)).toBeUndefined();
  });
});
