/**
 * The few calls of Electron that our logic makes, as interfaces, so that it is tested without a runtime. `electron.ts`
 * hands the real objects in, and the compiler holds them to these shapes.
 */
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, OpenDialogOptions, Rectangle, SaveDialogOptions } from "electron";
import type { MainPort } from "../engine/processes/index.ts";

export interface PreventableEvent {
  preventDefault(): void;
}

export interface FrameLike {
  readonly url: string;
}

export interface ContentsLike {
  readonly id: number;
  readonly mainFrame: FrameLike;
  on(event: "will-navigate" | "will-redirect" | "will-frame-navigate", listener: (event: PreventableEvent & { readonly url: string }) => void): unknown;
  on(event: "will-attach-webview", listener: (event: PreventableEvent) => void): unknown;
  on(event: "dom-ready", listener: () => void): unknown;
  on(event: "render-process-gone", listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
  setWindowOpenHandler(handler: () => { action: "deny" }): void;
  postMessage(channel: string, message: unknown, transfer?: readonly PortLikeToTransfer[]): void;
  send(channel: string, ...values: unknown[]): void;
  isDestroyed(): boolean;
  reload(): void;
}

/** Opaque: a MessagePortMain on its way to a window. */
export type PortLikeToTransfer = MainPort;

export interface WindowLike {
  readonly webContents: ContentsLike;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
  restore(): void;
  maximize(): void;
  destroy(): void;
  isMinimized(): boolean;
  isMaximized(): boolean;
  isFocused(): boolean;
  isDestroyed(): boolean;
  getNormalBounds(): Rectangle;
  on(event: "ready-to-show" | "closed" | "focus", listener: () => void): unknown;
  on(event: "close", listener: (event: PreventableEvent) => void): unknown;
}

export interface SessionLike {
  setPermissionRequestHandler(handler: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  on(event: "will-download", listener: (event: PreventableEvent) => void): unknown;
}

/** A utility process. */
export interface HostProcess {
  readonly pid: number | undefined;
  readonly stderr: { on(event: "data", listener: (chunk: { toString(): string }) => void): unknown } | null;
  postMessage(message: unknown, transfer?: readonly MainPort[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): boolean;
}

export interface PortPair {
  readonly port1: MainPort;
  readonly port2: MainPort;
}

export interface SafeStorageLike {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Uint8Array;
  decryptString(bytes: Buffer): string;
}

export interface DialogsLike {
  openFiles(window: WindowLike, options: OpenDialogOptions): Promise<readonly string[]>;
  saveFile(window: WindowLike, options: SaveDialogOptions): Promise<string | undefined>;
  showError(title: string, message: string): void;
}

/** Everything at once, for the composition. */
export interface ElectronCalls {
  readonly platform: NodeJS.Platform;
  createWindow(options: BrowserWindowConstructorOptions): WindowLike;
  forkHost(entry: string, args: readonly string[]): HostProcess;
  createPorts(): PortPair;
  setMenu(template: MenuItemConstructorOptions[]): void;
  /** Work areas of the screens. */
  screens(): readonly Rectangle[];
  isDark(): boolean;
  readonly dialogs: DialogsLike;
  readonly safeStorage: SafeStorageLike;
  quit(): void;
}
