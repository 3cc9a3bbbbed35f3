/** Starts children by asking Electron's main process, since only it may fork there. */
import type { EntryName } from "../entries.ts";
import type { HostLine } from "./HostLine.ts";
import { LateChannel } from "./LateChannel.ts";
import { mainPortChannel } from "./mainPort.ts";
import type { LaunchedProcess, ProcessEnd, ProcessLauncher } from "./ProcessLauncher.ts";

export class RequestLauncher implements ProcessLauncher {
  readonly #line: HostLine;

  constructor(line: HostLine) {
    this.#line = line;
  }

  launch(entry: EntryName, args: readonly string[]): LaunchedProcess {
    const line = this.#line;
    const id = line.nextId();
    const channel = new LateChannel();
    const ended = new Promise<ProcessEnd>((resolve) => {
      const stop = line.onOrder((order, port) => {
        if (order.kind === "launched" && order.id === id && port !== undefined) channel.attach(mainPortChannel(port));
        if (order.kind !== "ended" || order.id !== id) return;
        stop();
        channel.close();
        resolve({ code: order.code, stderr: order.stderr });
      });
    });
    line.send({ kind: "launch", id, entry, args });
    return { channel, ended, kill: () => line.send({ kind: "kill", id }) };
  }
}
