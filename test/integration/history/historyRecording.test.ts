import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { batchOf, type Fixture, historyFolder, ramp, readAll, S, T0 } from "./historyFixture.ts";

let fixture: Fixture;
let history: History;
let id: number;

beforeEach(async () => {
  fixture = await historyFolder();
  history = await fixture.open();
  [id = 0] = await history.ensureSeries([{ signal: "pump/pressure" }]);
});
afterEach(async () => {
  await history.close();
  await fixture.remove();
});

const everything = { fromUs: T0 - 1000 * S, toUs: T0 + 1_000_000 * S };

describe("recording", () => {
  it("gives back what was appended, with microseconds, text and missing numbers", async () => {
    await history.append(batchOf([
      { series: id, tUs: T0 + 1, value: 1.5 },
      { series: id, tUs: T0 + 2, value: Number.NaN, status: 0x80000000 },
      { series: id, tUs: T0 + 3, value: Number.NaN, text: "läuft" },
    ]));
    expect(await readAll(history.readSamples([id], everything))).toEqual([
      { series: id, tUs: T0 + 1, value: 1.5 },
      { series: id, tUs: T0 + 2, value: Number.NaN },
      { series: id, tUs: T0 + 3, value: Number.NaN, text: "läuft" },
    ]);
  });

  it("keeps ids of series over a reopening", async () => {
    await history.append(ramp(id, 10));
    await history.close();
    history = await fixture.open();
    expect(history.idOf("pump/pressure")).toBe(id);
    expect(await readAll(history.readSamples([id], everything))).toHaveLength(10);
  });

  it("holds the last written of two samples with the same stamp, whether hot, sealed or one of each", async () => {
    await history.append(batchOf([{ series: id, tUs: T0, value: 1 }, { series: id, tUs: T0 + S, value: 5 }]));
    await history.append(batchOf([{ series: id, tUs: T0, value: 2 }]));
    const expected = [{ series: id, tUs: T0, value: 2 }, { series: id, tUs: T0 + S, value: 5 }];
    expect(await readAll(history.readSamples([id], everything))).toEqual(expected);
    await history.maintain();
    expect(await readAll(history.readSamples([id], everything))).toEqual(expected);
    await history.append(batchOf([{ series: id, tUs: T0 + S, value: 6 }]));
    expect((await readAll(history.readSamples([id], everything))).map((row) => row.value)).toEqual([2, 6]);
  });

  it("puts a late sample where it belongs", async () => {
    await history.append(batchOf([{ series: id, tUs: T0 + 2 * S, value: 2 }]));
    await history.append(batchOf([{ series: id, tUs: T0 + S, value: 1 }]));
    expect((await readAll(history.readSamples([id], everything))).map((row) => row.value)).toEqual([1, 2]);
  });

  it("begins a read with the last sample before the span", async () => {
    await history.append(ramp(id, 10));
    const rows = await readAll(history.readSamples([id], { fromUs: T0 + 4.5 * S, toUs: T0 + 6 * S }));
    expect(rows.map((row) => row.value)).toEqual([4, 5, 6]);
  });

  it("reads across many segments in order", async () => {
    await history.close();
    history = await fixture.open({ segmentRows: 10_000 });
    for (let i = 0; i < 5; i++) await history.append(ramp(id, 10_000, { fromUs: T0 + i * 10_000 * S, value: (k) => i * 10_000 + k }));
    const rows = await readAll(history.readSamples([id], everything));
    expect(rows).toHaveLength(50_000);
    expect(rows.every((row, i) => row.value === i)).toBe(true);
  });

  it("ends a stream that is left in the middle and goes on answering", async () => {
    await history.append(ramp(id, 50_000));
    for await (const chunk of history.readSamples([id], { ...everything, chunkRows: 1000 })) {
      expect(chunk.series.length).toBeGreaterThan(0);
      break;
    }
    expect(await history.extent()).toEqual({ fromUs: T0, toUs: T0 + 49_999 * S });
  });

  it("tells count, first and last of every series", async () => {
    await history.append(ramp(id, 10));
    expect(await history.seriesInfo()).toEqual([{ signal: "pump/pressure", run: "measured", count: 10, fromUs: T0, toUs: T0 + 9 * S }]);
  });

  it("stops cleanly below the free-space reserve and says so", async () => {
    await history.close();
    history = await fixture.open({ reserveBytes: Number.MAX_SAFE_INTEGER });
    await expect(history.append(ramp(id, 10))).rejects.toMatchObject({ code: "no-space" });
    expect(history.state.kind).toBe("stopped");
    expect((await history.figures()).droppedSamples).toBe(10);
  });
});
