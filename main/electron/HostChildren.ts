/** The children an engine asked for: forked here, because only Electron's main process may, and joined to it by a port. */
import { CHILD_PORT, STDERR_TAIL_CHARACTERS, type HostOrder, type HostRequest, type MainPort } from "../engine/processes/index.ts";
import type { HostProcess, PortPair } from "./electronCalls.ts";

export interface HostChildrenOptions {
  readonly fork: (entry: string, args: readonly string[]) => HostProcess;
  readonly createPorts: () => PortPair;
  /** To the engine. */
  readonly send: (order: HostOrder, ports?: readonly MainPort[]) => void;
}

export class HostChildren {
  readonly #options: HostChildrenOptions;
  readonly #children = new Map<number, HostProcess>();

  constructor(options: HostChildrenOptions) {
    this.#options = options;
  }

  launch({ id, entry, args }: Extract<HostRequest, { kind: "launch" }>): void {
    const { fork, createPorts, send } = this.#options;
    const child = fork(entry, args);
    let stderr = "";
    this.#children.set(id, child);
    child.stderr?.on("data", (chunk) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.onExit((code) => {
      if (this.#children.get(id) === child) this.#children.delete(id);
      send({ kind: "ended", id, code, stderr });
    });
    const { port1, port2 } = createPorts();
    child.postMessage(CHILD_PORT, [port1]);
    send({ kind: "launched", id }, [port2]);
  }

  kill(id: number): void {
    this.#children.get(id)?.kill();
  }

  /** Their engine is gone. They end by themselves when their port closes; a child that hangs is ended here. */
  killAll(): void {
    for (const child of this.#children.values()) child.kill();
    this.#children.clear();
  }
}
