/** Which folder a person means, made first if it is the sample. */
import { access, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createProject, PROJECT_FILE } from "../engine/project/index.ts";
import { sampleProject, SAMPLE_NAME } from "../engine/sample/index.ts";
import { userFolders } from "../engine/userFolders.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import { systemClock } from "../../shared/time/time.ts";

/** The real path of the project that is meant: the given folder, or the sample in the user's data folder, made if absent. */
export async function projectFolder(path: string | undefined): Promise<string> {
  if (path !== undefined) {
    const folder = await realpath(resolve(path)).catch((error: unknown) => {
      throw new TwinError("not-found", `There is no folder ${path}. Make a project with: npx twinbench new ${path}`, { cause: error });
    });
    return folder;
  }
  const folder = join((await userFolders()).data, `${SAMPLE_NAME}.twin`);
  const isThere = await access(join(folder, PROJECT_FILE)).then(() => true, () => false);
  if (!isThere) await createSample(folder);
  return realpath(folder);
}

/** Writes the sample project into a new folder; its past is made when it is first opened. */
export async function createSample(folder: string): Promise<void> {
  await createProject(folder, sampleProject({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, atUs: systemClock() }));
}
