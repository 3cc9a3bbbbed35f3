import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { entryPath } from "../../../main/engine/entries.ts";
import { historyFolder, readAll, T0 } from "./historyFixture.ts";

/** Appends in a process of its own, kills it without warning after so many acknowledged samples, and says how many those were. */
async function appendAndKill(file: string, stagingFolder: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "appendForever.mjs"), entryPath("history-thread"), file, stagingFolder], { stdio: ["ignore", "pipe", "inherit"] });
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
    const acknowledged = await appendAndKill(fixture.options.file, fixture.options.stagingFolder, after);
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
});
