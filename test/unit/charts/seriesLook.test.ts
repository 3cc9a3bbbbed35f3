import { describe, expect, it } from "vitest";
import type { ChartColors } from "../../../renderer/charts/chartColors.ts";
import { seriesLook } from "../../../renderer/charts/seriesLook.ts";

const colors = { simulated: "blue", whatIf: "green", text: "black", series: ["a", "b", "c", "d", "e", "f"] } as unknown as ChartColors; // the others are not looked at
const run = (runIndex: number, isWhatIf: boolean) => seriesLook({ run: "run-1", index: 0, runIndex, isWhatIf }, colors);

describe("the look of a series", () => {
  it("tells what was changed from what was merely simulated by colour and by dash", () => {
    expect(run(0, true).color).toBe("green");
    expect(run(0, false).color).toBe("blue");
    expect(run(0, true).dash).not.toEqual(run(0, false).dash);
  });

  it("tells four runs beside each other apart by dash", () => {
    expect(new Set([0, 1, 2, 3].map((runIndex) => run(runIndex, false).dash.join(" "))).size).toBe(4);
  });

  it("leaves what was measured solid", () => {
    expect(seriesLook({ run: "measured", index: 1, runIndex: -1, isWhatIf: false }, colors).dash).toEqual([]);
  });
});
