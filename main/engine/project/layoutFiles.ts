/** Named layouts of the dock area, `layouts/<name>.json`. The window owns their content; here they are opaque. */
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import { atomicWrite } from "./atomicWrite.ts";

const FOLDER = "layouts";
const SAFE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,79}$/u;

export interface NamedLayout {
  readonly name: string;
  readonly layout: unknown;
}

/** All readable layouts, by name. An unreadable one is left out: a layout is a convenience, never data. */
export async function readLayouts(folder: string): Promise<NamedLayout[]> {
  const names = await readdir(join(folder, FOLDER)).catch(() => []);
  const layouts = await Promise.all(names.filter((name) => name.endsWith(".json")).sort().map((name) => readLayout(folder, name)));
  return layouts.flatMap((layout) => layout ?? []);
}

export async function writeLayout(folder: string, layout: NamedLayout): Promise<void> {
  await mkdir(join(folder, FOLDER), { recursive: true });
  await atomicWrite(layoutPath(folder, layout.name), `${JSON.stringify(layout.layout, undefined, 2)}\n`);
}

export async function removeLayout(folder: string, name: string): Promise<void> {
  await rm(layoutPath(folder, name), { force: true });
}

async function readLayout(folder: string, fileName: string): Promise<NamedLayout | undefined> {
  try {
    return { name: fileName.slice(0, -".json".length), layout: JSON.parse(await readFile(join(folder, FOLDER, fileName), "utf8")) };
  } catch {
    return undefined;
  }
}

function layoutPath(folder: string, name: string): string {
  if (!SAFE_NAME.test(name)) throw new TwinError("bad-input", `"${name}" cannot be a layout's name; use letters, digits, blanks and dashes.`);
  return join(folder, FOLDER, `${name}.json`);
}
