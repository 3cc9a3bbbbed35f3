/** All outputs of a run as a file: the same rows as CSV and as Parquet. */
import { writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { exportRun } from "../../../main/engine/services/exportRun.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { historyFolder, ramp, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { runsOver } from "./runsFixture.ts";

const MODEL = `model Losses {
  input  load : kW
  output lost : kW   = 0.1 * load
  output warm : degC = 20 degC + 2 K/kW * load
}
use Losses on Pump {
  load = power
  warm ~ bearing.temperature
}
`;

describe("a run as a file", () => {
  let fixture: Fixture;
  let history: History;
  let run: Run;
  const project = projectWith({ "models/losses.twin": MODEL });
  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    const ids = await history.ensureSeries([{ signal: "p1/power" }, { signal: "p2/power" }]);
    for (const id of ids) await history.append(ramp(id, 7, { stepUs: 10 * S }));
    run = await (await runsOver(history, fixture.folder, project)).simulations.simulate({ span: { fromUs: T0, toUs: T0 + 60 * S } });
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  it("is written from a history that may only be read too", async () => {
    const before = await exported("parquet");
    await history.close();
    history = await fixture.open({ readOnly: true, stagingFolder: join(fixture.folder, "reading") });
    expect((await exported("parquet")).length).toBe(before.length);
  });

  async function exported(format: "csv" | "parquet", of = run): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of exportRun(history, project, of, format, new AbortController().signal)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  it("reaches to the newest sample of one that goes on with the plant", async () => {
    expect(await exported("csv", { ...run, kind: "live", state: "running", toUs: run.fromUs })).toEqual(await exported("csv"));
  });

  it("has one row for each kept instant of each output, named by path, and leaves nothing in the staging folder", async () => {
    const file = join(fixture.folder, "run.parquet");
    await writeFile(file, await exported("parquet"));
    expect(readdirSync(fixture.options.stagingFolder).filter((name) => name.endsWith(".parquet"))).toEqual([]);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const parquet = (await connection.runAndReadAll(`SELECT signal, unit, run, epoch_us(time), value, status FROM '${file}'`)).getRows();
    const csv = (await exported("csv")).toString("utf8").trim().split("\r\n");
    expect(csv[0]).toBe("signal,unit,run,time,value,status");
    expect(csv[1]).toBe("`P-101`.Losses.lost,,run-1,2026-01-01T00:00:00.000000Z,0,0x00000000");
    expect(parquet).toHaveLength(4 * 7);
    expect(parquet.map(([signal, unit, of, t, value]) => [signal, unit, of, new Date(Number(t) / 1000).toISOString().slice(0, 19), Number(value)])).toEqual(
      csv.slice(1).map((line) => line.split(",")).map(([signal, unit, of, t, value]) => [signal, unit, of, t?.slice(0, 19), Number(value)]),
    );
  });
});
