import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { zeroCounters } from "../../../main/engine/ingest/counters.ts";
import { ItemTable } from "../../../main/engine/ingest/ItemTable.ts";
import { normalise } from "../../../main/engine/ingest/normalise.ts";
import { SeriesStates } from "../../../main/engine/ingest/SeriesStates.ts";
import { type Fixture, historyFolder, T0 } from "./historyFixture.ts";

let fixture: Fixture;
let history: History;
let folder: DuckDBInstance;

beforeAll(async () => {
  fixture = await historyFolder();
  history = await fixture.open();
  folder = await DuckDBInstance.create(":memory:");
});
afterAll(async () => {
  folder.closeSync();
  await history.close();
  await fixture.remove();
});

const cell = fc.oneof(fc.double({ noDefaultInfinity: false }), fc.constant(Number.NaN), fc.integer({ min: -200, max: 200 }));
const conversion = fc.record({ factor: fc.double({ min: -1e3, max: 1e3, noNaN: true }), offset: fc.constantFrom(0, 273.15, -32), low: fc.integer({ min: -150, max: 0 }), high: fc.integer({ min: 0, max: 150 }) });

async function throughSql(series: number, values: readonly number[], how: { factor: number; offset: number; low: number; high: number }): Promise<void> {
  const connection = await folder.connect();
  const rows = values.map((value, i) => `(${T0 + i}::BIGINT, '${value}'::DOUBLE)`).join(", ");
  await connection.run(`COPY (SELECT * FROM (VALUES ${rows}) v(t, v0)) TO '${join(fixture.options.stagingFolder, "p.parquet")}' (FORMAT parquet)`);
  connection.closeSync();
  const stage = await history.importStage({ label: "property" });
  await stage.load({ file: "p.parquet", time: { column: "t", form: "micros" }, columns: [{ series, column: "v0", kind: "number", ...how }] });
  await stage.commit();
}

function streamed(series: number, values: readonly number[], how: { factor: number; offset: number; low: number; high: number }) {
  const items = new ItemTable();
  items.set(1, { ...how, series, source: "s", bound: { item: 1, binding: { id: "b", signal: "s", source: "s", address: "a", revision: 1 } } });
  return normalise(
    { item: new Int32Array(values.length).fill(1), tUs: Float64Array.from(values, (_, i) => T0 + i), value: Float64Array.from(values), status: new Uint32Array(values.length), receivedUs: T0 },
    items, new SeriesStates(), zeroCounters(),
  );
}

describe("the bulk normaliser in SQL", () => {
  it("gives the same values and flags, to the bit, as the streaming one", async () => {
    let run = 0;
    await fc.assert(fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 40 }), conversion, async (values, how) => {
      const [series = 0] = await history.ensureSeries([{ signal: `s${run++}` }]);
      await throughSql(series, values, how);
      const expected = streamed(series, values, how);
      for await (const chunk of history.readSamples([series], { fromUs: T0, toUs: T0 + 1000 })) {
        expect([...chunk.value]).toEqual([...(expected?.value ?? [])]);
        expect([...chunk.flags]).toEqual([...(expected?.flags ?? [])]);
      }
    }), { numRuns: 25 });
  }, 60_000);
});
