import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { batchOf, type Fixture, historyFolder, ramp, S, T0 } from "./historyFixture.ts";

let fixture: Fixture;
let history: History;
let id: number;
const series = [{ signal: "a" }];

beforeEach(async () => {
  fixture = await historyFolder();
  history = await fixture.open();
  [id = 0] = await history.ensureSeries(series);
});
afterEach(async () => {
  await history.close();
  await fixture.remove();
});

async function one(fromUs: number, toUs: number, width: number, staleAfterUs?: number) {
  const [window] = await history.window([{ signal: "a", staleAfterUs }], { fromUs, toUs }, width);
  if (!window) throw new Error("no window");
  return window;
}

/** First, least, greatest and last of a column, from the samples themselves. */
function reduceSlowly(values: readonly number[], stepUs: number, columnUs: number): Map<number, number[]> {
  const columns = new Map<number, number[]>();
  values.forEach((value, i) => {
    const column = Math.floor((i * stepUs) / columnUs);
    columns.set(column, [...(columns.get(column) ?? []), value]);
  });
  return columns;
}

describe("a window", () => {
  it("answers with the samples themselves where they are few, both ends included", async () => {
    await history.append(ramp(id, 100));
    const window = await one(T0 + 10 * S, T0 + 20 * S, 100);
    expect(window.kind).toBe("raw");
    expect([...window.value]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(window.before).toEqual({ tUs: T0 + 9 * S, value: 9, status: 0 });
  });

  it("keeps first, least, greatest and last of every pixel column", async () => {
    const values = Array.from({ length: 20_000 }, (_, i) => Math.sin(i / 50) * 10 + ((i * 7919) % 101) / 10);
    await history.append(ramp(id, 20_000, { value: (i) => values[i] ?? 0 }));
    const width = 100;
    const window = await one(T0, T0 + 20_000 * S - 1, width);
    expect(window.kind).toBe("reduced");
    expect(window.samples).toBe(20_000);
    expect(window.tUs.length).toBeLessThanOrEqual(4 * width);
    for (const [column, members] of reduceSlowly(values, S, 200 * S)) {
      const shown = [...window.value].filter((_, i) => Math.floor(((window.tUs[i] ?? 0) - T0) / (200 * S)) === column);
      expect(shown[0]).toBe(members[0]);
      expect(Math.min(...shown)).toBe(Math.min(...members));
      expect(Math.max(...shown)).toBe(Math.max(...members));
      expect(shown.at(-1)).toBe(members.at(-1));
    }
    expect([...window.tUs]).toEqual([...window.tUs].sort((a, b) => a - b));
  });

  it("keeps the known extremes of every column where samples are unknown, and nothing of a column without any", async () => {
    const [count, width] = [60_000, 60];
    const value = (i: number): number => (i % 97 === 0 || (i > 20_000 && i < 26_000) ? Number.NaN : ((i * 7919) % 10_007) / 10);
    const stage = await history.importStage({ label: "test" });
    await stage.append(ramp(id, count, { value }));
    await stage.commit();
    const window = await one(T0, T0 + count * S - 1, width);
    expect([window.kind, window.samples]).toEqual(["reduced", count]);
    for (let column = 0; column < width; column++) {
      const known = Array.from({ length: 1000 }, (_, i) => value(column * 1000 + i)).filter((one) => !Number.isNaN(one));
      const shown = [...window.value].filter((_, i) => Math.floor(((window.tUs[i] ?? 0) - T0) / (1000 * S)) === column);
      expect([shown[0], Math.min(...shown), Math.max(...shown), shown.at(-1)]).toEqual([known[0], Math.min(...known), Math.max(...known), known.at(-1)]);
    }
  });

  it("breaks the line where a gap began until the next sample", async () => {
    await history.append(batchOf([{ series: id, tUs: T0, value: 1 }, { series: id, tUs: T0 + 100 * S, value: 2 }]));
    await history.addGap({ source: "plant", fromUs: T0 + 10 * S, toUs: T0 + 90 * S, reason: "connection lost", series: Int32Array.of(id) });
    expect([...(await one(T0, T0 + 200 * S, 100)).gaps]).toEqual([T0 + 10 * S, T0 + 100 * S]);
  });

  it("shows a gap that began before the span", async () => {
    await history.append(batchOf([{ series: id, tUs: T0, value: 1 }]));
    await history.addGap({ source: "plant", fromUs: T0 + 10 * S, reason: "connection lost", series: Int32Array.of(id) });
    expect([...(await one(T0 + 50 * S, T0 + 60 * S - 1, 100)).gaps]).toEqual([T0 + 50 * S, T0 + 60 * S]);
  });

  it("breaks the line at a Bad sample until the next good one, raw and reduced alike", async () => {
    const values = Array.from({ length: 10_000 }, (_, i) => ({ series: id, tUs: T0 + i * S, value: i, status: i >= 5000 && i < 6000 ? 0x80000000 : 0 }));
    await history.append(batchOf(values));
    const expected = [T0 + 5000 * S, T0 + 6000 * S];
    expect([...(await one(T0, T0 + 10_000 * S - 1, 50)).gaps]).toEqual(expected);
    const raw = await one(T0, T0 + 10_000 * S - 1, 10_000);
    expect(raw.kind).toBe("raw");
    expect([...raw.gaps]).toEqual(expected);
    expect(raw.value[5500]).toBeNaN();
    expect(raw.status[5500]).toBe(0x80000000);
  });

  it("breaks the line when a value outlives its staleness limit, unless it was confirmed", async () => {
    await history.append(batchOf([{ series: id, tUs: T0, value: 1 }, { series: id, tUs: T0 + 100 * S, value: 2 }]));
    expect([...(await one(T0, T0 + 105 * S - 1, 100, 10 * S)).gaps]).toEqual([T0 + 10 * S, T0 + 100 * S]);
    await history.confirm("plant", Int32Array.of(id), T0 + 5 * S, T0 + 50 * S);
    expect([...(await one(T0, T0 + 105 * S - 1, 100, 10 * S)).gaps]).toEqual([T0 + 60 * S, T0 + 100 * S]);
  });

  it("answers emptily for a series that does not exist", async () => {
    const [window] = await history.window([{ signal: "nothing" }], { fromUs: T0, toUs: T0 + S }, 100);
    expect(window?.samples).toBe(0);
  });

  it("reduces sealed and hot samples together the same as hot ones alone", async () => {
    const value = (i: number): number => ((i * 7919) % 10_007) / 10;
    await history.append(ramp(id, 30_000, { value }));
    const hot = await one(T0, T0 + 30_000 * S - 1, 200);
    await history.maintain();
    expect(await one(T0, T0 + 30_000 * S - 1, 200)).toEqual(hot);
  });
});

describe("rollups", () => {
  it("show every extreme of a wide window within its column, and count every sample", async () => {
    const count = 600_000;
    const value = (i: number): number => (i === 123_457 ? 1e6 : i === 400_001 ? -1e6 : Math.sin(i / 1000));
    for (let at = 0; at < count; at += 100_000) await history.append(ramp(id, 100_000, { fromUs: T0 + at * 100_000, stepUs: 100_000, value: (i) => value(at + i) }));
    await history.maintain();
    const toUs = T0 + count * 100_000 - 1;
    const window = await one(T0, toUs, 500);
    expect(window.kind).toBe("reduced");
    expect(window.samples).toBe(count);
    expect(window.tUs.length).toBeLessThanOrEqual(4 * 501);
    const at = window.value.indexOf(1e6);
    expect(window.tUs[at]).toBe(T0 + 123_457 * 100_000);
    expect(window.tUs[window.value.indexOf(-1e6)]).toBe(T0 + 400_001 * 100_000);
    expect(window.tUs[0]).toBe(T0);
    expect(window.tUs.at(-1)).toBe(T0 + (count - 1) * 100_000);
    const inner = await one(T0 + 12_345_678, toUs - 7_654_321, 300);
    expect(inner.samples).toBe(count - Math.ceil(12_345_678 / 100_000) - Math.floor(7_654_322 / 100_000));
  });
});

describe("as of an instant", () => {
  it("tells the last sample at or before it, and whether it still counts", async () => {
    const [, b = 0, c = 0] = await history.ensureSeries([{ signal: "a" }, { signal: "b" }, { signal: "c" }]);
    await history.append(batchOf([
      { series: id, tUs: T0, value: 1 }, { series: id, tUs: T0 + 10 * S, value: 2 },
      { series: b, tUs: T0 - 100_000 * S, value: 7 },
      { series: c, tUs: T0, value: 3 },
    ]));
    await history.addGap({ source: "plant", fromUs: T0 + S, toUs: T0 + 2 * S, reason: "lost", series: Int32Array.of(c) });
    const asked = [{ signal: "a" }, { signal: "b" }, { signal: "c" }, { signal: "none" }];
    const at = await history.asOf(asked, T0 + 10 * S);
    expect([...at.value]).toEqual([2, 7, 3, Number.NaN]);
    expect([...at.unknown]).toEqual([0, 0, 1, 1]);
    const earlier = await history.asOf([{ signal: "a" }, { signal: "b", staleAfterUs: 60 * S }], T0 + 10 * S - 1);
    expect([...earlier.value]).toEqual([1, 7]);
    expect([...earlier.unknown]).toEqual([0, 1]);
  });
});

describe("density", () => {
  it("counts measured samples per slice", async () => {
    await history.append(ramp(id, 1000));
    const { counts } = await history.density({ fromUs: T0, toUs: T0 + 1000 * S - 1 }, 10);
    expect([...counts]).toEqual(Array.from({ length: 10 }, () => 100));
  });
});

describe("a window of a text signal", () => {
  it.each([["just recorded", false], ["sealed", true]])("keeps first and last text of every column, %s", async (_when, sealed) => {
    const states = ["off", "on", "fault"];
    await history.append(batchOf(Array.from({ length: 10_000 }, (_, i) => ({ series: id, tUs: T0 + i * S, value: Number.NaN, text: states[Math.floor(i / 1000) % 3] ?? "" }))));
    if (sealed) await history.maintain();
    const window = await one(T0, T0 + 10_000 * S - 1, 100);
    expect(window.kind).toBe("reduced");
    expect(window.samples).toBe(10_000);
    expect([...window.gaps]).toEqual([]);
    const changes = (window.text ?? []).filter((text, i, all) => text !== all[i - 1]);
    expect(changes).toEqual(["off", "on", "fault", "off", "on", "fault", "off", "on", "fault", "off"]);
  });
});
