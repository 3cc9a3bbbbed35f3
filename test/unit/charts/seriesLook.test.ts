import { describe, expect, it } from "vitest";
import type { ChartColors } from "../../../renderer/charts/chartColors.ts";
import { seriesLook, type Nature } from "../../../renderer/charts/seriesLook.ts";

const colors = { simulated: "blue", whatIf: "green", forecast: "violet", text: "black", series: ["a", "b", "c", "d", "e", "f"] } as unknown as ChartColors; // the others are not looked at
const run = (runIndex: number, nature: Nature) => seriesLook({ run: "run-1", index: 0, runIndex, nature }, colors);

describe("the look of a series", () => {
  it("tells what was changed and what is forecast from what was merely simulated by colour and by dash", () => {
    expect((["whatIf", "simulated", "forecast"] as const).map((nature) => run(0, nature).color)).toEqual(["green", "blue", "violet"]);
    expect(new Set((["whatIf", "simulated", "forecast"] as const).map((nature) => run(0, nature).dash.join(" "))).size).toBe(3);
  });

  it("gives the ends of a band the colour of their middle", () => {
    expect(seriesLook({ run: "run-1:low", index: 0, runIndex: 0, nature: "forecast", isBandEnd: true }, colors)).toMatchObject({ color: "violet", widthPx: 1 });
  });

  it("tells four runs beside each other apart by dash", () => {
    expect(new Set([0, 1, 2, 3].map((runIndex) => run(runIndex, "simulated").dash.join(" "))).size).toBe(4);
  });

  it("leaves what was measured solid", () => {
    expect(seriesLook({ run: "measured", index: 1, runIndex: -1, nature: "simulated" }, colors).dash).toEqual([]);
  });
});
