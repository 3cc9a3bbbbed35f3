/** The library on the command line: listed, printed, taken into a project that checks; without a project and without a network. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryModels } from "../../../main/engine/library/index.ts";
import { CommandLine } from "./commandLine.ts";

let home: string;
let user: CommandLine;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-library-"));
  user = new CommandLine(home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("twinbench library", () => {
  it("is named in the help", async () => {
    expect((await user.run("--help")).stdout).toContain("twinbench library ");
  });

  it("lists all models, each with what it is, to people and machines", async () => {
    const all = libraryModels().map(({ name, model, summary }) => ({ name, model, summary }));
    expect(await user.json("library")).toEqual({ models: all });
    const { code, stdout } = await user.run("library");
    expect({ code, lines: stdout.trimEnd().split("\n") }).toEqual({ code: 0, lines: all.map(({ name, summary }) => `${name}\t${summary}`) });
  });

  it("prints one as the text that it is, by its file's name or its own", async () => {
    const text = libraryModels().find(({ name }) => name === "pipe-loss")?.text;
    expect((await user.run("library", "pipe-loss")).stdout).toBe(text);
    expect((await user.run("library", "PipeLoss")).stdout).toBe(text);
    expect(await user.json("library", "pipe-loss")).toMatchObject({ name: "pipe-loss", model: "PipeLoss", text });
  });

  it("names the nearest where there is none of that name, and writes nothing", async () => {
    expect(await user.run("library", "pipe-los")).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining("Did you mean pipe-loss?") });
  });

  it("gives files that check in a project, all of them together", async () => {
    const project = join(home, "All.twin");
    await user.json("new", project);
    for (const { name, text } of libraryModels()) await writeFile(join(project, "models", `${name}.twin`), text);
    expect(await user.json("check", project)).toEqual({ ok: true, diagnostics: [] });
  });
});
