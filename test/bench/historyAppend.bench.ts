/** How fast samples come to disk: live batches, a bulk import, and as baseline the bare typed appender of DuckDB. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BIGINT, DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER } from "@duckdb/node-api";
import { History } from "../../main/engine/history/index.ts";
import { items, writeBigints } from "../../main/engine/history/columns.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";

const SAMPLES = 2_000_000;
const SERIES = 200;
const T0 = 1_767_225_600_000_000;

function batch(at: number, rows: number): SampleBatch {
  const tUs = Float64Array.from({ length: rows }, (_, i) => T0 + Math.floor((at + i) / SERIES) * 1_000_000);
  return {
    series: Int32Array.from({ length: rows }, (_, i) => ((at + i) % SERIES) + 1), tUs, receivedUs: tUs,
    value: Float64Array.from({ length: rows }, (_, i) => Math.sin(at + i)), status: new Uint32Array(rows), flags: new Uint8Array(rows),
  };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Series, time and value by DuckDB's own typed chunks, flushed every 10,000 rows. */
async function bareAppender(folder: string): Promise<number> {
  const instance = await DuckDBInstance.create(join(folder, "bare.duckdb"));
  const connection = await instance.connect();
  await connection.run("CREATE TABLE samples (series INTEGER, t BIGINT, value DOUBLE)");
  const appender = await connection.createAppender("samples");
  const rows = 2_000;
  const chunks = Array.from({ length: 10 }, (_, i) => batch(i * rows, rows));
  const taken = await seconds(async () => {
    for (let at = 0, count = 1; at < SAMPLES; at += rows, count++) {
      const columns = chunks[count % chunks.length] as SampleBatch; // never empty
      const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, DOUBLE], rows);
      items<Int32Array>(chunk, 0).set(columns.series);
      writeBigints(items<BigInt64Array>(chunk, 1), columns.tUs, rows);
      items<Float64Array>(chunk, 2).set(columns.value);
      for (const column of [0, 1, 2]) chunk.getColumnVector(column).flush();
      appender.appendDataChunk(chunk);
      if (count % 5 === 0) appender.flushSync();
    }
    appender.flushSync();
  });
  appender.closeSync();
  connection.closeSync();
  instance.closeSync();
  return taken;
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
  const history = await History.open({ file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging") });
  try {
    await history.ensureSeries(Array.from({ length: SERIES }, (_, i) => ({ signal: `s${i}` })));
    const rows: (string | number)[][] = [];
    const baseline = await bareAppender(folder);
    const add = (name: string, taken: number) => rows.push([name, Math.round(SAMPLES / taken / 1000), Math.round((taken / baseline) * 100) / 100]);
    add("baseline: DuckDB's typed appender, 3 columns, flush every 10,000", baseline);
    for (const size of [1_000, 10_000]) {
      add(`recorded in batches of ${size}`, await seconds(async () => {
        for (let at = 0; at < SAMPLES; at += size) {
          await history.ready();
          void history.append(batch(at, size));
        }
        await history.append(batch(0, 1));
      }));
    }
    const stage = await history.importStage({ label: "bench" });
    add("bulk import, in order of time, sorted at the end", await seconds(async () => {
      for (let at = 0; at < SAMPLES; at += 50_000) await stage.append(batch(at, 50_000));
      await stage.commit();
    }));
    await history.maintain();
    const { fileBytes, recordedSamples } = await history.figures();
    return {
      title: `Samples to disk, ${SAMPLES / 1e6} M samples of ${SERIES} signals`,
      columns: ["way", "thousand samples/s", "time × baseline"],
      rows,
      note: `All six columns and text of a sample are written, and making the batches is in the time. ${Math.round(((fileBytes / (recordedSamples + SAMPLES)) * 10)) / 10} bytes a sample in the file.`,
    };
  } finally {
    await history.close();
    await rm(folder, { recursive: true, force: true });
  }
}
