import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileTable } from "../../../main/engine/files/FileTable.ts";
import { FileImports } from "../../../main/engine/files/index.ts";
import { guessFile } from "../../../main/engine/files/guessFile.ts";
import { OutsideDatabase } from "../../../main/engine/files/OutsideDatabase.ts";
import { History } from "../../../main/engine/history/index.ts";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import { createProject, ProjectStore } from "../../../main/engine/project/index.ts";
import type { ImportTarget } from "../../../shared/contract/files.ts";
import { emptyProject } from "../../../shared/model/schema.ts";
import { allSignals } from "../../../shared/model/signals.ts";
import { formatIso, systemClock } from "../../../shared/time/time.ts";

let folder: string;
let history: History;
let store: ProjectStore;
let imports: FileImports;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-import-"));
  const project = join(folder, "Test.twin");
  await createProject(project, emptyProject("Test", "Europe/Berlin"));
  const stagingFolder = join(project, "staging");
  history = await History.open({ file: join(project, "history.duckdb"), stagingFolder });
  store = await ProjectStore.open(project, { readOnly: false, onSaveError: (error) => { throw error; } });
  imports = new FileImports({ store, history, jobs: new Jobs({ clock: systemClock }), clock: systemClock, stagingFolder, operator: () => "ann", onImported: () => undefined });
});
afterEach(async () => {
  await store.flush();
  await history.close();
  await rm(folder, { recursive: true, force: true });
});

async function importText(text: string | Uint8Array, target: ImportTarget = { kind: "loose" }) {
  const file = join(folder, "data.csv");
  await writeFile(file, text);
  const { options } = await imports.guess(file);
  return imports.import(file, options, target);
}

async function samplesOf(signal: string) {
  const id = history.idOf(signal);
  const points: [string, number | string, number][] = [];
  if (id === undefined) return points;
  for await (const chunk of history.readSamples([id], { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER })) {
    chunk.tUs.forEach((t, row) => points.push([formatIso(t), chunk.text?.get(row) ?? chunk.value[row] ?? NaN, chunk.status[row] ?? 0]));
  }
  return points;
}

describe("importing a file", () => {
  it("makes a signal of each column, in the unit its header names", async () => {
    const result = await importText("time,Temp (°C),power_kW\n2024-01-01 12:00:00,20.5,3\n2024-01-01 12:00:01,21,4\n");
    expect(result).toMatchObject({ rows: 2, samples: 4, rejected: 0, signals: [{ name: "Temp (°C)", unit: "Cel" }, { name: "power_kW", unit: "kW" }] });
    expect(await samplesOf(result.signals[0]?.id ?? "")).toEqual([["2024-01-01T11:00:00.000000Z", 20.5, 0], ["2024-01-01T11:00:01.000000Z", 21, 0]]);
  });

  it("reads decimal commas, day-first dates and text from a semicolon file with a preamble", async () => {
    const result = await importText("Plant report\n\nZeit;Druck [bar];Zustand\n31.01.2024 10:00:00;1,5;läuft\n31.01.2024 10:00:10;1.001,25;steht\n");
    expect(result.rejected).toBe(0);
    expect(await samplesOf(result.signals[0]?.id ?? "")).toEqual([["2024-01-31T09:00:00.000000Z", 1.5, 0], ["2024-01-31T09:00:10.000000Z", 1001.25, 0]]);
    expect((await samplesOf(result.signals[1]?.id ?? "")).map(([, text]) => text)).toEqual(["läuft", "steht"]);
  });

  it("lists every cell and row it could not read, and keeps the rest", async () => {
    const result = await importText("time,a,b\n2024-01-01 00:00:00,1,2\nsoon,1,2\n2024-01-01 00:00:02,x,3\n2024-01-01 00:00:03,4\n2024-01-01 00:00:04,5,6\n2024-01-01 00:00:05,null,\n2024-01-01 00:00:06,7,8\n");
    expect(result.rejections).toEqual([
      { row: 3, column: "time", text: "soon", reason: "is no time in the form iso" },
      { row: 4, column: "a", text: "x", reason: "is no number" },
      { row: 5, text: "2024-01-01 00:00:03,4", reason: "has fewer than 3 columns" },
    ]);
    expect(result).toMatchObject({ rows: 7, rejected: 3 });
    expect((await samplesOf(result.signals[0]?.id ?? "")).map(([, value]) => value)).toEqual([1, 5, NaN, 7]);
    expect((await samplesOf(result.signals[1]?.id ?? "")).map(([, value]) => value)).toEqual([2, 3, 6, 8]);
    expect(await readFile(result.rejectionsFile ?? "", "utf8")).toContain("3,time,soon");
  });

  it("extends the same signals when more of the same columns comes later, converted to their unit", async () => {
    const first = await importText("time,T\n2024-01-01T00:00:00Z,20\n");
    const file = join(folder, "later.csv");
    await writeFile(file, "time,T\n2024-01-01T00:00:01Z,176\n");
    const { options } = await imports.guess(file);
    const inUnit = (unit: string) => ({ ...options, columns: options.columns.map((column) => (column.index === 1 ? { ...column, unit } : column)) });
    const known = store.project.signals[first.signals[0]?.id ?? ""];
    store.change({ label: "Give T its unit", changes: [{ table: "signals", id: known?.id ?? "", after: { ...known, unit: "Cel" } }] }, "ann");
    await imports.import(file, inUnit("[degF]"), { kind: "loose" });
    expect(allSignals(store.project)).toHaveLength(1);
    expect((await samplesOf(known?.id ?? "")).map(([, value]) => value)).toEqual([20, 80]);
    await expect(imports.import(file, inUnit("bar"), { kind: "loose" })).rejects.toThrow(/"T" is in bar, which cannot be converted to Cel/);
  });

  it("makes an asset of a new type with one bound signal per column", async () => {
    const result = await importText("time,flow,state\n2024-01-01T00:00:00Z,1,on\n", { kind: "asset", asset: "P-7", type: "Pump" });
    const [asset] = Object.values(store.project.assets);
    expect(asset?.name).toBe("P-7");
    expect(Object.values(store.project.bindings).map(({ signal, address }) => [signal, address])).toEqual(result.signals.map(({ id, name }) => [id, name]));
  });

  it("decodes GBK headers", async () => {
    const gbk = Buffer.concat([Buffer.from("time,dir ("), Buffer.from([0xa1, 0xe3]), Buffer.from(")\n2024-01-01T00:00:00Z,5\n")]);
    expect((await importText(gbk)).signals).toEqual([expect.objectContaining({ name: "dir (°)", unit: "deg" })]);
  });

  it("shifts by the zone's own rules: an hour that repeats and the days around it", async () => {
    const result = await importText("time,v\n2024-10-26 12:00:00,1\n2024-10-28 12:00:00,2\n");
    expect((await samplesOf(result.signals[0]?.id ?? "")).map(([t]) => t)).toEqual(["2024-10-26T10:00:00.000000Z", "2024-10-28T11:00:00.000000Z"]);
  });

  it.each([
    ["an empty file", "", /empty/],
    ["a binary file", Uint8Array.of(1, 0, 2, 0), /binary/],
    ["a header alone", "time,a\n", /no rows/],
    ["a truncated Parquet file", "PAR1 and nothing more", /damaged or truncated/],
  ])("refuses %s with the reason, and keeps nothing", async (_what, content, reason) => {
    await expect(importText(content)).rejects.toThrow(reason);
    expect(allSignals(store.project)).toEqual([]);
  });

  it("numbers duplicate columns instead of mixing them", async () => {
    expect((await importText("time,a,a\n2024-01-01T00:00:00Z,1,2\n")).signals.map(({ name }) => name)).toEqual(["a", "a (2)"]);
  });

  it("keeps nothing of a file whose import is cancelled", async () => {
    const file = join(folder, "big.csv");
    await writeFile(file, `time,v\n${Array.from({ length: 300_000 }, (_, i) => `${1_700_000_000 + i},${i}`).join("\n")}\n`);
    const { options } = await imports.guess(file);
    const abort = new AbortController();
    const running = imports.import(file, options, { kind: "loose" }, { signal: abort.signal, progress: () => abort.abort() });
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(allSignals(store.project)).toEqual([]);
    expect(await history.seriesInfo()).toEqual([]);
  });

  it("never lets a name from a file reach SQL or the disk as anything but a name", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ minLength: 1, maxLength: 40 }).filter((name) => !/["\r\n\0]/.test(name)), async (name) => {
      const file = join(folder, "hostile.csv");
      await writeFile(file, `time,"${name}'; DROP TABLE x; --"\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:01Z,2\n`);
      const { options } = await guessFile(file, "UTC");
      const table = await FileTable.open(file, options);
      expect(await table.stage(join(folder, "staged.parquet"))).toMatchObject({ rows: 2, rejected: 0 });
      await table.close();
    }), { numRuns: 25 });
  });
});

async function importParquet(name: string, select: string) {
  const file = join(folder, `${name}.parquet`);
  const database = await OutsideDatabase.open("UTC");
  await database.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
  database.close();
  const { options } = await imports.guess(file);
  const result = await imports.import(file, options, { kind: "loose" });
  return { result, samples: await samplesOf(result.signals[0]?.id ?? "") };
}

describe("a Parquet file", () => {
  it("gives the same samples where it is taken as it is and where its times have to be read", async () => {
    let files = 0;
    const cell = fc.oneof(fc.double().filter((value) => !Object.is(value, -0)).map((value) => `'${value}'::DOUBLE`), fc.constant("NULL::DOUBLE"));
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), cell), { minLength: 1, maxLength: 30 }), async (rows) => {
      const at = (hours: number): string => `TIMESTAMP '2024-10-26 20:00:00' + to_hours(${hours})`;
      const table = (time: (hours: number) => string, name: string): string => rows.map(([hours, value]) => `SELECT ${time(hours)} AS time, ${value} AS ${name}`).join(" UNION ALL ");
      const name = `f${files++}`;
      const plain = await importParquet(`${name}a`, table(at, `${name}a`));
      const read = await importParquet(`${name}b`, table((hours) => `strftime(${at(hours)}, '%Y-%m-%d %H:%M:%S')`, `${name}b`));
      expect(plain.samples).toEqual(read.samples);
      expect(plain.result).toMatchObject({ rows: read.result.rows, samples: read.result.samples, rejected: 0 });
    }), { numRuns: 15 });
  });

  it("lists the rows without a readable time, and keeps the rest", async () => {
    const { result, samples } = await importParquet("times", "SELECT * FROM (VALUES (TIMESTAMP '2024-06-01 12:00:00', 1.0), (NULL, 2.0), ('infinity'::TIMESTAMP, 3.0), (TIMESTAMP '2024-06-01 12:00:01', 4.0)) v(time, v)");
    expect(result).toMatchObject({ rows: 4, rejected: 2, rejections: [{ row: 2, reason: "has no readable time" }, { row: 3, text: "infinity" }] });
    expect(samples).toEqual([["2024-06-01T10:00:00.000000Z", 1, 0], ["2024-06-01T10:00:01.000000Z", 4, 0]]);
  });

  it("leaves nothing of itself in the staging folder", async () => {
    await importParquet("left", "SELECT TIMESTAMP '2024-06-01 12:00:00' AS time, 1.0 AS v");
    expect(await readdir(join(folder, "Test.twin", "staging"))).toEqual([]);
    expect((await stat(join(folder, "left.parquet"))).nlink).toBe(1);
  });
});

describe("the quick way and the careful way of reading a file", () => {
  it("give the same samples for any clean table", async () => {
    const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map(String), fc.constant(""), fc.constant("NaN"));
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 }), async (rows) => {
      const clean = rows.map(([a, b], i) => `${formatIso(1.7e15 + i * 1_000_000)},${a},${b}`).join("\n");
      const read = async (text: string): Promise<unknown[][]> => {
        const file = join(folder, "table.csv");
        await writeFile(file, text);
        const guess = await guessFile(file, "UTC");
        const options = { ...guess.options, timeColumn: 0, timeFormat: "iso" as const, columns: guess.options.columns.map((column) => ({ ...column, import: column.index > 0, dataType: "number" as const })) };
        const table = await FileTable.open(file, options);
        await table.stage(join(folder, "table.parquet"));
        await table.close();
        const database = await OutsideDatabase.open("UTC");
        const staged = await database.rows(`SELECT t::VARCHAR, v0::VARCHAR, v1::VARCHAR FROM read_parquet('${join(folder, "table.parquet")}') WHERE t IS NOT NULL ORDER BY t`);
        database.close();
        return staged.map((row) => [...row]);
      };
      // One unreadable row at the end makes the second reading careful; it holds no sample itself.
      expect(await read(`time,a,b\n${clean}\n`)).toEqual(await read(`time,a,b\n${clean}\nno time,1,1\n`));
    }), { numRuns: 25 });
  });
});
