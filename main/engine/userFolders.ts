/** The user's own folders on this machine. `TWINBENCH_HOME` puts all of them below one folder, for tests and portable use. */
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

export interface UserFolders {
  /** What outlives a session: the sample project, recent projects, certificates. */
  readonly data: string;
  /** What belongs to running processes: sockets and their secrets. Readable by the user alone. */
  readonly runtime: string;
}

/** Makes them if needed. */
export async function userFolders(environment: Readonly<Record<string, string | undefined>> = process.env): Promise<UserFolders> {
  const home = environment["TWINBENCH_HOME"];
  const folders = home === undefined || home === "" ? systemFolders(environment) : { data: join(home, "data"), runtime: join(home, "run") };
  await mkdir(folders.data, { recursive: true, mode: 0o700 });
  await mkdir(folders.runtime, { recursive: true, mode: 0o700 });
  return folders;
}

function systemFolders(environment: Readonly<Record<string, string | undefined>>): UserFolders {
  const home = homedir();
  if (process.platform === "win32") {
    const local = environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
    return { data: join(local, "Twinbench"), runtime: join(local, "Twinbench", "run") };
  }
  if (process.platform === "darwin") {
    const support = join(home, "Library", "Application Support", "Twinbench");
    return { data: support, runtime: join(support, "run") };
  }
  const runtime = environment["XDG_RUNTIME_DIR"];
  return {
    data: join(environment["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "twinbench"),
    runtime: runtime === undefined ? join(tmpdir(), `twinbench-${userInfo().uid}`) : join(runtime, "twinbench"),
  };
}

/** A short name for a project folder that is fit for a file name. */
export function folderKey(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 24);
}
