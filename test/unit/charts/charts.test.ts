import { describe, expect, it } from "vitest";
import { TimeCursor } from "../../../renderer/app/state/TimeCursor.ts";
import { LatestRequest } from "../../../renderer/charts/LatestRequest.ts";
import { ZoomHistory } from "../../../renderer/charts/ZoomHistory.ts";
import { arrangeChart, type ChartSeries } from "../../../renderer/charts/chartModel.ts";
import { joinedGaps } from "../../../renderer/charts/drawGaps.ts";
import { laneBlocks } from "../../../renderer/charts/drawLanes.ts";
import { limitLines } from "../../../renderer/charts/drawLines.ts";
import { formatNumber, formatValue, formatWithUnit, shownUnit } from "../../../renderer/charts/formatValue.ts";
import { SeriesData } from "../../../renderer/charts/SeriesData.ts";
import { chosenSpan, panSpan, SHORTEST_SPAN_US, zoomSpan } from "../../../renderer/charts/spanMoves.ts";
import { timeActions } from "../../../renderer/charts/timeActions.ts";
import { timeKey } from "../../../renderer/charts/timeKeys.ts";
import { axisRange } from "../../../renderer/charts/valueRange.ts";
import { formatTick } from "../../../renderer/charts/UnitPlot.ts";

const MIN = 60_000_000;

describe("numbers on the screen", () => {
  it("have four significant digits, at most two decimals, and all digits of a long whole part", () => {
    expect(formatNumber(82.4)).toBe("82.40");
    expect(formatNumber(8.9)).toBe("8.90");
    expect(formatNumber(0.05)).toBe("0.0500");
    expect(formatNumber(2948)).toBe("2948");
    expect(formatNumber(1_234_567)).toBe("1\u202f234\u202f567");
    expect(formatNumber(-3.14159)).toBe("−3.14");
  });

  it("say what is not there", () => {
    expect(formatNumber(Number.NaN)).toBe("—");
    expect(formatValue(Number.NaN, { dataType: "boolean" })).toBe("—");
  });

  it("are words for booleans, enums and texts", () => {
    expect(formatValue(1, { dataType: "boolean" })).toBe("true");
    expect(formatValue(2, { dataType: "enum", members: ["off", "manual", "automatic"] })).toBe("automatic");
    expect(formatValue(7, { dataType: "enum", members: ["off"] })).toBe("member 7");
    expect(formatValue(Number.NaN, { dataType: "text" }, "sampling")).toBe("sampling");
  });

  it("carry their unit as it is written on screen", () => {
    expect(formatWithUnit(82.4, { dataType: "number", unit: "Cel" })).toBe("82.40\u00a0°C");
    expect(shownUnit({ dataType: "number", unit: "m3/h" })).toBe("m³/h");
    expect(shownUnit({ dataType: "number", unit: "1" })).toBe("");
  });

  it("have the decimals on an axis that their distance asks for", () => {
    expect([10, 10.5, 11].map((value) => formatTick(value, [10, 10.5]))).toEqual(["10.0", "10.5", "11.0"]);
    expect(formatTick(-20, [-20, 0])).toBe("−20");
  });
});

describe("a value axis", () => {
  it("has air around the data", () => {
    expect(axisRange({ min: 0, max: 100 }, undefined)).toEqual({ min: -8, max: 108 });
  });

  it("gives a flat line room", () => {
    const { min, max } = axisRange({ min: 50, max: 50 }, undefined);
    expect(min).toBeLessThan(50);
    expect(max).toBeGreaterThan(50);
  });

  it("stays while live data fits into it and fills it", () => {
    const previous = { min: 0, max: 100 };
    expect(axisRange({ min: 10, max: 90 }, previous)).toBe(previous);
    expect(axisRange({ min: 40, max: 60 }, previous)).not.toBe(previous);
    expect(axisRange({ min: 10, max: 120 }, previous).max).toBeGreaterThan(120);
  });
});

describe("moving through time", () => {
  it("zooms around an instant that stays in its place", () => {
    expect(zoomSpan({ fromUs: 0, toUs: 100 * MIN }, 25 * MIN, 0.5)).toEqual({ fromUs: 12.5 * MIN, toUs: 62.5 * MIN });
  });

  it("never shows past now", () => {
    expect(zoomSpan({ fromUs: 0, toUs: 100 }, 50, 2, 100).toUs).toBe(100);
    expect(panSpan({ fromUs: 0, toUs: 100 }, 60, 120)).toEqual({ fromUs: 20, toUs: 120 });
  });

  it("never shows less than a millisecond", () => {
    expect(chosenSpan(500, 500)).toEqual({ fromUs: 500, toUs: 500 + SHORTEST_SPAN_US });
  });

  it("takes zooms back one by one, and all at once back to live", () => {
    const cursor = new TimeCursor(100 * MIN);
    let clock = 0;
    const history = new ZoomHistory(cursor, () => (clock += 1_000));
    history.zoomTo({ fromUs: 50 * MIN, toUs: 60 * MIN });
    history.zoomTo({ fromUs: 52 * MIN, toUs: 54 * MIN });
    history.undo();
    expect(cursor.value.span).toEqual({ fromUs: 50 * MIN, toUs: 60 * MIN });
    expect(cursor.value.mode).toBe("paused");
    history.zoomTo({ fromUs: 52 * MIN, toUs: 54 * MIN });
    history.reset();
    expect(cursor.value.mode).toBe("live");
    expect(cursor.value.span).toEqual({ fromUs: 40 * MIN, toUs: 100 * MIN });
    expect(history.canUndo).toBe(false);
  });

  it("counts one turn of the wheel as one zoom", () => {
    const cursor = new TimeCursor(100 * MIN);
    const history = new ZoomHistory(cursor, () => 0);
    for (let i = 1; i < 6; i += 1) history.zoomTo({ fromUs: (40 + i) * MIN, toUs: (100 - i) * MIN });
    history.undo();
    expect(cursor.value.span.fromUs).toBe(40 * MIN);
  });

  it("has a key for everything the pointer does", () => {
    const cursor = new TimeCursor(100 * MIN);
    const actions = timeActions(cursor);
    const press = (key: string, shiftKey = false): void => timeKey({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false }, actions)?.();
    press("+");
    expect(cursor.value.span.toUs - cursor.value.span.fromUs).toBe(30 * MIN);
    press("ArrowLeft", true);
    expect(cursor.value.span.toUs).toBe(97 * MIN);
    press("ArrowLeft");
    expect(cursor.value.mode).toBe("paused");
    press("Backspace");
    press("l");
    expect(cursor.value.mode).toBe("live");
    expect(timeKey({ key: "+", shiftKey: false, ctrlKey: true, metaKey: false, altKey: false }, actions)).toBeUndefined();
  });
});

describe("asking the newest question only", () => {
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };

  it("ends an older question and shows the newest answer alone", async () => {
    const asked: number[] = [];
    const answers: number[] = [];
    const open: (() => void)[] = [];
    const request = new LatestRequest<number, number>({
      ask: (input, signal) => {
        asked.push(input);
        return new Promise((resolve, reject) => {
          open.push(() => resolve(input));
          signal.addEventListener("abort", () => reject(new Error("aborted")));
        });
      },
      onAnswer: (output) => answers.push(output), onError: () => answers.push(Number.NaN), abortOlder: true,
    });
    for (const input of [1, 2, 3, 4]) request.want(input);
    await settle();
    open.at(-1)?.();
    await settle();
    expect(asked).toEqual([1, 4]);
    expect(answers).toEqual([4]);
    expect(request.busy).toBe(false);
  });

  it("tells of an error and goes on with the next question", async () => {
    const seen: string[] = [];
    const request = new LatestRequest<string, string>({
      ask: async (input) => {
        if (input === "bad") throw new Error("no");
        return input;
      },
      onAnswer: (output) => seen.push(output), onError: () => seen.push("error"), abortOlder: false,
    });
    request.want("bad");
    await settle();
    request.want("good");
    await settle();
    expect(seen).toEqual(["error", "good"]);
  });
});

function series(tag: string, meaning: ChartSeries["meaning"], data = new SeriesData(), more: Partial<ChartSeries> = {}): ChartSeries {
  return { key: `${tag}@measured`, signal: tag, run: "measured", label: tag, tag, meaning, data, look: { color: "#fff", dash: [], widthPx: 1 }, emphasised: false, ...more };
}

describe("what a chart draws", () => {
  it("gives each unit its axis and what is no number a lane", () => {
    const model = arrangeChart([series("1", { dataType: "number", unit: "Cel" }), series("2", { dataType: "boolean" }), series("3", { dataType: "number", unit: "kW" }), series("4", { dataType: "number", unit: "Cel" })], shownUnit);
    expect(model.panes.map(({ unit, series: members }) => [unit, members.map(({ tag }) => tag)])).toEqual([["°C", ["1", "4"]], ["kW", ["3"]]]);
    expect(model.lanes.map(({ tag }) => tag)).toEqual(["2"]);
  });

  it("joins equal limits to one line with all their numbers", () => {
    const lines = limitLines([series("1", { dataType: "number" }, new SeriesData(), { limits: { high: 80 } }), series("2", { dataType: "number" }, new SeriesData(), { limits: { high: 80, low: 5 } })]);
    expect(lines).toEqual([{ limit: 80, text: "1 2 high limit" }, { limit: 5, text: "2 low limit" }]);
  });

  it("joins gaps that touch and ends them at the span", () => {
    const [a, b] = [new SeriesData(), new SeriesData()];
    a.gaps = Float64Array.of(10, 20, 50, 60);
    b.gaps = Float64Array.of(15, 30);
    expect(joinedGaps([a, b], 12, 55)).toEqual([[12, 30], [50, 55]]);
  });

  it("makes one block of a lane for as long as its value stays, none where it is unknown", () => {
    const data = new SeriesData();
    data.setWindow({ kind: "raw", tUs: Float64Array.of(0, 10, 20, 30), value: Float64Array.of(0, 1, 1, 0), status: new Uint32Array(4), gaps: Float64Array.of(25, 30), samples: 4 });
    const blocks = laneBlocks(series("1", { dataType: "boolean" }, data), { fromUs: 0, toUs: 50 }, 40);
    expect(blocks.map(({ fromUs, toUs, word }) => [fromUs, toUs, word])).toEqual([[0, 10, "false"], [10, 25, "true"], [30, 40, "false"]]);
  });
});
