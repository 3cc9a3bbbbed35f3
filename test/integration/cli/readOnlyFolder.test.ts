/** A project in a folder that cannot be written to: it can be looked at, nothing in it changes, and what cannot be done says why. */
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLine } from "./commandLine.ts";

/** Root may write anywhere, unless it gives up the right to pass over permissions: util-linux's `setpriv` does. */
const isRoot = process.getuid?.() === 0;
const GIVE_UP = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search,-fowner"];
const canTest = process.platform !== "win32" && (!isRoot || spawnSync("setpriv", ["--version"]).status === 0);

const CSV = ["time,level", ...Array.from({ length: 60 }, (_, second) => `2026-03-01T10:00:${String(second).padStart(2, "0")}Z,${second >= 40 ? 4 : 1}`)].join("\n");
const RULE = `rule High on Tank {\n  when     level > 2 m for 5 s\n  severity high\n  message  "{asset.name} at {level}"\n}\n`;

let home: string;
let project: string;
let user: CommandLine;

/** Name, size and time of everything in the folder, to see that nothing of it was touched. */
async function listing(): Promise<Record<string, string>> {
  const names = (await readdir(project, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await readFile(name)).toString("base64")])));
}

async function everyFolder(mode: number): Promise<void> {
  const folders = (await readdir(project, { recursive: true, withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  for (const folder of [...folders, project]) await chmod(folder, mode);
}

describe.skipIf(!canTest)("a project in a read-only folder", () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "twinbench-read-only-"));
    project = join(home, "Archive.twin");
    const owner = new CommandLine(home);
    await owner.json("new", project);
    await writeFile(join(home, "tank.csv"), CSV);
    await owner.json("import", project, join(home, "tank.csv"), "--asset", "T1", "--type", "Tank", "--unit", "level=m");
    await writeFile(join(project, "rules", "tank.twin"), RULE);
    for (const name of Object.keys(await listing())) await chmod(name, 0o444);
    await everyFolder(0o555);
    user = new CommandLine(home, isRoot ? GIVE_UP : []);
  });
  afterAll(async () => {
    await everyFolder(0o755);
    await rm(home, { recursive: true, force: true });
  });

  it("answers query, signals, check and backtest, and leaves every file as it was", async () => {
    const before = await listing();
    await expect(user.json("query", project, "T1.level", "--from", "2026-03-01T10:00:58Z")).resolves.toMatchObject({ points: [["2026-03-01T10:00:58.000000Z", 4, expect.any(Number)], ["2026-03-01T10:00:59.000000Z", 4, expect.any(Number)]] });
    await expect(user.json("signals", project)).resolves.toMatchObject({ signals: [{ path: "T1.level", count: 60 }] });
    await expect(user.json("check", project)).resolves.toEqual({ ok: true, diagnostics: [] });
    await expect(user.json("backtest", project)).resolves.toMatchObject({ results: [{ rule: "High", asset: "T1", intervals: [{ from: "2026-03-01T10:00:45.000000Z", to: null }] }] });
    expect(await listing()).toEqual(before);
  });

  it.each([
    ["import", () => ["import", project, join(home, "tank.csv")], /Nothing can be imported.*reading only.*cannot be written to/],
    ["simulate", () => ["simulate", project], /Nothing can be simulated.*reading only/],
    ["record", () => ["record", project, "--for", "1s"], /Nothing can be recorded.*Archive\.twin cannot be written to/],
  ])("refuses to %s with a sentence", async (_what, args, says) => {
    const { code, stdout, stderr } = await user.run(...args());
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
