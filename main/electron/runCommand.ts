/** The command line of the installed app: the same program as `npx twinbench`, in a utility process that owns the terminal. */
import type { HostRequest } from "../engine/processes/index.ts";
import type { HostProcess, PortPair } from "./electronCalls.ts";
import { HostChildren } from "./HostChildren.ts";

export interface CommandParts {
  readonly forkCommand: () => HostProcess;
  readonly fork: (entry: string, args: readonly string[]) => HostProcess;
  readonly createPorts: () => PortPair;
}

/** Resolves with its exit code. It starts children through us; secrets it takes from the environment. */
export function runCommand({ forkCommand, fork, createPorts }: CommandParts): Promise<number> {
  const command = forkCommand();
  const children = new HostChildren({ fork, createPorts, send: (order, ports) => command.postMessage(order, ports) });
  command.onMessage((message) => {
    // The command line is our own program, built together with this one.
    const request = message as HostRequest;
    if (request.kind === "launch") children.launch(request);
    if (request.kind === "kill") children.kill(request.id);
  });
  return new Promise((resolve) => {
    command.onExit((code) => {
      children.killAll();
      resolve(code);
    });
  });
}
