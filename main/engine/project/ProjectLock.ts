/**
 * One engine per project folder. DuckDB's own lock is not enough (a second open in one process passes, and reading the
 * file elsewhere in the owner releases it), so a lock file of ours is held before the database opens.
 *
 * The file names its owner; one left by a process that is gone is taken over. It cannot see an owner on another host that
 * died, so such a lock is refused with its host's name and the file to delete.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import { processStartTime } from "./processStartTime.ts";

export const LOCK_FILE = ".twinbench.lock";

export interface LockOwner {
  readonly pid: number;
  /** Distinguishes a reused pid; absent where the platform does not tell. */
  readonly processStart?: string;
  readonly host: string;
  /** "window", "command line": what to name in messages. */
  readonly role: string;
}

export class ProjectLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * Takes the lock of a folder. Throws `busy` with the owner in `details.owner` if somebody holds it, and `read-only` if
   * the folder cannot be written.
   */
  static async take(folder: string, role: string): Promise<ProjectLock> {
    const file = join(folder, LOCK_FILE);
    const start = await processStartTime(process.pid);
    const owner: LockOwner = { pid: process.pid, host: hostname(), role, ...(start !== undefined && { processStart: start }) };
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        await writeFile(file, JSON.stringify(owner), { flag: "wx" });
        return new ProjectLock(file);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "EACCES" || code === "EROFS" || code === "EPERM") throw new TwinError("read-only", `The folder ${folder} cannot be written to.`, { cause: error });
        if (code === "ENOENT") throw new TwinError("not-found", `There is no folder ${folder}.`, { cause: error });
        if (code !== "EEXIST") throw error;
        const holder = await readOwner(file);
        if (holder && (await isAlive(holder))) {
          throw new TwinError("busy", `The project is open already: ${holder.role}, process ${holder.pid} on ${holder.host}. Close it there first. (If that process is gone, delete ${file}.)`, { details: { owner: holder } });
        }
        await rm(file, { force: true });
      }
    }
    throw new TwinError("busy", `Somebody else keeps opening the project in ${folder}. Try again in a moment.`);
  }

  async release(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/** Who holds the folder, or undefined if nobody living does. */
export async function lockOwner(folder: string): Promise<LockOwner | undefined> {
  const owner = await readOwner(join(folder, LOCK_FILE));
  return owner && (await isAlive(owner)) ? owner : undefined;
}

async function readOwner(file: string): Promise<LockOwner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(file, "utf8"));
    return isOwner(owner) ? owner : undefined;
  } catch {
    // Gone in between, or half written by a crash: nobody can be named, so nobody holds it.
    return undefined;
  }
}

function isOwner(value: unknown): value is LockOwner {
  return typeof value === "object" && value !== null && "pid" in value && typeof value.pid === "number" && "host" in value && typeof value.host === "string" && "role" in value && typeof value.role === "string";
}

async function isAlive(owner: LockOwner): Promise<boolean> {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  if (owner.processStart === undefined) return true;
  const start = await processStartTime(owner.pid);
  return start === undefined || start === owner.processStart;
}
