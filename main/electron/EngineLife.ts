/**
 * The life of one project's engine in its utility process: started, watched, started again when it ends unexpectedly (at
 * most three times a minute), stopped in order. Hands a fresh port to the window at every load and at every start.
 */
import type { EngineLifeState } from "../../shared/contract/windowShell.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import type { HostOrder, HostRequest, MainPort } from "../engine/processes/index.ts";
import type { SecretStore } from "../engine/sources/index.ts";
import type { HostProcess, PortPair } from "./electronCalls.ts";
import { HostChildren } from "./HostChildren.ts";

const RESTARTS_PER_MINUTE = 3;
const MINUTE_MS = 60_000;
/** Writing what is in memory takes a fraction of this; an engine that hangs is ended. */
const STOP_MS = 5_000;
/** What hangs on after its engine is gone is ended after this. */
const CHILD_GRACE_MS = 1_000;

export interface EngineLifeOptions {
  readonly folder: string;
  readonly fork: (entry: string, args: readonly string[]) => HostProcess;
  readonly createPorts: () => PortPair;
  readonly secrets: SecretStore;
  /** Gives a port to the window's page; called only while there is a page. */
  readonly handOver: (port: MainPort) => void;
  readonly onState: (state: EngineLifeState) => void;
  readonly nowMs: () => number;
}

export class EngineLife {
  readonly #options: EngineLifeOptions;
  readonly #restartsMs: number[] = [];
  readonly #allowed = new Set<string>();
  #process: HostProcess | undefined;
  #state: EngineLifeState = { kind: "starting" };
  #hasPage = false;
  #windows = 0;
  #stopping: (() => void) | undefined;

  constructor(options: EngineLifeOptions) {
    this.#options = options;
  }

  get state(): EngineLifeState {
    return this.#state;
  }

  /** Starts it, or starts it again after it failed for good. */
  start(): void {
    if (this.#process !== undefined || this.#stopping !== undefined) return;
    this.#restartsMs.length = 0;
    this.#set({ kind: "starting" });
    this.#spawn();
  }

  /** The window loaded its page, anew or for the first time: its old port is gone. */
  pageLoaded(): void {
    this.#hasPage = true;
    this.#options.onState(this.#state);
    this.#connectPage();
  }

  /** Lets the engine read files in these folders, now and after it was started again. */
  allowFolders(folders: readonly string[]): void {
    for (const folder of folders) this.#allowed.add(folder);
    this.#process?.postMessage({ kind: "chosen", folders } satisfies HostOrder);
  }

  /** Ends the engine in order. Resolves when it is gone. */
  stop(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const before = this.#stopping;
      this.#stopping = () => {
        before?.();
        resolve();
      };
      if (before !== undefined) return;
      process.postMessage({ kind: "close" } satisfies HostOrder);
      const timer = setTimeout(() => process.kill(), STOP_MS);
      process.onExit(() => clearTimeout(timer));
    });
  }

  #spawn(): void {
    const { folder, fork, createPorts } = this.#options;
    const process = fork("engine-host", [folder]);
    const send = (order: HostOrder, ports: readonly MainPort[] = []): void => {
      if (this.#process === process) process.postMessage(order, ports);
    };
    this.#process = process;
    const children = new HostChildren({ fork, createPorts, send });
    // The engine is our own program, built together with this one.
    process.onMessage((message) => this.#receive(message as HostRequest, children, send));
    process.onExit(() => this.#ended(process, children));
    if (this.#allowed.size > 0) send({ kind: "chosen", folders: [...this.#allowed] });
    this.#connectPage();
  }

  #receive(request: HostRequest, children: HostChildren, send: (order: HostOrder) => void): void {
    switch (request.kind) {
      case "opened":
        return this.#set({ kind: "running" });
      case "failed":
        return this.#set({ kind: "failed", message: request.error.message });
      case "launch":
        return children.launch(request);
      case "kill":
        return children.kill(request.id);
      case "secret":
        return void this.#secret(request).then(send);
    }
  }

  async #secret({ id, action, source, secret }: Extract<HostRequest, { kind: "secret" }>): Promise<HostOrder> {
    const { secrets } = this.#options;
    try {
      if (action === "get") return { kind: "secret", id, secret: await secrets.get(source) };
      await (action === "set" ? secrets.set(source, secret ?? "") : secrets.delete(source));
      return { kind: "secret", id, secret: undefined };
    } catch (error) {
      return { kind: "secret", id, secret: undefined, error: TwinError.from(error).toData() };
    }
  }

  #ended(process: HostProcess, children: HostChildren): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    setTimeout(() => children.killAll(), CHILD_GRACE_MS);
    if (this.#stopping !== undefined) {
      const stopped = this.#stopping;
      this.#stopping = undefined;
      return stopped();
    }
    if (this.#state.kind === "failed") return undefined; // it said why and went
    const now = this.#options.nowMs();
    const recent = this.#restartsMs.filter((atMs) => now - atMs < MINUTE_MS);
    if (recent.length >= RESTARTS_PER_MINUTE) {
      return this.#set({ kind: "failed", message: `The engine of this project stopped ${recent.length + 1} times within a minute and is not started again by itself. What was recorded until then is kept. Start it again, or open another project.` });
    }
    this.#restartsMs.splice(0, this.#restartsMs.length, ...recent, now);
    this.#set({ kind: "restarting", message: "The engine of this project stopped unexpectedly and is being started again. What was recorded until then is kept." });
    return this.#spawn();
  }

  #connectPage(): void {
    if (!this.#hasPage || this.#process === undefined) return;
    const { port1, port2 } = this.#options.createPorts();
    this.#windows += 1;
    this.#process.postMessage({ kind: "window", client: `window-${this.#windows}` } satisfies HostOrder, [port1]);
    this.#options.handOver(port2);
  }

  #set(state: EngineLifeState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
