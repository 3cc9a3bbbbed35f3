/** Texts that another program edits while the project is open are taken in, never written over, and never stop what runs. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProject, OutsideEdits, ProjectStore } from "../../../main/engine/project/index.ts";
import { saveText } from "../../../shared/model/edits/texts.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const FILE = "rules/hot.twin";
let folder: string;
let store: ProjectStore;
let outside: OutsideEdits;
const problems: string[] = [];

const save = (text: string, seen?: string): void => store.change({ label: "Edit", changes: [saveText(store.project, FILE, text, seen)] }, "ann");
const textNow = (): string | undefined => store.project.texts[FILE]?.text;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "twinbench-outside-")), "Plant.twin");
  await createProject(folder, emptyProject("Plant", "UTC"));
  problems.length = 0;
  store = await ProjectStore.open(folder, { readOnly: false, onSaveError: (error) => problems.push(error.message) });
  outside = new OutsideEdits({ store, onProblem: (message) => problems.push(message) });
  save("// as opened");
  await store.flush();
});
afterEach(async () => {
  await outside.close();
  await store.flush();
  await rm(join(folder, ".."), { recursive: true, force: true });
});

describe("an edit on the disk while the project is open", () => {
  it("is taken in by itself, as a change that can be undone, and nothing of it runs", async () => {
    await writeFile(join(folder, FILE), "// by hand");
    await vi.waitFor(() => expect(textNow()).toBe("// by hand"), { timeout: 10_000 });
    expect(store.project.texts[FILE]?.applied).toBeUndefined();
    expect(store.undoLabel).toBe(`Edit ${FILE} outside of Twinbench`);
    store.undo("ann");
    await store.flush();
    expect(await readFile(join(folder, FILE), "utf8")).toBe("// as opened");
    await outside.look();
    expect(textNow()).toBe("// as opened");
  });

  it("is not written over by who has not seen it", async () => {
    await writeFile(join(folder, FILE), "// by hand");
    await outside.look();
    expect(() => save("// in the window", "// as opened")).toThrow(expect.objectContaining({ code: "conflict", message: expect.stringContaining(FILE) }));
    save("// in the window", "// by hand");
    expect(textNow()).toBe("// in the window");
  });

  it("comes with new files and in one change for all", async () => {
    await writeFile(join(folder, FILE), "// by hand");
    await writeFile(join(folder, "rules/new.twin"), "// new");
    await outside.look();
    expect(Object.keys(store.project.texts)).toEqual([FILE, "rules/new.twin"]);
    expect(store.undoLabel).toBe(`Edit ${FILE} and 1 more outside of Twinbench`);
  });

  it("is refused in words where it is no text, once, and what is known stays", async () => {
    await writeFile(join(folder, FILE), Buffer.alloc(9_000_000, 65));
    await outside.look();
    await outside.look();
    expect(problems).toEqual([`${FILE} was changed by another program and is not taken in: it has 9.0 MB, and a text at most 8`]);
    expect(textNow()).toBe("// as opened");
  });

  it("takes nothing out: a file that goes is told of, and written again with the next save", async () => {
    await rm(join(folder, FILE));
    await outside.look();
    await outside.look();
    expect(problems).toEqual([expect.stringContaining(`${FILE} was deleted by another program`)]);
    save("// goes on");
    await store.flush();
    expect(await readFile(join(folder, FILE), "utf8")).toBe("// goes on");
  });

  it("of the project's definitions is kept beside those that are open, and said", async () => {
    const file = join(folder, "project.json");
    const other = (await readFile(file, "utf8")).replace("Plant", "Other plant");
    await writeFile(file, other);
    const { settings } = store.project.settings;
    store.change({ label: "Rename", changes: [{ table: "settings", id: "settings", after: { ...settings, name: "Renamed" } }] }, "ann");
    await store.flush();
    expect(await readFile(file, "utf8")).toContain("Renamed");
    expect(await readFile(`${file}.outside`, "utf8")).toBe(other);
    expect(problems).toEqual([expect.stringContaining("project.json was changed by another program")]);
  });

  it("leaves a file alone that holds the text already", async () => {
    await writeFile(join(folder, FILE), "// by hand");
    const { mtimeMs } = await stat(join(folder, FILE));
    await outside.look();
    await store.flush();
    expect((await stat(join(folder, FILE))).mtimeMs).toBe(mtimeMs);
  });
});
