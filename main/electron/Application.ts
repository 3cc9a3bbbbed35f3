/** The windows of the application: one per project, opened or focused; calls and menus go to the right one. */
import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { TwinError } from "../../shared/contract/errors.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import { SHELL_CALLS, type MenuCommand } from "../../shared/contract/windowShell.ts";
import { createProject } from "../engine/project/index.ts";
import type { SecretStore } from "../engine/sources/index.ts";
import { folderKey } from "../engine/userFolders.ts";
import type { ElectronCalls } from "./electronCalls.ts";
import { menuTemplate } from "./menuTemplate.ts";
import { ProjectWindow } from "./ProjectWindow.ts";
import { WindowCalls, type IpcLike } from "./WindowCalls.ts";
import type { WindowPlaces } from "./WindowPlaces.ts";

export interface ApplicationOptions {
  readonly electron: ElectronCalls;
  readonly ipc: IpcLike;
  readonly places: WindowPlaces;
  readonly secrets: SecretStore;
  readonly preload: string;
  /** The real folder that is meant by a path, or the sample's. */
  readonly projectFolder: (path: string | undefined) => Promise<string>;
  readonly report: (error: unknown) => void;
}

const nothing = z.undefined();
/** A table has about a hundred commands; a page that sends more is broken. */
const menuCommands = z
  .array(z.object({ id: z.string().max(100), title: z.string().max(200), category: z.string().max(40), key: z.string().max(40).optional(), enabled: z.boolean() }))
  .max(1_000);
const CHOICES = {
  data: { title: "Import files", filters: [{ name: "Recorded data", extensions: ["csv", "tsv", "txt", "parquet"] }, { name: "All files", extensions: ["*"] }] },
  scene: { title: "Add a 3D model", filters: [{ name: "glTF binary", extensions: ["glb"] }] },
} as const;

export class Application {
  readonly #options: ApplicationOptions;
  readonly #windows = new Map<string, ProjectWindow>();
  #focused: ProjectWindow | undefined;
  #quitting = false;

  constructor(options: ApplicationOptions) {
    this.#options = options;
    this.#answerCalls();
  }

  /** The project behind an address's key, while it is open. */
  folderOf(key: string): string | undefined {
    return this.#windows.get(key)?.folder;
  }

  /** Opens the project's window, or focuses the one it has. A folder that cannot be opened is said in a dialog. */
  async open(path: string | undefined): Promise<void> {
    const { electron, projectFolder, report } = this.#options;
    try {
      const folder = await projectFolder(path);
      const known = this.#windows.get(folderKey(folder));
      if (known !== undefined) return known.focus();
      const window = new ProjectWindow({ ...this.#options, folder, onFocus: (focused) => this.#focus(focused), onClosed: (closed) => this.#closed(closed) });
      this.#windows.set(folderKey(folder), window);
      this.#focus(window);
      await window.open();
    } catch (error) {
      report(error);
      electron.dialogs.showError("The project cannot be opened", TwinError.from(error).message);
      if (this.#windows.size === 0) electron.quit();
    }
    return undefined;
  }

  /** Ends every engine in order. True when there was something to wait for. */
  async close(): Promise<void> {
    this.#quitting = true;
    await Promise.all([...this.#windows.values()].map((window) => window.close()));
  }

  get windowCount(): number {
    return this.#windows.size;
  }

  #answerCalls(): void {
    const { electron, ipc } = this.#options;
    const calls = new WindowCalls(ipc, (id) => [...this.#windows.values()].find(({ window }) => !window.isDestroyed() && window.webContents.id === id));
    calls.handle(SHELL_CALLS.chooseFiles, z.enum(["data", "scene"]), async (kind, { window, engine }) => {
      const { title, filters } = CHOICES[kind];
      const files = await electron.dialogs.openFiles(window, { title, filters: filters.map(({ name, extensions }) => ({ name, extensions: [...extensions] })), properties: ["openFile"] });
      if (files.length > 0) engine.allowFolders(files.map((file) => dirname(file)));
      return files;
    });
    calls.handle(SHELL_CALLS.openProject, nothing, (_input, window) => this.#chooseProject(window));
    calls.handle(SHELL_CALLS.newProject, nothing, (_input, window) => this.#makeProject(window));
    calls.handle(SHELL_CALLS.openFolder, z.string().min(1).max(4_096), (folder) => this.open(folder));
    calls.handle(SHELL_CALLS.restartEngine, nothing, (_input, window) => window.engine.start());
    calls.handle(SHELL_CALLS.showMenu, menuCommands, (commands, window) => {
      // zod writes absent keys as undefined; the table leaves them out.
      window.commands = commands.map(({ key, ...command }): MenuCommand => ({ ...command, ...(key !== undefined && { key }) }));
      if (this.#focused === window) this.#focus(window);
    });
  }

  async #chooseProject({ window }: ProjectWindow): Promise<void> {
    const [folder] = await this.#options.electron.dialogs.openFiles(window, { title: "Open a project", properties: ["openDirectory"] });
    if (folder !== undefined) await this.open(folder);
  }

  async #makeProject({ window }: ProjectWindow): Promise<void> {
    const folder = await this.#options.electron.dialogs.saveFile(window, { title: "New project", defaultPath: "Plant.twin", buttonLabel: "Create" });
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    await createProject(folder, emptyProject(basename(folder).replace(/\.twin$/i, ""), Intl.DateTimeFormat().resolvedOptions().timeZone));
    await this.open(folder);
  }

  /** The menu bar is one for the application (on macOS) and shows the commands of the window one is in. */
  #focus(window: ProjectWindow): void {
    const { electron } = this.#options;
    this.#focused = window;
    electron.setMenu(
      menuTemplate(window.commands, electron.platform, {
        run: (id) => window.run(id),
        openProject: () => this.#attempt(() => this.#chooseProject(window)),
        newProject: () => this.#attempt(() => this.#makeProject(window)),
      }),
    );
  }

  #attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#options.electron.dialogs.showError("Twinbench", TwinError.from(error).message));
  }

  #closed(window: ProjectWindow): void {
    this.#windows.delete(folderKey(window.folder));
    if (this.#focused === window) this.#focused = undefined;
    if (this.#windows.size === 0 && !this.#quitting) this.#options.electron.quit();
  }
}
