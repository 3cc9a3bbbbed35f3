/** Electron's own objects in the shapes our logic uses. The only place that makes windows, processes and menus. */
import { BrowserWindow, dialog, Menu, MessageChannelMain, nativeTheme, safeStorage, screen, utilityProcess, type App, type MessagePortMain } from "electron";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ElectronCalls, HostProcess, WindowLike } from "./electronCalls.ts";

const beside = (name: string): string => join(dirname(fileURLToPath(import.meta.url)), `${name}.js`);

export interface ForkOptions {
  /** `inherit` for a program that speaks to the terminal itself. */
  readonly stdio: "pipe" | "inherit";
}

/** A bundled program of ours in a utility process. */
export function forkProgram(name: string, args: readonly string[], { stdio }: ForkOptions): HostProcess {
  const child = utilityProcess.fork(beside(name), [...args], { serviceName: `Twinbench ${name}`, stdio: stdio === "inherit" ? "inherit" : ["ignore", "ignore", "pipe"] });
  return {
    pid: child.pid,
    stderr: child.stderr,
    // The ports were made by createPorts below.
    postMessage: (message, transfer = []) => child.postMessage(message, [...transfer] as unknown as MessagePortMain[]),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.on("exit", listener),
    kill: () => child.kill(),
  };
}

export function realElectron(app: App): ElectronCalls {
  return {
    platform: process.platform,
    createWindow: (options) => new BrowserWindow(options),
    forkHost: (entry, args) => {
      const host = forkProgram(entry, args, { stdio: "pipe" });
      // What the engine says about trouble belongs into the terminal that started the application.
      if (entry === "engine-host") host.stderr?.on("data", (chunk) => process.stderr.write(chunk.toString()));
      return host;
    },
    createPorts: () => new MessageChannelMain(),
    setMenu: (template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
    screens: () => [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
    isDark: () => nativeTheme.shouldUseDarkColors,
    dialogs: {
      openFiles: async (window, options) => (await dialog.showOpenDialog(ownerOf(window), options)).filePaths,
      saveFile: async (window, options) => {
        const { canceled, filePath } = await dialog.showSaveDialog(ownerOf(window), options);
        return canceled || filePath === "" ? undefined : filePath;
      },
      showError: (title, message) => dialog.showErrorBox(title, message),
    },
    safeStorage: process.platform === "linux" ? safeStorage : { isEncryptionAvailable: () => safeStorage.isEncryptionAvailable(), encryptString: (text) => safeStorage.encryptString(text), decryptString: (bytes) => safeStorage.decryptString(bytes) },
    quit: () => app.quit(),
  };
}

/** Windows come from createWindow above, so they are BrowserWindows. */
const ownerOf = (window: WindowLike): BrowserWindow => window as unknown as BrowserWindow;
