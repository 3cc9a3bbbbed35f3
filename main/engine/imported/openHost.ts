/** A process of its own that runs imported models, as a worker: what is said to it and by it. A hang, a crash or too much memory ends it and nothing else. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ProcessLauncher, WorkerEvents, WorkerLine } from "../processes/index.ts";
import type { HostStopped, HostTask } from "./hostTypes.ts";

export interface OpenHostOptions<M> extends WorkerEvents<M> {
  readonly launcher: ProcessLauncher;
  readonly task: HostTask;
  /** The process is no more, however it ended. */
  readonly onGone: () => void;
}

export function openHost<M>({ launcher, task, onMessage, onEnd, onGone }: OpenHostOptions<M>): WorkerLine {
  const host = launcher.launch("model-host", []);
  let isEnded = false;
  const line: WorkerLine = {
    send: (message) => host.channel.send(message),
    end: () => {
      isEnded = true;
      host.kill();
    },
  };
  const stop = (why: TwinError) => {
    if (isEnded) return;
    line.end();
    onEnd(why);
  };
  host.channel.onMessage((message) => {
    if (isEnded) return;
    if (isStopped(message)) stop(stopped(message, task));
    // Every other message is the work's own; both ends are built together.
    else onMessage(message as M, line);
  });
  void host.ended.then(({ code, stderr }) => {
    onGone();
    stop(crashed([...new Set(task.models.map(({ title }) => title))].join(", "), code, stderr));
  });
  host.channel.send(task);
  return line;
}

function isStopped(message: unknown): message is HostStopped {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "stopped";
}

function stopped(message: HostStopped, { limits }: HostTask): TwinError {
  if (message.why === "error") return TwinError.fromData(message.error);
  const { why, title } = message;
  return why === "call"
    ? new TwinError("limit", `${title} does not come back: it has been in one step for more than ${limits.callMs / 1000} s, and was ended. Give the model a smaller step, or ask who made it.`)
    : new TwinError("limit", `${title} has made its process larger than ${Math.round(limits.memoryBytes / 1024 ** 2).toLocaleString("en")} MB, and was ended. Simulate a shorter span, or ask who made it.`);
}

function crashed(titles: string, code: number | undefined, stderr: string): TwinError {
  const how = code === undefined ? "the system ended its process, as it does after access to memory that is not its own" : `it ended its process with code ${code}`;
  const last = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return new TwinError("diverged", `${titles} crashed: ${how}. Nothing else was harmed. Ask who made it.${last === "" ? "" : ` It last said: ${last}`}`);
}
