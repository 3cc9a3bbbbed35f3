/** Opening a project for a shell in plain Node: which folder, made first if it is the sample, and its engine. */
import { access, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Engine } from "../engine/Engine.ts";
import { ForkLauncher } from "../engine/processes/index.ts";
import { createProject, PROJECT_FILE } from "../engine/project/index.ts";
import { sampleProject, SAMPLE_NAME } from "../engine/sample/index.ts";
import { MemorySecretStore } from "../engine/sources/index.ts";
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

export interface NodeEngineOptions {
  readonly role: string;
  readonly connect: boolean;
}

/** The engine of a project in this process. Throws as `Engine.open` does. */
export async function openNodeEngine(folder: string, { role, connect }: NodeEngineOptions): Promise<Engine> {
  const { data } = await userFolders();
  return Engine.open({ folder, role, connect, userFolder: data, launcher: new ForkLauncher(), secrets: new MemorySecretStore(), fileRoots: [process.cwd(), folder] });
}
