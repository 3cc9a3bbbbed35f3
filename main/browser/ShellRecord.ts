/**
 * The note a browser shell leaves for the next `npm start` of the same user on the same project: where it is and the
 * cookie to ask it for a fresh link; once it has ended, the port alone. A shell that takes that port again is found by
 * windows that were left open, as soon as its link was followed in the same browser: cookies belong to a port's name.
 * Lies in the user's runtime folder, readable by the user alone.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { folderKey, userFolders } from "../engine/userFolders.ts";
import type { Access } from "./Access.ts";

const record = z.object({ origin: z.url(), cookie: z.string().optional() });

/** A shell that hangs is as good as none. */
const ANSWER_MS = 2_000;

async function recordFile(projectFolder: string): Promise<string> {
  return join((await userFolders()).runtime, `browser-${folderKey(projectFolder)}.json`);
}

async function writeRecord(projectFolder: string, content: z.infer<typeof record>): Promise<void> {
  const file = await recordFile(projectFolder);
  await rm(file, { force: true }); // an old file would keep its own mode
  await writeFile(file, JSON.stringify(content), { mode: 0o600, flag: "wx" });
}

/** Undefined where there is none that can be read. */
async function readRecord(projectFolder: string): Promise<z.infer<typeof record> | undefined> {
  return readFile(await recordFile(projectFolder), "utf8").then((text) => record.parse(JSON.parse(text))).catch(() => undefined);
}

/** Leaves the note; returns how to take all but the port away. */
export async function leaveRecord(projectFolder: string, { origin, cookie }: Access): Promise<() => Promise<void>> {
  await writeRecord(projectFolder, { origin, cookie });
  return () => writeRecord(projectFolder, { origin });
}

/** The port on which this project was shown last, by a shell that ended or was killed. */
export async function portOfLastShell(projectFolder: string): Promise<number | undefined> {
  const last = await readRecord(projectFolder);
  return last && Number(new URL(last.origin).port);
}

/** A fresh link to the shell that has this project open, or undefined if none answers. */
export async function linkOfRunningShell(projectFolder: string): Promise<string | undefined> {
  const { origin, cookie } = (await readRecord(projectFolder)) ?? {};
  if (origin === undefined || cookie === undefined) return undefined;
  const answer = await fetch(`${origin}/link`, { method: "POST", headers: { cookie, origin }, signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
  return answer?.ok === true ? answer.text() : undefined;
}
