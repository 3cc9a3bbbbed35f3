/** A project's engine, its window in the browser and its way in for command lines, opened and closed together. */
import type { TwinError } from "../../shared/contract/errors.ts";
import { openNodeEngine, serveLocally } from "../shell/index.ts";
import { runBrowserShell, type RunningShell } from "./runBrowserShell.ts";

export interface OpenWindowOptions {
  /** Real path of the project. */
  readonly folder: string;
  readonly port: number;
  readonly open: boolean;
  /** For reading only, whether or not the folder can be written to. */
  readonly readOnly?: boolean;
  readonly report: (error: TwinError) => void;
}

/** Throws as `runBrowserShell` does; nothing is left open then. */
export function openWindow({ folder, port, open, readOnly = false, report }: OpenWindowOptions): Promise<RunningShell> {
  return runBrowserShell({
    folder, port, open, report,
    openEngine: async (wanted) => {
      const engine = await openNodeEngine(wanted, { role: "window", connect: true, readOnly });
      const local = await serveLocally(engine, "window");
      const close = async (): Promise<void> => {
        await local.close();
        await engine.close();
      };
      return { folder: engine.folder, handlers: engine.handlers, close };
    },
  });
}
