/** Electron's few calls, remembered instead of made: a typed fake that tests look into and push events through. */
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, Rectangle } from "electron";
import type { ContentsLike, ElectronCalls, HostProcess, PortPair, WindowLike } from "../../../main/electron/electronCalls.ts";
import type { HostOrder, HostRequest, MainPort } from "../../../main/engine/processes/index.ts";

type Listener = (...values: never[]) => void;

/** The events of one object. */
class Events {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  /** Calls the listeners as Electron would; which values an event has is the caller's to know. */
  emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...(values as never[]));
  }
}

export class FakePort implements MainPort {
  readonly posted: unknown[] = [];
  readonly events = new Events();
  other: FakePort | undefined;
  closed = false;
  #started = false;
  readonly #queued: unknown[] = [];

  postMessage(message: unknown): void {
    this.posted.push(message);
    this.other?.arrive(message);
  }
  arrive(message: unknown): void {
    if (this.#started) this.events.emit("message", { data: message });
    else this.#queued.push(message);
  }
  on(event: "message" | "close", listener: Listener): void {
    this.events.on(event, listener);
  }
  /** What waited arrives after the present task, as from a real port. */
  start(): void {
    queueMicrotask(() => {
      this.#started = true;
      for (const message of this.#queued.splice(0)) this.events.emit("message", { data: message });
    });
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.other?.events.emit("close");
  }
}

export function fakePorts(): PortPair & { readonly port1: FakePort; readonly port2: FakePort } {
  const pair = { port1: new FakePort(), port2: new FakePort() };
  pair.port1.other = pair.port2;
  pair.port2.other = pair.port1;
  return pair;
}

export class FakeHost implements HostProcess {
  readonly pid = 1;
  readonly orders: { readonly order: unknown; readonly ports: readonly MainPort[] }[] = [];
  readonly events = new Events();
  readonly errors = new Events();
  killed = false;

  readonly entry: string;
  readonly args: readonly string[];

  constructor(entry: string, args: readonly string[]) {
    this.entry = entry;
    this.args = args;
  }

  readonly stderr = { on: (event: "data", listener: Listener) => this.errors.on(event, listener) };

  postMessage(order: unknown, ports: readonly MainPort[] = []): void {
    this.orders.push({ order, ports });
  }
  onMessage(listener: (message: unknown) => void): void {
    this.events.on("message", listener);
  }
  onExit(listener: (code: number) => void): void {
    this.events.on("exit", listener);
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
  says(request: HostRequest): void {
    this.events.emit("message", request);
  }
  exits(code: number): void {
    this.events.emit("exit", code);
  }
  ordersOf(kind: HostOrder["kind"]): unknown[] {
    return this.orders.map(({ order }) => order).filter((order) => (order as HostOrder).kind === kind);
  }
}

export class FakeContents implements ContentsLike {
  static #lastId = 0;
  readonly id = (FakeContents.#lastId += 1);
  readonly mainFrame = { url: "" };
  readonly events = new Events();
  readonly sent: (readonly [string, ...unknown[]])[] = [];
  readonly ports: MainPort[] = [];
  openHandler: (() => { action: "deny" }) | undefined;
  reloads = 0;
  destroyed = false;

  on(event: string, listener: Listener): void {
    this.events.on(event, listener);
  }
  setWindowOpenHandler(handler: () => { action: "deny" }): void {
    this.openHandler = handler;
  }
  postMessage(channel: string, _message: unknown, transfer: readonly MainPort[] = []): void {
    this.sent.push([channel]);
    this.ports.push(...transfer);
  }
  send(channel: string, ...values: unknown[]): void {
    this.sent.push([channel, ...values]);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  reload(): void {
    this.reloads += 1;
  }
}

export class FakeWindow implements WindowLike {
  readonly webContents = new FakeContents();
  readonly events = new Events();
  readonly done: string[] = [];
  readonly options: BrowserWindowConstructorOptions;
  minimized = false;
  maximized = false;

  constructor(options: BrowserWindowConstructorOptions) {
    this.options = options;
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.webContents.events.emit("dom-ready");
    this.events.emit("ready-to-show");
  }
  show(): void {
    this.done.push("show");
  }
  focus(): void {
    this.done.push("focus");
    this.events.emit("focus");
  }
  restore(): void {
    this.done.push("restore");
  }
  maximize(): void {
    this.done.push("maximize");
    this.maximized = true;
  }
  destroy(): void {
    this.done.push("destroy");
    this.webContents.destroyed = true;
    this.events.emit("closed");
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isFocused(): boolean {
    return this.done.includes("focus");
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  getNormalBounds(): Rectangle {
    return { x: 10, y: 20, width: 1200, height: 800 };
  }
  on(event: string, listener: Listener): void {
    this.events.on(event, listener);
  }
  /** What a click on the close button does; true when the window stayed for now. */
  clickClose(): boolean {
    let stayed = false;
    this.events.emit("close", { preventDefault: () => (stayed = true) });
    return stayed;
  }
}

/** The calls, and everything that was made through them. */
export class FakeElectron implements ElectronCalls {
  readonly platform: NodeJS.Platform = "linux";
  readonly windows: FakeWindow[] = [];
  readonly hosts: FakeHost[] = [];
  readonly menus: MenuItemConstructorOptions[][] = [];
  readonly shownErrors: string[] = [];
  chosenFiles: readonly string[] = [];
  chosenSave: string | undefined;
  quits = 0;

  readonly safeStorage = { isEncryptionAvailable: () => true, encryptString: (text: string) => Buffer.from(text), decryptString: (bytes: Buffer) => bytes.toString() };
  readonly dialogs = {
    openFiles: async () => this.chosenFiles,
    saveFile: async () => this.chosenSave,
    showError: (_title: string, message: string) => void this.shownErrors.push(message),
  };

  createWindow(options: BrowserWindowConstructorOptions): FakeWindow {
    const window = new FakeWindow(options);
    this.windows.push(window);
    return window;
  }
  forkHost(entry: string, args: readonly string[]): FakeHost {
    const host = new FakeHost(entry, args);
    this.hosts.push(host);
    return host;
  }
  createPorts(): PortPair {
    return fakePorts();
  }
  setMenu(template: MenuItemConstructorOptions[]): void {
    this.menus.push(template);
  }
  screens(): readonly Rectangle[] {
    return [{ x: 0, y: 0, width: 1920, height: 1080 }];
  }
  isDark(): boolean {
    return true;
  }
  quit(): void {
    this.quits += 1;
  }
}
