/**
 * The versions of a text that were applied, as files a person and git can read:
 *
 *     versions/rules/overheating.twin/applied.jsonl      one line each time another version was put live, oldest first
 *     versions/rules/overheating.twin/3f2a91c07b5e4d18.twin   the versions themselves, named by their SHA-256, never changed;
 *                                                             those too that a run was made from
 *
 * The last line says what runs. Two branches that both applied something therefore meet in a conflict at the end of one
 * list, where a person decides; the versions never conflict. Whether a text may be applied is not decided here.
 */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { TextVersion } from "../../../shared/contract/rules.ts";
import { formatIso, US_PER_MS } from "../../../shared/time/time.ts";
import { atomicWrite } from "./atomicWrite.ts";

const FOLDER = "versions";
const LIST = "applied.jsonl";
/** Sixteen hexadecimal digits: no two texts of one file will ever meet, and a name still fits a line. */
const NAME_DIGITS = 16;

const line = z.object({ at: z.string(), by: z.string(), why: z.string().optional(), version: z.string().regex(/^[0-9a-f]{16}$/).optional() });

/** A change of what runs of one text. `text` absent: nothing of it runs any more. */
export interface Application {
  readonly file: string;
  readonly atUs: number;
  readonly by: string;
  readonly why?: string;
  readonly text?: string;
}

export function versionName(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, NAME_DIGITS);
}

/** Whether the project has ever kept versions. */
export async function keepsVersions(folder: string): Promise<boolean> {
  return stat(join(folder, FOLDER)).then((found) => found.isDirectory(), () => false);
}

/** What runs of a text by the last line of its list; undefined if nothing does. Throws a sentence if it cannot be read. */
export async function readApplied(folder: string, file: string): Promise<string | undefined> {
  const last = (await listVersions(folder, file))[0];
  return last?.version === undefined ? undefined : readVersion(folder, file, last.version);
}

/** All applications of a text, newest first. A line that was half written when the power failed is left out. */
export async function listVersions(folder: string, file: string): Promise<TextVersion[]> {
  const lines = (await readInside(folder, join(FOLDER, file, LIST)))?.split("\n") ?? [];
  return lines.flatMap((text): TextVersion[] => {
    const parsed = line.safeParse(parseJson(text));
    if (!parsed.success) return [];
    const { at, by, why, version } = parsed.data;
    return [{ atUs: usOfIso(at), by, ...(why !== undefined && { why }), ...(version !== undefined && { version }) }];
  }).reverse();
}

/** A version by its name. Throws `not-found`, or `damaged` if it was changed after it was applied. */
export async function readVersion(folder: string, file: string, version: string): Promise<string> {
  const path = join(FOLDER, file, `${version}.twin`);
  const text = await readInside(folder, path);
  if (text === undefined) throw new TwinError("not-found", `The version ${version} of ${file} is not in the project any more (${path}).`);
  if (versionName(text) !== version) throw new TwinError("damaged", `${path} was changed after it was applied, so it is not used. Take it back from git, or apply ${file} again.`);
  return text;
}

/** Writes versions and lists, on disk when it returns. The version first, so that no line names one that is not there. */
export async function recordApplication(folder: string, { file, atUs, by, why, text }: Application): Promise<void> {
  const own = await ownFolder(folder, file);
  const version = text === undefined ? undefined : versionName(text);
  if (text !== undefined) await atomicWrite(join(own, `${version}.twin`), text);
  await appendLine(join(own, LIST), JSON.stringify({ at: formatIso(atUs), by, ...(why !== undefined && { why }), ...(version !== undefined && { version }) }));
}

/** Keeps a text as a version that can be read again, whether or not it was ever applied; gives its name. */
export async function keepVersion(folder: string, file: string, text: string): Promise<string> {
  const version = versionName(text);
  if ((await readInside(folder, join(FOLDER, file, `${version}.twin`))) !== text) await atomicWrite(join(await ownFolder(folder, file), `${version}.twin`), text);
  return version;
}

async function ownFolder(folder: string, file: string): Promise<string> {
  const own = join(folder, FOLDER, file);
  await mkdir(own, { recursive: true });
  if (!isInside(await realpath(folder), await realpath(own))) throw new Error(`${join(FOLDER, file)} leads out of the project`);
  return own;
}

/** A line that was cut short by a crash is ended first, so that it spoils nothing but itself. */
async function appendLine(path: string, text: string): Promise<void> {
  const before = await readFile(path, "utf8").catch(() => "");
  const handle = await open(path, "a");
  try {
    await handle.write(`${before === "" || before.endsWith("\n") ? "" : "\n"}${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file's text, or undefined where there is none. A link that leads out of the project is not followed. */
async function readInside(folder: string, path: string): Promise<string | undefined> {
  try {
    const real = await realpath(join(folder, path));
    return isInside(await realpath(folder), real) ? await readFile(real, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  return !relative(root, path).startsWith(`..${sep}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The µs of a time as `formatIso` writes it. */
function usOfIso(text: string): number {
  return Date.parse(text) * US_PER_MS + Number(/\.\d{3}(\d{3})Z$/.exec(text)?.[1] ?? 0);
}
