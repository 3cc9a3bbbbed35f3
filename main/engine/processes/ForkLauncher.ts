/** Starts children with `child_process.fork`: for the browser shell, the command line and tests. */
import { fork, type ChildProcess } from "node:child_process";
import type { Channel } from "../../../shared/contract/channel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { Listeners } from "../../../shared/contract/rpc/index.ts";
import { entryPath, type EntryName } from "../entries.ts";
import { STDERR_TAIL_CHARACTERS, type LaunchedProcess, type ProcessEnd, type ProcessLauncher } from "./ProcessLauncher.ts";

export class ForkLauncher implements ProcessLauncher {
  launch(entry: EntryName, args: readonly string[]): LaunchedProcess {
    const child = fork(entryPath(entry), [...args], {
      execArgv: [], // ours (a test runner's, an inspector's) are not the child's
      serialization: "advanced", // typed arrays as they are
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    return { channel: childChannel(child), ended: endOf(child), kill: () => void child.kill("SIGKILL") };
  }
}

function childChannel(child: ChildProcess): Channel {
  const listeners = new Listeners();
  child.on("message", (message) => listeners.message(message));
  child.on("disconnect", () => listeners.close());
  child.on("error", () => listeners.close()); // could not start, or could not be reached: `ended` says why
  return {
    send(message) {
      if (!child.connected) throw new TwinError("closed", "The process has ended.");
      // `send` takes what structured clone takes in advanced serialization; its type knows JSON only.
      child.send(message as object);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      if (child.connected) child.disconnect();
      listeners.close();
    },
  };
}

/** Exit and the end of stderr; Node's own `close` event does not come when we disconnected first. */
function endOf(child: ChildProcess): Promise<ProcessEnd> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL_CHARACTERS);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: undefined, stderr: `${stderr}${error.message}` }));
    child.once("exit", (code) => {
      const finish = (): void => resolve({ code: code ?? undefined, stderr });
      if (child.stderr === null || child.stderr.readableEnded) finish();
      else child.stderr.once("end", finish);
    });
  });
}
