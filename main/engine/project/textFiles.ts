/** The texts of a project, under `rules/` and `models/`. */
import { mkdir, readFile, readdir, realpath, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { TwinText } from "../../../shared/model/project.ts";
import { entitySchemas } from "../../../shared/model/schema.ts";
import { isTextFile } from "../../../shared/model/textFile.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { readApplied } from "./versionFiles.ts";

/** As long as a text may be, in letters of four bytes. */
const MOST_BYTES = 8_000_000;
const TEXT_FOLDERS = ["rules", "models"] as const;

/** All readable texts with the versions that run of them, and in plain words what cannot be read. */
export async function readTexts(folder: string): Promise<{ texts: Record<string, TwinText>; problems: string[] }> {
  const texts: Record<string, TwinText> = {};
  const problems: string[] = [];
  for (const id of await listTexts(folder)) {
    try {
      const text = await readText(folder, id);
      const applied = await appliedOr(problems, folder, id);
      texts[id] = { id, text, ...(applied !== undefined && { applied }) };
    } catch (error) {
      problems.push(`${id} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { texts, problems };
}

/** The files of a project that are texts, in order. */
export async function listTexts(folder: string): Promise<string[]> {
  const groups = await Promise.all(TEXT_FOLDERS.map(async (group) => (await filesIn(join(folder, group))).toSorted().map((name) => `${group}/${name}`)));
  return groups.flat().filter(isTextFile);
}

/** One text as it stands on the disk. Throws why it may not be read. */
export async function readText(folder: string, id: string): Promise<string> {
  const file = await realpath(join(folder, id));
  if (relative(await realpath(folder), file).startsWith(`..${sep}`)) throw new Error("it lies outside of the project");
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw new Error(`it has ${(size / 1e6).toFixed(1)} MB, and a text at most ${MOST_BYTES / 1e6}`);
  return entitySchemas.texts.parse({ id, text: await readFile(file, "utf8") }).text;
}

/** Leaves a file alone that holds the text already: editors of other programs tell their users of every write. */
export async function writeText(folder: string, text: TwinText): Promise<void> {
  const file = join(folder, text.id);
  if ((await readFile(file, "utf8").catch(() => undefined)) === text.text) return;
  await mkdir(dirname(file), { recursive: true });
  await atomicWrite(file, text.text);
}

export async function removeText(folder: string, id: string): Promise<void> {
  await rm(join(folder, id), { force: true });
}

async function appliedOr(problems: string[], folder: string, id: string): Promise<string | undefined> {
  try {
    return await readApplied(folder, id);
  } catch (error) {
    problems.push(`Nothing of ${id} runs: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // A project without rules has no such folder.
    return [];
  }
}
