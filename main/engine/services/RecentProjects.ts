/** Projects opened lately on this machine, in a small file of the user's; never part of any project. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { atomicWrite } from "../project/index.ts";

const MAX_RECENT = 20;
const entries = z.array(z.object({ folder: z.string(), name: z.string(), openedUs: z.number() }));
export type RecentProject = z.infer<typeof entries>[number];

export class RecentProjects {
  readonly #file: string;

  constructor(options: { file: string }) {
    this.#file = options.file;
  }

  /** Newest first. An unreadable list is an empty one. */
  async list(): Promise<RecentProject[]> {
    try {
      return entries.parse(JSON.parse(await readFile(this.#file, "utf8")));
    } catch {
      return [];
    }
  }

  async add(project: RecentProject): Promise<void> {
    const others = (await this.list()).filter((entry) => entry.folder !== project.folder);
    await mkdir(dirname(this.#file), { recursive: true });
    await atomicWrite(this.#file, JSON.stringify([project, ...others].slice(0, MAX_RECENT), undefined, 2));
  }
}
