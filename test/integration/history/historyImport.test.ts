import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History, StagedColumn } from "../../../main/engine/history/index.ts";
import type { Progress } from "../../../shared/contract/define.ts";
import { Flag } from "../../../shared/model/sample.ts";
import { batchOf, type Fixture, historyFolder, ramp, readAll, S, T0 } from "./historyFixture.ts";

let fixture: Fixture;
let history: History;
let a = 0;
let b = 0;
const everything = { fromUs: T0 - 1000 * S, toUs: T0 + 1_000_000 * S };

/** Long enough to sort that it can be cancelled while it does. */
const SHUFFLED_ROWS = 1_000_000;
const SHUFFLED = `SELECT ${T0} + (i * 7919) % ${SHUFFLED_ROWS} AS t, i::DOUBLE AS v0 FROM range(${SHUFFLED_ROWS}) r(i)`;

beforeEach(async () => {
  fixture = await historyFolder();
  history = await fixture.open();
  [a = 0, b = 0] = await history.ensureSeries([{ signal: "a" }, { signal: "b" }]);
});
afterEach(async () => {
  await history.close();
  await fixture.remove();
});

async function values(series: number): Promise<number[]> {
  return (await readAll(history.readSamples([series], everything))).map((row) => row.value);
}

/** A Parquet file in the staging folder, written by another DuckDB. */
async function stageParquet(select: string): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${join(fixture.options.stagingFolder, "staged.parquet")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return "staged.parquet";
}

describe("a bulk import", () => {
  it("shows nothing before its commit and everything after, in order whatever the order it came in", async () => {
    const stage = await history.importStage({ label: "test" });
    await stage.append(batchOf([{ series: b, tUs: T0 + S, value: 4 }, { series: a, tUs: T0 + S, value: 2 }, { series: a, tUs: T0, value: 1 }, { series: b, tUs: T0, value: 3 }]));
    expect(await values(a)).toEqual([]);
    expect(await stage.commit()).toEqual({ samples: 4, fromUs: T0, toUs: T0 + S });
    expect(await values(a)).toEqual([1, 2]);
    expect(await values(b)).toEqual([3, 4]);
  });

  it("keeps nothing when it is aborted", async () => {
    const stage = await history.importStage({ label: "test" });
    await stage.append(ramp(a, 1000));
    await stage.abort();
    expect(await values(a)).toEqual([]);
    expect(await history.extent()).toEqual({});
  });

  it("keeps nothing when its signal is aborted, and says so", async () => {
    const controller = new AbortController();
    const stage = await history.importStage({ label: "test", signal: controller.signal });
    await stage.append(ramp(a, 1000));
    controller.abort();
    await expect(stage.commit()).rejects.toMatchObject({ code: "cancelled" });
    expect(await values(a)).toEqual([]);
  });

  it("counts as written after what was recorded before it, and before what is recorded after it", async () => {
    await history.append(batchOf([{ series: a, tUs: T0, value: 1 }, { series: a, tUs: T0 + S, value: 1 }]));
    const stage = await history.importStage({ label: "test" });
    await stage.append(batchOf([{ series: a, tUs: T0, value: 2 }, { series: a, tUs: T0 + S, value: 2 }]));
    await stage.commit();
    expect(await values(a)).toEqual([2, 2]);
    await history.append(batchOf([{ series: a, tUs: T0 + S, value: 3 }]));
    expect(await values(a)).toEqual([2, 3]);
    await history.close();
    history = await fixture.open();
    expect(await values(a)).toEqual([2, 3]);
  });

  it("reads a wide Parquet table from the staging folder: empty cells are no samples, NaN is an unknown one", async () => {
    const file = await stageParquet(`SELECT * FROM (VALUES (${T0}::BIGINT, 1.0::DOUBLE, 'on'), (${T0 + S}, NULL, NULL), (${T0 + 2 * S}, 'nan'::DOUBLE, 'off'), (NULL, 9, 'x'), (${T0 + 3 * S}, 60, NULL)) v(t, v0, v1)`);
    const stage = await history.importStage({ label: "test" });
    await stage.load({ file, time: { column: "t", form: "micros" }, columns: [{ series: a, column: "v0", kind: "number", factor: 2, offset: 1, high: 100 }, { series: b, column: "v1", kind: "text" }] });
    expect((await stage.commit()).samples).toBe(5);
    expect(await values(a)).toEqual([3, Number.NaN, 121]);
    expect((await readAll(history.readSamples([b], everything))).map((row) => row.text)).toEqual(["on", "off"]);
    for await (const chunk of history.readSamples([a], everything)) expect([...chunk.flags]).toEqual([0, 0, Flag.outsideLimits]);
  });

  it("sorts a file that lies in no order, and of equal stamps holds the last row", async () => {
    const file = await stageParquet(`SELECT * FROM (VALUES (${T0 + 2 * S}::BIGINT, 1.0::DOUBLE, 7.0::DOUBLE), (${T0}, 2, 8), (${T0 + 2 * S}, 3, NULL), (${T0 + S}, 4, 9)) v(t, v0, v1)`);
    const load = async (columns: readonly StagedColumn[]): Promise<void> => {
      const stage = await history.importStage({ label: "test" });
      await stage.load({ file, time: { column: "t", form: "micros" }, columns });
      await stage.commit();
    };
    await load([{ series: a, column: "v0", kind: "number" }]);
    expect(await values(a)).toEqual([2, 4, 3]);
    const [c = 0] = await history.ensureSeries([{ signal: "c" }]);
    await load([{ series: c, column: "v1", kind: "number" }, { series: b, column: "v0", kind: "number" }]);
    expect(await values(b)).toEqual([2, 4, 3]);
    expect(await values(c)).toEqual([8, 9, 7]);
  });

  it("reads instants, and the wall clock of a zone on both sides of a change of the clocks", async () => {
    const file = await stageParquet("SELECT * FROM (VALUES (TIMESTAMPTZ '2024-03-31 00:30:00+00', TIMESTAMP '2024-03-31 01:30:00', 1.0::DOUBLE), (TIMESTAMPTZ '2024-03-31 01:30:00+00', TIMESTAMP '2024-03-31 03:30:00', 2.0)) v(i, w, v0)");
    const stage = await history.importStage({ label: "test" });
    await stage.load({ file, names: ["c0", "c1", "c2"], time: { column: "c0", form: "instant" }, columns: [{ series: a, column: "c2", kind: "number" }] });
    await stage.load({ file, names: ["c0", "c1", "c2"], time: { column: "c1", form: "wall-clock", zone: "Europe/Berlin" }, columns: [{ series: b, column: "c2", kind: "number" }] });
    await stage.commit();
    const stamps = async (series: number): Promise<number[]> => (await readAll(history.readSamples([series], { fromUs: 0, toUs: 2 * T0 }))).map((row) => row.tUs);
    expect(await stamps(a)).toEqual([Date.UTC(2024, 2, 31, 0, 30) * 1000, Date.UTC(2024, 2, 31, 1, 30) * 1000]);
    expect(await stamps(b)).toEqual(await stamps(a));
  });

  it("tells how far it is while it writes and sorts, in shares that rise", async () => {
    const stage = await history.importStage({ label: "test" });
    await stage.load({ file: await stageParquet(SHUFFLED), time: { column: "t", form: "micros" }, columns: [{ series: a, column: "v0", kind: "number" }] });
    const told: Progress[] = [];
    await stage.commit((progress) => told.push(progress));
    const shares = told.map(({ share = -1 }) => share);
    expect(shares).toEqual(shares.toSorted((x, y) => x - y));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect([...new Set(told.map(({ text }) => text))]).toEqual(["Writing", "Checking the order", "Sorting", "Checking the order"].filter((text, i, all) => all.indexOf(text) === i));
  });

  it("is cancelled in the middle of its last step, keeps nothing, and the next one goes on", async () => {
    const file = await stageParquet(SHUFFLED);
    for (const text of ["Writing", "Checking the order", "Sorting"]) {
      const controller = new AbortController();
      const stage = await history.importStage({ label: "test", signal: controller.signal });
      await stage.load({ file, time: { column: "t", form: "micros" }, columns: [{ series: a, column: "v0", kind: "number" }] });
      const committed = stage.commit((progress) => {
        if (progress.text === text) controller.abort();
      });
      await expect(committed).rejects.toMatchObject({ code: "cancelled" });
    }
    expect(await values(a)).toEqual([]);
    const stage = await history.importStage({ label: "test" });
    await stage.load({ file, time: { column: "t", form: "micros" }, columns: [{ series: a, column: "v0", kind: "number" }] });
    expect((await stage.commit()).samples).toBe(SHUFFLED_ROWS);
  });

  it("refuses a file outside the staging folder", async () => {
    const stage = await history.importStage({ label: "test" });
    await expect(stage.load({ file: "../history.duckdb", time: { column: "t", form: "micros" }, columns: [] })).rejects.toMatchObject({ code: "refused" });
  });

  it("is gone without a trace when the history is closed in the middle", async () => {
    const stage = await history.importStage({ label: "test" });
    await stage.append(ramp(a, 300_000));
    await history.close();
    history = await fixture.open();
    expect(await values(a)).toEqual([]);
  });
});
