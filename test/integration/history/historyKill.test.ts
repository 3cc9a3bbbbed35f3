import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { entryPath } from "../../../main/engine/entries.ts";
import { historyFolder, ramp, readAll, T0 } from "./historyFixture.ts";

/** Runs a program that fills a history in a process of its own, kills it without warning after so many acknowledged samples, and says how many those were. */
async function fillAndKill(program: string, file: string, stagingFolder: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), entryPath("history-thread"), file, stagingFolder], { stdio: ["ignore", "pipe", "inherit"] });
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= after) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return acknowledged;
}

describe("kill -9", () => {
  it.each([5_000, 60_000, 150_000])("loses nothing of what was acknowledged, after %i samples", async (after) => {
    const fixture = await historyFolder();
    const acknowledged = await fillAndKill("appendForever.mjs", fixture.options.file, fixture.options.stagingFolder, after);
    const history = await fixture.open();
    try {
      expect(acknowledged).toBeGreaterThanOrEqual(after);
      const rows = await readAll(history.readSamples([history.idOf("a") ?? -1], { fromUs: T0, toUs: T0 * 2 }));
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      expect(rows.every((row, i) => row.value === i && row.tUs === T0 + i * 1000)).toBe(true);
    } finally {
      await history.close();
      await fixture.remove();
    }
  }, 30_000);

  it("leaves a history that can be read as it lies, where nothing may be written", async () => {
    const fixture = await historyFolder();
    const acknowledged = await fillAndKill("appendForever.mjs", fixture.options.file, fixture.options.stagingFolder, 5_000);
    const before = await filesOf(fixture.folder);
    const stagingFolder = await mkdtemp(join(tmpdir(), "twinbench-reading-"));
    const history = await fixture.open({ readOnly: true, stagingFolder });
    try {
      const [series = -1] = await history.ensureSeries([{ signal: "a" }, { signal: "never seen" }]);
      expect((await readAll(history.readSamples([series], { fromUs: T0, toUs: T0 * 2 }))).length).toBeGreaterThanOrEqual(acknowledged);
      await expect(history.append(ramp(series, 1))).rejects.toMatchObject({ code: "read-only" });
      await expect(history.addGap({ source: "s", fromUs: T0, reason: "lost", series: Int32Array.of(series) })).rejects.toMatchObject({ code: "read-only" });
      await expect(history.importStage({ label: "x" })).rejects.toMatchObject({ code: "read-only" });
    } finally {
      await history.close();
      expect(await filesOf(fixture.folder)).toEqual(before);
      await rm(stagingFolder, { recursive: true });
      await fixture.remove();
    }
  }, 30_000);

  it("is an empty one where there is none yet and nothing may be written", async () => {
    const fixture = await historyFolder();
    const stagingFolder = await mkdtemp(join(tmpdir(), "twinbench-reading-"));
    const history = await fixture.open({ readOnly: true, stagingFolder });
    expect(await history.extent()).toEqual({});
    await history.close();
    expect(await filesOf(fixture.folder)).toEqual({});
    await rm(stagingFolder, { recursive: true });
    await fixture.remove();
  });

  it.each([30_000, 90_000])("leaves whole imports or nothing of them, rolled up or not, after %i samples", async (after) => {
    const fixture = await historyFolder();
    const acknowledged = await fillAndKill("importForever.mjs", fixture.options.file, fixture.options.stagingFolder, after);
    const history = await fixture.open();
    try {
      const rows = await readAll(history.readSamples([history.idOf("a") ?? -1], { fromUs: T0, toUs: T0 * 2 }));
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      expect(rows.length % 30_000).toBe(0);
      expect(rows.every((row, i) => row.value === i && row.tUs === T0 + i * 1000)).toBe(true);
      const span = { fromUs: T0, toUs: T0 + rows.length * 1000 };
      const [atOnce] = await history.window([{ signal: "a" }], span, 10);
      await history.maintain();
      const [rolledUp] = await history.window([{ signal: "a" }], span, 10);
      expect(atOnce?.samples).toBe(rows.length);
      expect([Math.min(...(rolledUp?.value ?? [])), Math.max(...(rolledUp?.value ?? []))]).toEqual([0, rows.length - 1]);
    } finally {
      await history.close();
      await fixture.remove();
    }
  }, 60_000);
});

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, createHash("sha256").update(await readFile(join(folder, name))).digest("hex")])));
}
