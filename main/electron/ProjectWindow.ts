/** One project's window with its engine: made together, gone together. */
import { SHELL_EVENTS, type MenuCommand } from "../../shared/contract/windowShell.ts";
import type { SecretStore } from "../engine/sources/index.ts";
import { appAddress } from "./appAddress.ts";
import type { ElectronCalls, FrameLike, WindowLike } from "./electronCalls.ts";
import { EngineLife } from "./EngineLife.ts";
import { guardContents } from "./guards.ts";
import type { KnownWindow } from "./WindowCalls.ts";
import { windowOptions } from "./windowOptions.ts";
import type { WindowPlaces } from "./WindowPlaces.ts";

export interface ProjectWindowOptions {
  readonly folder: string;
  readonly electron: ElectronCalls;
  readonly places: WindowPlaces;
  readonly secrets: SecretStore;
  readonly preload: string;
  readonly onFocus: (window: ProjectWindow) => void;
  /** The window is gone and its engine has written everything. */
  readonly onClosed: (window: ProjectWindow) => void;
  readonly report: (error: unknown) => void;
}

export class ProjectWindow implements KnownWindow {
  readonly folder: string;
  readonly home: string;
  readonly window: WindowLike;
  readonly engine: EngineLife;
  /** The command table as the page last gave it; the native menu is made from it while this window has the focus. */
  commands: readonly MenuCommand[] = [];
  readonly #options: ProjectWindowOptions;
  #closing: Promise<void> | undefined;

  constructor(options: ProjectWindowOptions) {
    const { folder, electron, places, preload } = options;
    this.#options = options;
    this.folder = folder;
    this.home = appAddress(folder);
    const place = places.placeFor(folder, electron.screens());
    this.window = electron.createWindow(windowOptions({ bounds: place.bounds, dark: electron.isDark(), preload }));
    const contents = this.window.webContents;
    guardContents(contents, this.home);
    this.engine = new EngineLife({
      folder,
      fork: (entry, args) => electron.forkHost(entry, args),
      createPorts: () => electron.createPorts(),
      secrets: options.secrets,
      handOver: (port) => {
        if (!contents.isDestroyed()) contents.postMessage(SHELL_EVENTS.port, undefined, [port]);
      },
      onState: (state) => {
        if (!contents.isDestroyed()) contents.send(SHELL_EVENTS.engine, state);
      },
      nowMs: () => performance.now(),
    });
    // The page's scripts have not run yet at dom-ready of a module page, but its preload has; it forwards what comes.
    contents.on("dom-ready", () => this.engine.pageLoaded());
    contents.on("render-process-gone", (_event, { reason }) => {
      if (reason !== "clean-exit" && !contents.isDestroyed()) contents.reload();
    });
    this.window.on("ready-to-show", () => {
      if (place.maximized) this.window.maximize();
      this.window.show();
    });
    this.window.on("focus", () => options.onFocus(this));
    this.window.on("close", (event) => {
      if (this.#closing === undefined) event.preventDefault();
      void this.close();
    });
  }

  get mainFrame(): FrameLike {
    return this.window.webContents.mainFrame;
  }

  async open(): Promise<void> {
    this.engine.start();
    await this.window.loadURL(this.home);
  }

  focus(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.focus();
  }

  run(command: string): void {
    if (!this.window.webContents.isDestroyed()) this.window.webContents.send(SHELL_EVENTS.command, command);
  }

  /** Stops the engine in order, keeps the window's place, and takes the window down. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { places, folder, onClosed, report } = this.#options;
    const place = { bounds: this.window.getNormalBounds(), maximized: this.window.isMaximized() };
    await Promise.all([this.engine.stop(), places.keep(folder, place).catch(report)]);
    this.window.destroy();
    onClosed(this);
  }
}
