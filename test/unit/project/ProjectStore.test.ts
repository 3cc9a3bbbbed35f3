import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, listVersions, lockOwner, ProjectLock, ProjectStore, readVersion } from "../../../main/engine/project/index.ts";
import { keepVersion, recordApplication, versionName } from "../../../main/engine/project/versionFiles.ts";
import type { Asset, AssetType, Project } from "../../../shared/model/project.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const pump: AssetType = {
  id: "pump", name: "Pump", signals: [{ id: "flow", name: "flow", unit: "m3/h", dataType: "number" }], parameters: [], states: [],
  look: { shape: "pump", size: [1, 1, 1] },
};

function asset(id: string, parent?: string): Asset {
  return { id, name: id.toUpperCase(), type: "pump", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 }, ...(parent !== undefined && { parent }) };
}

const sample: Project = { ...emptyProject("Test", "Europe/Berlin"), types: { pump }, assets: { p1: asset("p1") } };

let folder: string;
const saveErrors: string[] = [];
const open = () => ProjectStore.open(folder, { readOnly: false, onSaveError: (error) => saveErrors.push(error.message) });

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "twinbench-project-")), "Test.twin");
  await createProject(folder, sample);
  saveErrors.length = 0;
});
afterEach(async () => {
  await rm(join(folder, ".."), { recursive: true, force: true });
});

describe("the project store", () => {
  it("keeps one version that two write at the same time, as a live run does while its text is applied", async () => {
    const text = "// One";
    const at = { file: "rules/one.twin", atUs: 0, by: "test", text };
    const names = await Promise.all(Array.from({ length: 8 }, () => [keepVersion(folder, at.file, text), recordApplication(folder, at)]).flat());
    expect(names.filter((name) => name !== undefined)).toEqual(Array.from({ length: 8 }, () => versionName(text)));
    expect((await readdir(join(folder, "versions", at.file))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(await readVersion(folder, at.file, versionName(text))).toBe(text);
  });

  it("gives back what was created", async () => {
    expect((await open()).project).toEqual(sample);
  });

  it("takes a change back and makes it again, entity by entity", async () => {
    const store = await open();
    store.change({ label: "Add P2", changes: [{ table: "assets", id: "p2", after: { ...asset("p2", "p1") } }] }, "ann");
    const changed = store.project;
    expect(store.undoLabel).toBe("Add P2");
    store.undo("ann");
    expect(store.project).toEqual(sample);
    expect(store.redoLabel).toBe("Add P2");
    store.redo("ann");
    expect(store.project).toEqual(changed);
  });

  it("saves changes and texts where a person and git can read them", async () => {
    const store = await open();
    store.change({ label: "Write a rule", changes: [{ table: "texts", id: "rules/hot.twin", after: { id: "rules/hot.twin", text: "// hot" } }, { table: "assets", id: "p2", after: { ...asset("p2") } }] }, "ann");
    await store.flush();
    expect(await readFile(join(folder, "rules/hot.twin"), "utf8")).toBe("// hot");
    expect((await open()).project).toEqual(store.project);
  });

  it.each([
    ["an asset of no type", { ...asset("p2"), type: "ghost" }, /type that the project does not have/],
    ["an asset inside itself", { ...asset("p1", "p1") }, /part of itself/],
    ["two siblings of one name", { ...asset("p2"), name: "P1" }, /already is a P1/],
    ["an entity that lacks a field", { id: "p2" }, /assets "p2"/],
  ])("refuses %s and stays as it was", async (_what, entity, message) => {
    const store = await open();
    expect(() => store.change({ label: "Break it", changes: [{ table: "assets", id: entity.id, after: entity }] }, "ann")).toThrow(message);
    expect(store.project).toEqual(sample);
    expect(store.undoLabel).toBeUndefined();
  });

  it("leaves a damaged entity out, says so, and keeps the damaged file when it saves", async () => {
    const file = join(folder, "project.json");
    const stored = JSON.parse(await readFile(file, "utf8"));
    stored.assets.broken = { id: "broken" };
    stored.assets.orphan = { ...asset("orphan"), parent: "nobody" };
    await writeFile(file, JSON.stringify(stored));
    const store = await open();
    expect(Object.keys(store.project.assets)).toEqual(["p1"]);
    expect(store.problems).toHaveLength(2);
    store.change({ label: "Add", changes: [{ table: "assets", id: "p2", after: { ...asset("p2") } }] }, "ann");
    await store.flush();
    expect(await readFile(`${file}.damaged`, "utf8")).toContain("broken");
  });

  it.each([
    ["is no JSON", "{ half", "damaged"],
    ["is no project", "[]", "damaged"],
    ["is from a newer version", JSON.stringify({ format: 99 }), "newer-format"],
  ])("refuses a project.json that %s, and does not touch it", async (_what, text, code) => {
    await writeFile(join(folder, "project.json"), text);
    await expect(open()).rejects.toMatchObject({ code });
    expect(await readFile(join(folder, "project.json"), "utf8")).toBe(text);
  });

  it("does not let a hostile id reach outside of its table or folder", async () => {
    const store = await open();
    for (const [table, id] of [["assets", "__proto__"], ["texts", "rules/../../evil.twin"], ["texts", "/etc/evil.twin"]] as const) {
      expect(() => store.change({ label: "Attack", changes: [{ table, id, after: { ...asset("x"), id, text: "x" } }] }, "eve")).toThrow();
    }
    expect(({} as Record<string, unknown>)["name"]).toBeUndefined();
  });
});

describe("the versions of a text", () => {
  const FILE = "rules/hot.twin";
  const put = (text: string, applied?: string) => ({ label: "Write", changes: [{ table: "texts" as const, id: FILE, after: { id: FILE, text, ...(applied !== undefined && { applied }) } }] });
  const whatRan = async () => (await listVersions(folder, FILE)).map(({ by, why, version }) => [by, why, version]);

  it("keeps what runs apart from what is saved, over a restart", async () => {
    const store = await open();
    store.change(put("// one", "// one"), "ann");
    store.change(put("// two", "// one"), "ann");
    await store.flush();
    expect((await open()).project.texts[FILE]).toEqual({ id: FILE, text: "// two", applied: "// one" });
  });

  it("lists who put which version live and why, undo and deletion included, and gives each back", async () => {
    const store = await open();
    store.change({ ...put("// one", "// one"), reason: "Pump was noisy" }, "ann");
    store.change({ ...put("// two", "// two"), label: `Apply ${FILE}` }, "bob");
    store.undo("ann");
    store.change({ label: `Delete ${FILE}`, changes: [{ table: "texts", id: FILE }] }, "bob");
    store.undo("bob");
    await store.flush();
    const one = versionName("// one");
    expect(await whatRan()).toEqual([
      ["bob", `Undo: Delete ${FILE}`, one], ["bob", `Delete ${FILE}`, undefined], ["ann", `Undo: Apply ${FILE}`, one], ["bob", `Apply ${FILE}`, versionName("// two")], ["ann", "Pump was noisy", one],
    ]);
    expect(await readVersion(folder, FILE, versionName("// two"))).toBe("// two");
    expect((await open()).project.texts[FILE]?.applied).toBe("// one");
  });

  it("reads past a line that was half written, and writes the next one whole", async () => {
    const store = await open();
    store.change(put("// one", "// one"), "ann");
    await store.flush();
    const list = join(folder, "versions", FILE, "applied.jsonl");
    await writeFile(list, `${await readFile(list, "utf8")}{"at":"2026-01-0`);
    store.change(put("// two", "// two"), "ann");
    await store.flush();
    expect(await whatRan()).toHaveLength(2);
    expect((await open()).project.texts[FILE]?.applied).toBe("// two");
  });

  it("runs nothing of a text whose version was changed behind its back, and says so", async () => {
    const store = await open();
    store.change(put("// one", "// one"), "ann");
    await store.flush();
    await writeFile(join(folder, "versions", FILE, `${versionName("// one")}.twin`), "// another");
    const opened = await open();
    expect(opened.project.texts[FILE]).toEqual({ id: FILE, text: "// one" });
    expect(opened.problems).toEqual([expect.stringContaining("changed after it was applied")]);
  });

  it("does not follow a link out of the project", async () => {
    const outside = join(folder, "..", "outside");
    await mkdir(join(outside), { recursive: true });
    await mkdir(join(folder, "versions", "rules"), { recursive: true });
    await symlink(outside, join(folder, "versions", FILE));
    const store = await open();
    store.change(put("// one", "// one"), "ann");
    await store.flush();
    expect(saveErrors).toEqual([expect.stringContaining("out of the project")]);
    expect(await readdir(outside)).toEqual([]);
  });

  it("takes up the texts of a project that never kept versions, once", async () => {
    await mkdir(join(folder, "rules"), { recursive: true });
    await writeFile(join(folder, FILE), "// by hand");
    const openWith = () => ProjectStore.open(folder, { readOnly: false, onSaveError: (error) => saveErrors.push(error.message), takeUp: (project) => ({ ...project, texts: Object.fromEntries(Object.values(project.texts).map((text) => [text.id, { ...text, applied: text.text }])) }) });
    const first = await openWith();
    expect(first.project.texts[FILE]?.applied).toBe("// by hand");
    expect(first.undoLabel).toBeUndefined();
    await first.flush();
    await writeFile(join(folder, FILE), "// by hand again");
    expect((await openWith()).project.texts[FILE]).toEqual({ id: FILE, text: "// by hand again", applied: "// by hand" });
  });
});

describe("the project lock", () => {
  it("is held by one and named to the next", async () => {
    const lock = await ProjectLock.take(folder, "window");
    await expect(ProjectLock.take(folder, "command line")).rejects.toMatchObject({ code: "busy", details: { owner: { pid: process.pid, role: "window" } } });
    await lock.release();
    await (await ProjectLock.take(folder, "command line")).release();
  });

  it("is taken over from a process that is gone, and from a later process with its pid", async () => {
    const gone = { pid: 2 ** 22 + 1, host: (await import("node:os")).hostname(), role: "window" };
    await writeFile(join(folder, ".twinbench.lock"), JSON.stringify(gone));
    expect(await lockOwner(folder)).toBeUndefined();
    await (await ProjectLock.take(folder, "window")).release();
    await writeFile(join(folder, ".twinbench.lock"), JSON.stringify({ ...gone, pid: process.pid, processStart: "another" }));
    await (await ProjectLock.take(folder, "window")).release();
  });

  it("is held by exactly one of many who come at once, over a leftover too", async () => {
    const leftover = JSON.stringify({ pid: 2 ** 22 + 1, host: (await import("node:os")).hostname(), role: "window" });
    for (const before of [undefined, leftover]) {
      if (before !== undefined) await writeFile(join(folder, ".twinbench.lock"), before);
      const taken = await Promise.allSettled(Array.from({ length: 20 }, () => ProjectLock.take(folder, "window")));
      const locks = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(locks).toHaveLength(1);
      for (const one of taken) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "busy", details: { owner: { pid: process.pid } } });
      await locks[0]?.release();
    }
  });

  it("is not believed when a crash left it half written", async () => {
    await writeFile(join(folder, ".twinbench.lock"), '{"pid": 12');
    await (await ProjectLock.take(folder, "window")).release();
  });
});
