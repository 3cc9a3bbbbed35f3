/**
 * The note a browser shell leaves for the next `npm start` of the same user on the same project: where it is and the
 * cookie to ask it for a fresh link. Lies in the user's runtime folder, readable by the user alone, and goes with the shell.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { folderKey, userFolders } from "../engine/userFolders.ts";
import type { Access } from "./Access.ts";

const record = z.object({ origin: z.url(), cookie: z.string(), pid: z.number().int() });

/** A shell that hangs is as good as none. */
const ANSWER_MS = 2_000;

async function recordFile(projectFolder: string): Promise<string> {
  return join((await userFolders()).runtime, `browser-${folderKey(projectFolder)}.json`);
}

/** Leaves the note; returns how to take it away. */
export async function leaveRecord(projectFolder: string, access: Access): Promise<() => Promise<void>> {
  const file = await recordFile(projectFolder);
  await rm(file, { force: true }); // an old file would keep its own mode
  await writeFile(file, JSON.stringify({ origin: access.origin, cookie: access.cookie, pid: process.pid }), { mode: 0o600, flag: "wx" });
  return () => rm(file, { force: true });
}

/** A fresh link to the shell that has this project open, or undefined if none answers. */
export async function linkOfRunningShell(projectFolder: string): Promise<string | undefined> {
  try {
    const { origin, cookie } = record.parse(JSON.parse(await readFile(await recordFile(projectFolder), "utf8")));
    const answer = await fetch(`${origin}/link`, { method: "POST", headers: { cookie, origin }, signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined; // no note, or of a shell that is gone
  }
}
