/** Looking for files on the engine's machine, for shells that have no file dialog of their own. */
import { readdir, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import type { FileEntry } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { US_PER_MS } from "../../../shared/time/time.ts";
import { PROJECT_FILE } from "../project/index.ts";

/** Where systems mount sticks and shares. */
const MOUNT_FOLDERS = ["/media", "/mnt", "/run/media", "/Volumes"];
const MAX_ENTRIES = 5_000;

export class FileBrowser {
  readonly #extraRoots: readonly string[];

  /** `extraRoots`: folders besides home and mounted media, such as the one the shell was started in. */
  constructor(options: { extraRoots: readonly string[] }) {
    this.#extraRoots = options.extraRoots;
  }

  async roots(): Promise<FileEntry[]> {
    const candidates = [...new Set([homedir(), ...this.#extraRoots, ...MOUNT_FOLDERS])];
    const entries = await Promise.all(candidates.map((path) => describe(path).catch(() => undefined)));
    return entries.flatMap((entry) => (entry && entry.kind !== "file" ? [entry] : []));
  }

  /** Folders first, then files, by name. Throws `refused` outside of the roots, after links are resolved. */
  async list(path: string): Promise<{ path: string; parent?: string; entries: FileEntry[] }> {
    const real = await this.resolve(path);
    const names = await readdir(real).catch((error: unknown) => {
      throw new TwinError("refused", `The folder ${real} cannot be opened: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    const described = await Promise.all(names.filter((name) => !name.startsWith(".")).slice(0, MAX_ENTRIES).map((name) => describe(join(real, name)).catch(() => undefined)));
    const entries = described.flatMap((entry) => entry ?? []).sort((a, b) => Number(a.kind === "file") - Number(b.kind === "file") || a.name.localeCompare(b.name));
    const parent = dirname(real);
    return { path: real, entries, ...((await this.#isInside(parent)) && parent !== real && { parent }) };
  }

  /** The real path of something inside the roots. Throws `refused` or `not-found`. */
  async resolve(path: string): Promise<string> {
    const real = await realpath(path).catch((error: unknown) => {
      throw new TwinError("not-found", `There is no ${path}.`, { cause: error });
    });
    if (!(await this.#isInside(real))) throw new TwinError("refused", `${path} lies outside of your home folder and mounted media.`);
    return real;
  }

  async #isInside(real: string): Promise<boolean> {
    const roots = await Promise.all((await this.roots()).map(({ path }) => realpath(path)));
    return roots.some((root) => real === root || !relative(root, real).startsWith(`..${sep}`) && relative(root, real) !== "..");
  }
}

async function describe(path: string): Promise<FileEntry> {
  const info = await stat(path);
  const isProject = info.isDirectory() && (await stat(join(path, PROJECT_FILE)).then((found) => found.isFile(), () => false));
  return { name: basename(path) || path, path, kind: isProject ? "project" : info.isDirectory() ? "folder" : "file", sizeBytes: info.size, modifiedUs: Math.round(info.mtimeMs) * US_PER_MS };
}
