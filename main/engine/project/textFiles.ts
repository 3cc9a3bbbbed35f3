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
  const root = await realpath(folder);
  for (const group of TEXT_FOLDERS) {
    for (const name of (await filesIn(join(folder, group))).sort()) {
      const id = `${group}/${name}`;
      if (!isTextFile(id)) continue;
      try {
        const file = await realpath(join(folder, id));
        if (relative(root, file).startsWith(`..${sep}`)) throw new Error("it lies outside of the project");
        const { size } = await stat(file);
        if (size > MOST_BYTES) throw new Error(`it has ${(size / 1e6).toFixed(1)} MB, and a text at most ${MOST_BYTES / 1e6}`);
        const applied = await appliedOr(problems, folder, id);
        const { text } = entitySchemas.texts.parse({ id, text: await readFile(file, "utf8") });
        texts[id] = { id, text, ...(applied !== undefined && { applied }) };
      } catch (error) {
        problems.push(`${id} could not be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { texts, problems };
}

export async function writeText(folder: string, text: TwinText): Promise<void> {
  const file = join(folder, text.id);
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
