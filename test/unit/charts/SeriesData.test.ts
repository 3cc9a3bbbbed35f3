import { describe, expect, it } from "vitest";
import type { WindowData } from "../../../shared/contract/history.ts";
import { StatusCode } from "../../../shared/model/sample.ts";
import { SeriesData } from "../../../renderer/charts/SeriesData.ts";
import { tracePath } from "../../../renderer/charts/tracePath.ts";

function window(samples: readonly (readonly [tUs: number, value: number, status?: number])[], more: Partial<WindowData> = {}): WindowData {
  return {
    kind: "raw", samples: samples.length, gaps: new Float64Array(0),
    tUs: Float64Array.from(samples, ([t]) => t), value: Float64Array.from(samples, ([, v]) => v), status: Uint32Array.from(samples, ([, , s]) => s ?? 0), ...more,
  };
}

function loaded(data: WindowData): SeriesData {
  const series = new SeriesData();
  series.setWindow(data);
  return series;
}

/** The line as text: `M` begins a stretch, `L` goes on. */
function traced(series: SeriesData, options: { held?: boolean; holdUntilUs?: number; toUs?: number } = {}): string {
  const steps: string[] = [];
  const pen = { moveTo: (x: number, y: number) => steps.push(`M${x},${y}`), lineTo: (x: number, y: number) => steps.push(`L${x},${y}`) };
  const { holdUntilUs } = options;
  tracePath(pen, series, { fromUs: 0, toUs: options.toUs ?? 1000, x: (t) => t, y: (v) => v, held: options.held ?? false, ...(holdUntilUs !== undefined && { holdUntilUs }) });
  return steps.join(" ");
}

describe("what a plot holds of a series", () => {
  it("reads the sample at or before an instant, never the nearer one after", () => {
    const series = loaded(window([[100, 1], [200, 2]]));
    expect(series.atOrBefore(199)?.value).toBe(1);
    expect(series.atOrBefore(200)?.value).toBe(2);
    expect(series.atOrBefore(99)).toBeUndefined();
  });

  it("begins with the sample before the window", () => {
    const series = loaded(window([[100, 1]], { before: { tUs: 20, value: 7, status: 0 } }));
    expect(series.atOrBefore(50)?.value).toBe(7);
  });

  it("does not take a value before a gap for current inside it", () => {
    const series = loaded(window([[100, 1], [400, 2]], { gaps: Float64Array.of(200, 400) }));
    expect(series.atOrBefore(150)?.unknown).toBe(false);
    expect(series.atOrBefore(300)?.unknown).toBe(true);
    expect(series.atOrBefore(400)?.unknown).toBe(false);
  });

  it("marks Bad samples unknown and keeps Uncertain ones", () => {
    const series = loaded(window([[100, 1, StatusCode.bad], [200, 2, StatusCode.uncertain]]));
    expect(series.atOrBefore(150)?.unknown).toBe(true);
    expect(series.atOrBefore(250)?.unknown).toBe(false);
  });

  it("appends live samples once and grows as far as needed", () => {
    const series = loaded(window([[1, 1]]));
    for (let t = 1; t <= 5_000; t += 1) series.append(t, t, 0);
    expect(series.length).toBe(5_000);
    expect(series.atOrBefore(4_321)?.value).toBe(4_321);
  });

  it("keeps live samples that are newer than an answer that was under way", () => {
    const series = loaded(window([[100, 1]]));
    series.append(300, 3, 0);
    series.setWindow(window([[100, 1], [200, 2]]));
    expect([...series.tUs.subarray(0, series.length)]).toEqual([100, 200, 300]);
  });

  it("finds the range of all-negative data", () => {
    expect(loaded(window([[1, -5], [2, -3]])).range(0, 10)).toEqual({ min: -5, max: -3 });
  });

  it("leaves what is Bad or no number out of the range", () => {
    expect(loaded(window([[1, 5], [2, Number.NaN], [3, 99, StatusCode.bad]])).range(0, 10)).toEqual({ min: 5, max: 5 });
  });
});

describe("the line of a series", () => {
  it("goes straight between simulated samples", () => {
    expect(traced(loaded(window([[100, 1], [200, 2]])))).toBe("M100,1 L200,2");
  });

  it("holds a measured sample until the next one, as rules read it", () => {
    expect(traced(loaded(window([[100, 1], [200, 2]])), { held: true })).toBe("M100,1 L200,1 L200,2");
  });

  it("is broken at a gap, and held up to its begin", () => {
    const series = loaded(window([[100, 1], [400, 2], [500, 3]], { gaps: Float64Array.of(200, 400) }));
    expect(traced(series, { held: true })).toBe("M100,1 L200,1 M400,2 L500,2 L500,3");
    expect(traced(series)).toBe("M100,1 L100.5,1 M400,2 L500,3");
  });

  it("is broken at a Bad sample and at one without a number", () => {
    expect(traced(loaded(window([[1, 1], [2, 1], [3, 9, StatusCode.bad], [4, 2], [5, 2]])))).toBe("M1,1 L2,1 M4,2 L5,2");
    expect(traced(loaded(window([[1, 1], [2, 1], [3, Number.NaN], [4, 2], [5, 2]])))).toBe("M1,1 L2,1 M4,2 L5,2");
  });

  it("shows a lone sample as a dot", () => {
    expect(traced(loaded(window([[100, 1]])))).toBe("M100,1 L100.5,1");
  });

  it("holds the newest value until now, but not into staleness or a gap", () => {
    const series = loaded(window([[100, 1]]));
    expect(traced(series, { held: true, holdUntilUs: 400 })).toBe("M100,1 L400,1");
    series.staleFromUs = 250;
    expect(traced(series, { held: true, holdUntilUs: 400 })).toBe("M100,1 L250,1");
    expect(traced(loaded(window([[100, 1]], { gaps: Float64Array.of(180, Infinity) })), { held: true, holdUntilUs: 400 })).toBe("M100,1 L180,1");
  });
});

describe("how far a window reaches", () => {
  const past = { fromUs: 0, toUs: 300 };

  it("takes no live samples into a window of the past, so that no line is drawn over what was not asked for", () => {
    const series = new SeriesData();
    series.setWindow(window([[100, 1], [200, 2]]), past);
    series.append(9_000, 9, 0);
    expect(series.length).toBe(2);
    expect(series.atOrBefore(9_500)).toBeUndefined();
    expect(series.reaches(9_500)).toBe(false);
  });

  it("forgets live samples when it goes to the past, and takes them again when it is back at now", () => {
    const series = new SeriesData();
    series.setWindow(window([[100, 1]]), { fromUs: 0, toUs: Infinity });
    series.append(500, 5, 0);
    series.setWindow(window([[10, 1]]), { fromUs: 0, toUs: 50 });
    expect(series.length).toBe(1);
    series.setWindow(window([[100, 1], [500, 5]]), { fromUs: 0, toUs: Infinity });
    series.append(600, 6, 0);
    expect(series.atOrBefore(700)?.value).toBe(6);
  });
});
