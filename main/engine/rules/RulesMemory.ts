/** What the rules keep from one sitting to the next: which calcs their results were recorded with. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { atomicWrite } from "../project/index.ts";

const kept = z.object({ calcs: z.record(z.string(), z.string()) });
export type Kept = z.infer<typeof kept>;

export interface RulesMemory {
  /** Nothing where nothing was kept, or what was kept cannot be read: it can be made anew. */
  load(): Promise<Kept>;
  save(kept: Kept): Promise<void>;
}

const NOTHING: Kept = { calcs: {} };

/** Keeps it in a JSON file, replaced as a whole. */
export function fileMemory(path: string): RulesMemory {
  let saving: Promise<void> = Promise.resolve();
  return {
    load: async () => {
      try {
        const read = kept.safeParse(JSON.parse(await readFile(path, "utf8")));
        return read.success ? read.data : NOTHING;
      } catch {
        // Absent or damaged: calcs are worked out again.
        return NOTHING;
      }
    },
    // One after the other: two that are under way at once would rename each other's file away.
    save: (value) => {
      saving = saving.catch(() => undefined).then(() => atomicWrite(path, JSON.stringify(value, undefined, 1)));
      return saving;
    },
  };
}

/** Keeps nothing beyond this process. */
export function noMemory(): RulesMemory {
  return { load: () => Promise.resolve(NOTHING), save: () => Promise.resolve() };
}
