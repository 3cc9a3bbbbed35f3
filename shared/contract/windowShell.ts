/**
 * What Electron's shell offers a window beside the engine: native dialogs, native menus, other projects. Absent in the
 * browser shell. The preload puts it on the page as `window.twinbench`; the main process checks every call.
 */

/** A command of the window as the native menu shows it. */
export interface MenuCommand {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** `Ctrl+Shift+P`, as in the command table; shown beside the title. */
  readonly key?: string;
  readonly enabled: boolean;
}

/** How the engine of this window stands, in the shell's view. */
export type EngineLifeState =
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  /** It ended unexpectedly and is being started again. */
  | { readonly kind: "restarting"; readonly message: string }
  /** It will not be started again by itself. */
  | { readonly kind: "failed"; readonly message: string };

export interface WindowShell {
  /** Paths chosen in a native dialog; empty when it was cancelled. */
  chooseFiles(kind: "data" | "scene"): Promise<readonly string[]>;
  /** Asks for a project folder and opens it in a window of its own. */
  openProject(): Promise<void>;
  /** Asks where to put a new, empty project and opens it. */
  newProject(): Promise<void>;
  /** Opens a project that was open before. */
  openFolder(folder: string): Promise<void>;
  /** Starts the engine again after it failed for good. */
  restartEngine(): Promise<void>;
  /** Makes the native menu from the window's command table. */
  showMenu(commands: readonly MenuCommand[]): Promise<void>;
  /** A command was chosen in the native menu. */
  onCommand(listener: (id: string) => void): () => void;
  onEngine(listener: (state: EngineLifeState) => void): () => void;
}

/** Name on the page. */
export const WINDOW_SHELL = "twinbench";

/** Names of the calls and events between preload and main process. */
export const SHELL_CALLS = {
  chooseFiles: "shell:choose-files",
  openProject: "shell:open-project",
  newProject: "shell:new-project",
  openFolder: "shell:open-folder",
  restartEngine: "shell:restart-engine",
  showMenu: "shell:show-menu",
} as const;
export const SHELL_EVENTS = { command: "shell:command", engine: "shell:engine", port: "shell:engine-port" } as const;
