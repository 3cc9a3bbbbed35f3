/** A utility process's line to Electron's main process: sends requests, gives orders with their ports to who asked for them. */
import type { MainPort } from "./mainPort.ts";
import type { HostOrder, HostRequest } from "./hostMessages.ts";

/** Electron's end of a utility process, which Node's types do not know. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { readonly data: unknown; readonly ports: readonly MainPort[] }) => void): unknown;
}

type Listener = (order: HostOrder, port: MainPort | undefined) => void;

export class HostLine {
  readonly #port: ParentPort;
  readonly #listeners = new Set<Listener>();
  #lastId = 0;

  constructor(port: ParentPort) {
    this.#port = port;
    port.on("message", ({ data, ports }) => {
      // Electron's main process is ours and sends orders only; both ends are built together.
      for (const listener of [...this.#listeners]) listener(data as HostOrder, ports[0]);
    });
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  send(request: HostRequest): void {
    this.#port.postMessage(request);
  }

  onOrder(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The line of this process, or undefined outside Electron. */
export function hostLine(): HostLine | undefined {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? undefined : new HostLine(parentPort);
}
