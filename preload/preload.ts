/**
 * Runs in the window before its page: forwards the engine's port and the few window calls, and nothing else. What it
 * offers is checked again in the main process; nothing here is trusted.
 */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from "electron";
import { ENGINE_PORT } from "../shared/contract/windowPort.ts";
import { SHELL_CALLS, SHELL_EVENTS, WINDOW_SHELL, type WindowShell } from "../shared/contract/windowShell.ts";

// A port cannot cross the context bridge; it goes to our own page, named by its exact origin.
ipcRenderer.on(SHELL_EVENTS.port, (event: IpcRendererEvent) => {
  window.postMessage({ kind: ENGINE_PORT }, window.location.origin, [...event.ports]);
});

/** Listeners of the page get what happened, never the event, which would reach ipcRenderer. */
function onEvent<T>(name: string, listener: (value: T) => void): () => void {
  const forward = (_event: IpcRendererEvent, value: T): void => listener(value);
  ipcRenderer.on(name, forward);
  return () => ipcRenderer.off(name, forward);
}

const shell: WindowShell = {
  chooseFiles: (kind) => ipcRenderer.invoke(SHELL_CALLS.chooseFiles, kind),
  openProject: () => ipcRenderer.invoke(SHELL_CALLS.openProject),
  newProject: () => ipcRenderer.invoke(SHELL_CALLS.newProject),
  openFolder: (folder) => ipcRenderer.invoke(SHELL_CALLS.openFolder, folder),
  restartEngine: () => ipcRenderer.invoke(SHELL_CALLS.restartEngine),
  showMenu: (commands) => ipcRenderer.invoke(SHELL_CALLS.showMenu, commands),
  onCommand: (listener) => onEvent(SHELL_EVENTS.command, listener),
  onEngine: (listener) => onEvent(SHELL_EVENTS.engine, listener),
};
contextBridge.exposeInMainWorld(WINDOW_SHELL, shell);
