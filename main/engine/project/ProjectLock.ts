/**
 * One engine per project folder. DuckDB's own lock is not enough (a second open in one process passes, and reading the
 * file elsewhere in the owner releases it), so a lock file of ours is held before the database opens.
 *
 * The file names its owner; one left by a process that is gone is taken over. It cannot see an owner on another host that
 * died, so such a lock is refused with its host's name and the file to delete.
 */
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TwinError } from "../../../shared/contract/errors.ts";
import { processStartTime } from "./processStartTime.ts";

export const LOCK_FILE = ".twinbench.lock";

/** A lock that cannot be read is being written, unless it is older than this: then a crash left it half written. */
const HALF_WRITTEN_MS = 2_000;
const LOOK_AGAIN_MS = 20;
/** So long others may keep getting there first. */
const CONTENTION_MS = 10_000;

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
   * the folder cannot be written, also where the lock of a process that is gone lies in it.
   */
  static async take(folder: string, role: string): Promise<ProjectLock> {
    const file = join(folder, LOCK_FILE);
    const start = await processStartTime(process.pid);
    const owner: LockOwner = { pid: process.pid, host: hostname(), role, ...(start !== undefined && { processStart: start }) };
    for (const endMs = Date.now() + CONTENTION_MS; Date.now() < endMs; await pause(LOOK_AGAIN_MS)) {
      try {
        await writeFile(file, JSON.stringify(owner), { flag: "wx" });
        return new ProjectLock(file);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (isRefusal(code)) throw cannotWrite(folder, error);
        if (code === "ENOENT") throw new TwinError("not-found", `There is no folder ${folder}.`, { cause: error });
        if (code !== "EEXIST") throw error;
      }
      const found = await readLock(file);
      if (found === undefined) continue;
      const holder = ownerIn(found.text);
      if (holder && (await isAlive(holder))) {
        throw new TwinError("busy", `The project is open already: ${holder.role}, process ${holder.pid} on ${holder.host}. Close it there first. (If that process is gone, delete ${file}.)`, { details: { owner: holder } });
      }
      if (holder || found.ageMs > HALF_WRITTEN_MS) await removeLeftover(file, found.text);
    }
    throw new TwinError("busy", `Somebody else keeps opening the project in ${folder}. Try again in a moment.`);
  }

  async release(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/** Who holds the folder, or undefined if nobody living does. */
export async function lockOwner(folder: string): Promise<LockOwner | undefined> {
  const owner = ownerIn((await readLock(join(folder, LOCK_FILE)))?.text ?? "");
  return owner && (await isAlive(owner)) ? owner : undefined;
}

function isRefusal(code: string | undefined): boolean {
  return code === "EACCES" || code === "EROFS" || code === "EPERM";
}

function cannotWrite(folder: string, cause: unknown): TwinError {
  return new TwinError("read-only", `The folder ${folder} cannot be written to.`, { cause });
}

interface LockText {
  readonly text: string;
  readonly ageMs: number;
}

/** What the lock file says, or undefined if there is none. */
async function readLock(file: string): Promise<LockText | undefined> {
  try {
    const { mtimeMs } = await stat(file);
    return { text: await readFile(file, "utf8"), ageMs: Date.now() - mtimeMs };
  } catch {
    return undefined;
  }
}

/** Nobody can be named where the text is half written, so nobody holds it. */
function ownerIn(text: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock that nobody holds. Of two processes that found it, one may already have put its own in its place: what is
 * taken away is looked at, and put back if it is not what was found. Throws `read-only` where the folder refuses it.
 */
async function removeLeftover(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isRefusal((error as NodeJS.ErrnoException).code)) throw cannotWrite(dirname(file), error);
    return; // gone by somebody else's doing
  }
  if ((await readLock(aside))?.text === text) await rm(aside, { force: true });
  else await rename(aside, file);
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
