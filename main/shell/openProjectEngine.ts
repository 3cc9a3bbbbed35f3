/** Opening the engine of a project in a Node process: this one, or an Electron utility process of the command line. */
import { Engine } from "../engine/Engine.ts";
import { ForkLauncher, hostLine, RequestLauncher } from "../engine/processes/index.ts";
import { MemorySecretStore } from "../engine/sources/index.ts";
import { userFolders } from "../engine/userFolders.ts";
import { openWhenFree } from "./openWhenFree.ts";

export interface NodeEngineOptions {
  readonly role: string;
  readonly connect: boolean;
  /** For reading only, whether or not the folder can be written to. */
  readonly readOnly?: boolean;
}

/** The engine of a project in this process, as soon as no command in passing has it. Throws as `Engine.open` does. */
export async function openNodeEngine(folder: string, { role, connect, readOnly = false }: NodeEngineOptions): Promise<Engine> {
  const { data } = await userFolders();
  const line = hostLine();
  const launcher = line === undefined ? new ForkLauncher() : new RequestLauncher(line);
  return openWhenFree(() => Engine.open({ folder, role, connect, readOnly, userFolder: data, launcher, secrets: new MemorySecretStore(), fileRoots: [process.cwd(), folder] }));
}
