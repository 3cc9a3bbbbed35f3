/** What a window in a browser asks its shell for: another project in its place. Electron's windows ask by `windowShell.ts`. */
import { z } from "zod";

/** Answered to a POST by the browser shell. */
export const PROJECT_PATH = "/project";

export const projectWish = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("open"), folder: z.string().min(1).max(4_096) }),
  /** In a folder that is there; the project gets a new folder of this name in it. */
  z.object({ kind: z.literal("new"), parent: z.string().min(1).max(4_096), name: z.string().min(1).max(200) }),
]);
export type ProjectWish = z.infer<typeof projectWish>;

/** Where the project is shown: here, after a reload, or at the link of the shell that has it open already. */
export const projectAnswer = z.object({ link: z.url().optional() });
export type ProjectAnswer = z.infer<typeof projectAnswer>;
