/** Opens a project in the system's browser and keeps it open until told to stop: what `npm start` and `serve` do. */
import { TwinError } from "../../shared/contract/errors.ts";
import { BrowserShell } from "./BrowserShell.ts";
import { openInBrowser } from "./openInBrowser.ts";
import { linkOfRunningShell, portOfLastShell } from "./ShellRecord.ts";
import { ShownProject, type OwnedEngine } from "./ShownProject.ts";

export interface RunOptions {
  /** Real path of the project. */
  readonly folder: string;
  /** 0: that of the last time if it is free, else one that the system chooses. */
  readonly port: number;
  /** Whether to open the system's browser. */
  readonly open: boolean;
  /** Opens the engine of a project: the first, and those that a window asks for later. */
  readonly openEngine: (folder: string) => Promise<OwnedEngine>;
  readonly report: (error: TwinError) => void;
}

export type RunningShell =
  | { readonly kind: "started"; readonly url: string; readonly opened: boolean; close(): Promise<void> }
  /** Another process of this user has the project open in its shell; the link leads there. */
  | { readonly kind: "elsewhere"; readonly url: string; readonly opened: boolean };

/** On the port of the last time, so that windows which were left open find their way back; on any where that is taken. */
async function atLastPort(folder: string, serveAt: (port: number) => Promise<BrowserShell>): Promise<BrowserShell> {
  const last = await portOfLastShell(folder);
  if (last === undefined) return serveAt(0);
  return serveAt(last).catch((error: unknown) => {
    if (TwinError.from(error).code === "busy") return serveAt(0);
    throw error;
  });
}

/** @throws TwinError of the engine (busy, damaged …) or `busy` for the port; nothing is left open then. */
export async function runBrowserShell({ folder, port, open, openEngine, report }: RunOptions): Promise<RunningShell> {
  const link = await linkOfRunningShell(folder);
  if (link !== undefined) return { kind: "elsewhere", url: link, opened: open && (await openInBrowser(link)) };
  const project = await ShownProject.open(folder, openEngine);
  let shell: BrowserShell | undefined;
  try {
    const serveAt = (wanted: number): Promise<BrowserShell> => BrowserShell.start({ engine: () => project.engine, exchange: (wish) => project.exchange(wish), port: wanted, report });
    const started = port === 0 ? await atLastPort(folder, serveAt) : await serveAt(port);
    shell = started;
    await project.showIn(started);
    const url = started.link();
    return {
      kind: "started",
      url,
      opened: open && (await openInBrowser(url)),
      close: async () => {
        await started.close();
        await project.close();
      },
    };
  } catch (error) {
    await shell?.close();
    await project.close();
    throw error;
  }
}
