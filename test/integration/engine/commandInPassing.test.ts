/** A project that a command has for moments is opened when that command is done; one that is kept open is refused at once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, ProjectLock } from "../../../main/engine/project/index.ts";
import { COMMAND_ROLE, openNodeEngine } from "../../../main/shell/index.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-passing-"));
  folder = join(home, "Plant.twin");
  await createProject(folder, emptyProject("Plant", "UTC"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

it("waits for a command in passing", async () => {
  const command = await ProjectLock.take(folder, COMMAND_ROLE);
  let opened = false;
  const opening = openNodeEngine(folder, { role: "recording", connect: false }).finally(() => (opened = true));
  await expect(ProjectLock.take(folder, "recording")).rejects.toMatchObject({ code: "busy" });
  expect(opened).toBe(false);
  await command.release();
  await (await opening).close();
});

it("does not wait for a window", async () => {
  const window = await ProjectLock.take(folder, "window");
  await expect(openNodeEngine(folder, { role: "recording", connect: false })).rejects.toMatchObject({ code: "busy", details: { owner: { role: "window" } } });
  await window.release();
});
