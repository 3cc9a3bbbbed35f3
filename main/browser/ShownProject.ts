/**
 * The one project that a browser shell shows, with its note for later starts, and its exchange for another. The other is
 * opened first and the former closed in order after it, so that a folder that cannot be opened changes nothing.
 */
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { TwinError } from "../../shared/contract/errors.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import type { ProjectAnswer, ProjectWish } from "../../shared/contract/projectWish.ts";
import { createProject } from "../engine/project/index.ts";
import type { BrowserShell, ServedEngine } from "./BrowserShell.ts";
import { leaveRecord, linkOfRunningShell } from "./ShellRecord.ts";

export interface OwnedEngine extends ServedEngine {
  close(): Promise<void>;
}

export class ShownProject {
  readonly #openEngine: (folder: string) => Promise<OwnedEngine>;
  #engine: OwnedEngine;
  #shell: BrowserShell | undefined;
  #removeRecord: () => Promise<void> = () => Promise.resolve();
  /** Exchanges take turns, and closing waits for the last. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(engine: OwnedEngine, openEngine: (folder: string) => Promise<OwnedEngine>) {
    this.#engine = engine;
    this.#openEngine = openEngine;
  }

  /** Throws as the engine does; nothing is left open then. */
  static async open(folder: string, openEngine: (folder: string) => Promise<OwnedEngine>): Promise<ShownProject> {
    return new ShownProject(await openEngine(folder), openEngine);
  }

  get engine(): ServedEngine {
    return this.#engine;
  }

  /** To be called once the shell serves it: from now on a later start finds its way here. */
  async showIn(shell: BrowserShell): Promise<void> {
    this.#shell = shell;
    this.#removeRecord = await leaveRecord(this.#engine.folder, shell.access);
  }

  /** Shows another project in every window of the shell. Throws `not-found`, `refused`, `busy` or what the engine throws; the present one stays then. */
  exchange(wish: ProjectWish): Promise<ProjectAnswer> {
    const work = this.#last.then(() => this.#exchange(wish));
    this.#last = work.catch(() => undefined); // told to who asked
    return work;
  }

  async #exchange(wish: ProjectWish): Promise<ProjectAnswer> {
    if (this.#closed || !this.#shell) throw new TwinError("closed", "Twinbench is closing.");
    const folder = await folderOf(wish);
    if (folder === this.#engine.folder) return {};
    const link = await linkOfRunningShell(folder);
    if (link !== undefined) return { link };
    const [former, removeFormer] = [this.#engine, this.#removeRecord];
    this.#engine = await this.#openEngine(folder);
    this.#removeRecord = await leaveRecord(folder, this.#shell.access);
    this.#shell.cutWindows();
    await removeFormer();
    await former.close();
    return {};
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await this.#removeRecord();
    await this.#engine.close();
  }
}

/** The real path of the project that is meant, made first where a new one is wished for. */
async function folderOf(wish: ProjectWish): Promise<string> {
  const real = (path: string): Promise<string> => realpath(path).catch((cause: unknown) => {
    throw new TwinError("not-found", `There is no folder ${path}. It may have been moved or deleted.`, { cause });
  });
  if (wish.kind === "open") return real(wish.folder);
  const name = wish.name.trim();
  if (name === "" || /[\\/:*?"<>|]/.test(name) || name.startsWith(".")) throw new TwinError("bad-input", `"${wish.name}" cannot be a folder's name. Leave out / \\ : * ? " < > | and a dot at the beginning.`);
  const folder = join(await real(wish.parent), /\.twin$/i.test(name) ? name : `${name}.twin`);
  await createProject(folder, emptyProject(name.replace(/\.twin$/i, ""), Intl.DateTimeFormat().resolvedOptions().timeZone)).catch((error: unknown) => {
    const known = TwinError.from(error);
    throw known.code === "internal" ? new TwinError("refused", `A project cannot be made in ${wish.parent}: ${known.message}`, { cause: error }) : known;
  });
  return realpath(folder);
}
