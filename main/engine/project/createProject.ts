/** Making the folder of a new project. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Project } from "../../../shared/model/project.ts";
import { writeProjectFile } from "./projectFile.ts";
import { writeText } from "./textFiles.ts";

/** Writes a project into a folder that is new or empty. Throws `refused` if something is there already. */
export async function createProject(folder: string, project: Project): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  if (present.length > 0) throw new TwinError("refused", `${folder} is not empty. A new project needs a folder of its own.`);
  for (const name of ["rules", "models", "scene", "layouts"]) await mkdir(join(folder, name));
  for (const text of Object.values(project.texts)) await writeText(folder, text);
  await writeProjectFile(folder, project);
}
