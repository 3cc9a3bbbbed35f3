/** Projects that cannot be opened, or not as they should: each says so in a sentence, is left as it was, and stays unlocked. */
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../../../main/engine/Engine.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { createProject, LOCK_FILE } from "../../../main/engine/project/index.ts";
import { MemorySecretStore } from "../../../main/engine/sources/index.ts";
import { contract, type EngineClient } from "../../../shared/contract/contract.ts";
import { connect, memoryPair, serve } from "../../../shared/contract/rpc/index.ts";
import type { Project } from "../../../shared/model/project.ts";
import { emptyProject } from "../../../shared/model/schema.ts";
import { address, startTestServer, type TestServer } from "../../fixtures/opcua-server.ts";

let home: string;
let folder: string;
const opened: Engine[] = [];

async function open(part: { readonly connect?: boolean; readonly reserveBytes?: number; readonly role?: string } = {}): Promise<{ engine: Engine; client: EngineClient }> {
  const engine = await Engine.open({ folder, role: "window", userFolder: home, launcher: new ForkLauncher(), secrets: new MemorySecretStore(), connect: false, ...part });
  opened.push(engine);
  const [ours, theirs] = memoryPair();
  serve(theirs, contract, engine.handlers, { client: "test" });
  return { engine, client: connect(ours, contract) };
}

const isLocked = (): Promise<boolean> => access(join(folder, LOCK_FILE)).then(() => true, () => false);

async function projectOf(client: EngineClient): Promise<Project> {
  for await (const frame of client.project.watch({})) if (frame.kind === "snapshot") return frame.project;
  throw new Error("The engine sent no project.");
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-bad-"));
  folder = join(home, "Plant.twin");
  await createProject(folder, emptyProject("Plant", "UTC"));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()));
  await rm(home, { recursive: true, force: true });
});

describe("a project that cannot be opened", () => {
  it.each([
    ["is damaged", "project.json", '{"format": 1, "settings": {', "damaged", /damaged and could not be read.*history beside it is untouched/],
    ["is newer than this program", "project.json", '{"format": 99}', "newer-format", /newer Twinbench \(format 99/],
  ])("%s: says so, and leaves it as it was and free for others", async (_what, file, text, code, says) => {
    await writeFile(join(folder, file), text);
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(await readFile(join(folder, file), "utf8")).toBe(text);
    expect(await isLocked()).toBe(false);
  });

  it("has a history that is no database: says so, leaves the file alone, and is free for others", async () => {
    const noise = "this was a recording once".repeat(1_000);
    await writeFile(join(folder, "history.duckdb"), noise);
    await expect(open()).rejects.toMatchObject({ message: expect.stringMatching(/history/) });
    expect(await readFile(join(folder, "history.duckdb"), "utf8")).toBe(noise);
    expect(await isLocked()).toBe(false);
  });

  it("is open elsewhere: names who has it", async () => {
    await open({ role: "window" });
    await expect(open({ role: "command line" })).rejects.toMatchObject({ code: "busy", message: expect.stringMatching(new RegExp(`open already: window, process ${process.pid}`)) });
  });

  it("is no project at all", async () => {
    folder = join(home, "Photos");
    await mkdir(folder);
    await expect(open()).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/project\.json/) });
    expect(await isLocked()).toBe(false);
  });
});

describe("a hostile project folder", () => {
  it("cannot name entities that reach outside of their tables", async () => {
    const stored = JSON.parse(await readFile(join(folder, "project.json"), "utf8"));
    stored.assets = JSON.parse('{"__proto__": {"id": "__proto__", "name": "x"}, "../../evil": {"id": "../../evil", "name": "y"}}');
    await writeFile(join(folder, "project.json"), JSON.stringify(stored));
    const { client } = await open();
    expect((await projectOf(client)).assets).toEqual({});
    expect(({} as Record<string, unknown>)["name"]).toBeUndefined();
  });

  it("cannot read a text from outside by a link, nor take the program down with a folder or noise where a text should be", async () => {
    await writeFile(join(home, "secret.txt"), "calc secret : 1 on Pump = 42");
    await symlink(join(home, "secret.txt"), join(folder, "rules", "linked.twin"));
    await mkdir(join(folder, "rules", "folder.twin"));
    await writeFile(join(folder, "rules", "noise.twin"), Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 31) % 256)));
    const { client } = await open();
    const texts = Object.values((await projectOf(client)).texts).map(({ text }) => text);
    expect(texts.join("\n")).not.toContain("secret");
  });
});

describe("a full disk", () => {
  let server: TestServer;
  beforeEach(async () => void (server = await startTestServer()));
  afterEach(() => server.stop());

  it("stops recording with a sentence, while live values and edits go on", async () => {
    const project: Project = {
      ...emptyProject("Plant", "UTC"),
      sources: { plant: { id: "plant", kind: "opcua", name: "Test plant", enabled: true, settings: { endpointUrl: server.url, securityPolicy: "None", securityMode: "None", identity: "anonymous", publishingMs: 100 } } },
      signals: { temperature: { id: "temperature", name: "temperature", dataType: "number", unit: "Cel" } },
      bindings: { b1: { id: "b1", signal: "temperature", source: "plant", address: address("P-101.Temperature"), sampling: { intervalMs: 100, queueSize: 10 }, revision: 1 } },
    };
    folder = join(home, "Full.twin");
    await createProject(folder, project);
    const { client } = await open({ connect: true, reserveBytes: 2 ** 60 });
    for await (const status of client.engine.status({})) if (status.recordingStopped !== undefined && status.sources.live === 1) {
      expect(status.recordingStopped).toMatch(/disk|space/i);
      break;
    }
    server.set("P-101.Temperature", 77.5);
    for await (const frame of client.history.live({ signals: ["temperature"], maxRateHz: 10 })) if (frame.value.includes(77.5)) break;
    await client.project.change({ label: "Rename", changes: [{ table: "settings", id: "settings", after: { id: "settings", name: "Renamed", zone: "UTC" } }] });
    expect((await projectOf(client)).settings["settings"]?.name).toBe("Renamed");
  });
});
