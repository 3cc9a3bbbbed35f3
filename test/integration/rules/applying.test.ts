/** Putting texts live through the whole engine: checked, recorded, on disk, taken back. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../../../main/engine/Engine.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { createProject } from "../../../main/engine/project/index.ts";
import { MemorySecretStore } from "../../../main/engine/sources/index.ts";
import { contract, type EngineClient } from "../../../shared/contract/contract.ts";
import { connect, memoryPair, serve } from "../../../shared/contract/rpc/index.ts";
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import { projectWith, until } from "./rulesFixture.ts";

const FILE = "rules/hot.twin";
const hot = (limit: string): string => `rule Hot on Pump {\n  when bearing.temperature > ${limit}\n  severity low\n}\n`;
const CALC = "rules/calc.twin";
const DOUBLE = "calc double : kW on Pump = power + power\n";
const READS_CALC = "rule Busy on Pump {\n  when double > 3 kW\n  severity low\n}\n";

let folder: string;
let engine: Engine;
let client: EngineClient;

async function open(): Promise<void> {
  engine = await Engine.open({ folder, role: "window", userFolder: join(folder, ".."), launcher: new ForkLauncher(), secrets: new MemorySecretStore(), connect: false });
  const [ours, theirs] = memoryPair();
  serve(theirs, contract, engine.handlers, { client: "test" });
  client = connect(ours, contract);
  await client.project.setOperator({ name: "Ada" });
}

async function status(file: string): Promise<RuleStatus | undefined> {
  for await (const statuses of client.rules.status({})) return statuses.find((candidate) => candidate.file === file);
  return undefined;
}

const save = (file: string, text: string, applied?: string) => client.project.change({ label: `Edit ${file}`, changes: [{ table: "texts", id: file, after: { id: file, text, ...(applied !== undefined && { applied }) } }] });

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "twinbench-apply-")), "Plant.twin");
  await createProject(folder, projectWith({}));
  await open();
});
afterEach(async () => {
  await engine.close();
  await rm(join(folder, ".."), { recursive: true, force: true });
});

describe("applying a text", () => {
  it("runs nothing that was only saved", async () => {
    await save(FILE, hot("80 degC"));
    expect(await status(FILE)).toMatchObject({ running: "none", rules: 0 });
  });

  it("puts it live, on disk at once, with who and why, and it runs after a restart", async () => {
    await client.rules.apply({ texts: [{ file: FILE, text: hot("80 degC") }], why: "Asked for by operations" });
    expect(await readFile(join(folder, FILE), "utf8")).toBe(hot("80 degC"));
    await engine.close();
    await open();
    expect(await status(FILE)).toMatchObject({ running: "current", rules: 1 });
    const { versions } = await client.rules.versions({ file: FILE });
    expect(versions).toMatchObject([{ by: "Ada", why: "Asked for by operations", version: expect.any(String) }]);
    expect(await client.rules.versionText({ file: FILE, version: versions[0]?.version ?? "" })).toEqual({ text: hot("80 degC") });
    expect((await client.project.audit({ limit: 10 })).entries).toMatchObject([{ operator: "Ada", label: `Apply ${FILE}`, reason: "Asked for by operations" }]);
  });

  it("goes back by undo to the version before", async () => {
    await client.rules.apply({ texts: [{ file: FILE, text: hot("80 degC") }] });
    await client.rules.apply({ texts: [{ file: FILE, text: hot("90 degC") }] });
    await client.project.undo({});
    await engine.close();
    await open();
    expect(await status(FILE)).toMatchObject({ running: "current" });
    expect(await readFile(join(folder, FILE), "utf8")).toBe(hot("80 degC"));
    expect((await client.rules.versions({ file: FILE })).versions.map(({ why }) => why)).toEqual([`Undo: Apply ${FILE}`, `Apply ${FILE}`, `Apply ${FILE}`]);
  });

  it("refuses a text with errors, with line and reason, and leaves what runs alone", async () => {
    await client.rules.apply({ texts: [{ file: FILE, text: hot("80 degC") }] });
    await expect(client.rules.apply({ texts: [{ file: FILE, text: hot("80 bar") }] })).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/rules\/hot\.twin was not applied.*line 2: .*bar/) });
    expect(await status(FILE)).toMatchObject({ running: "current", rules: 1 });
  });

  it("refuses what would stop another text that runs, and takes both in one step", async () => {
    await client.rules.apply({ texts: [{ file: CALC, text: DOUBLE }, { file: FILE, text: READS_CALC }] });
    await expect(client.rules.apply({ texts: [{ file: CALC, text: "// moved\n" }] })).rejects.toMatchObject({ message: expect.stringMatching(/rules\/hot\.twin, which runs, would stop/) });
    await client.rules.apply({ texts: [{ file: CALC, text: "// moved\n" }, { file: FILE, text: `${DOUBLE}${READS_CALC}` }] });
    expect(await status(FILE)).toMatchObject({ running: "current", rules: 1, calcs: 1 });
  });

  it("tells of a version that broke because a signal it names has gone", async () => {
    await client.rules.apply({ texts: [{ file: FILE, text: hot("80 degC") }] });
    const { types } = projectWith({});
    await client.project.change({ label: "Rename a signal", changes: [{ table: "types", id: "pump", after: { ...types["pump"], signals: [] } }] });
    await until("the error", async () => (await status(FILE))?.runningErrors.length === 1);
    expect(await status(FILE)).toMatchObject({ running: "current", rules: 0 });
  });

  it("takes up the texts of a project that was made by hand, when it is first opened", async () => {
    await engine.close();
    await writeFile(join(folder, FILE), hot("80 degC"));
    await writeFile(join(folder, "rules/wrong.twin"), hot("80 bar").replace("Hot", "Wrong"));
    await open();
    expect(await status(FILE)).toMatchObject({ running: "current", rules: 1 });
    expect(await status("rules/wrong.twin")).toMatchObject({ running: "none" });
  });
});
