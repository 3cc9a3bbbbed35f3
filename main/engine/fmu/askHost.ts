/** One task in a process of its own that runs FMUs: what it says on the way, its answer at the end. Abort, a hang, a crash or too much memory ends the process and nothing else. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ProcessLauncher, WorkerQuestion } from "../processes/index.ts";
import type { HostStopped, HostTask } from "./hostTypes.ts";

export interface HostQuestion<M, R> extends Omit<WorkerQuestion<M, R>, "worker" | "task"> {
  readonly launcher: ProcessLauncher;
  readonly task: HostTask;
}

export function askHost<M, R>({ launcher, task, signal, what, onMessage, limit }: HostQuestion<M, R>): Promise<R> {
  const titles = task.fmus.map(({ title }) => title).join(", ");
  return new Promise((resolve, reject) => {
    const cancelled = () => new TwinError("cancelled", `The ${what} was cancelled.`);
    if (signal.aborted) return reject(cancelled());
    const host = launcher.launch("fmu-host", []);
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      host.kill();
      settle();
    };
    const abort = () => end(() => reject(cancelled()));
    const timer = limit && setTimeout(() => end(() => reject(new TwinError("limit", `The ${what} took longer than ${Math.round(limit.timeBudgetMs / 1000)} s and was stopped. ${limit.advice}`))), limit.timeBudgetMs);
    signal.addEventListener("abort", abort, { once: true });
    host.channel.onMessage((message) => {
      try {
        if (isStopped(message)) throw stopped(message, task);
        // Every other message is the work's own; both ends are built together.
        const done = onMessage(message as M);
        if (done) end(() => resolve(done.answer));
      } catch (error) {
        end(() => reject(TwinError.from(error)));
      }
    });
    void host.ended.then(({ code, stderr }) => end(() => reject(crashed(titles, code, stderr))));
    host.channel.send(task);
  });
}

function isStopped(message: unknown): message is HostStopped {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "stopped";
}

function stopped({ why, title }: HostStopped, { limits }: HostTask): TwinError {
  return why === "call"
    ? new TwinError("limit", `${title} does not come back: it has been in one step for more than ${limits.callMs / 1000} s, and was ended. Give the model a smaller step, or ask who made the FMU.`)
    : new TwinError("limit", `${title} has made its process larger than ${Math.round(limits.memoryBytes / 1024 ** 2).toLocaleString("en")} MB, and was ended. Simulate a shorter span, or ask who made the FMU.`);
}

function crashed(titles: string, code: number | undefined, stderr: string): TwinError {
  const how = code === undefined ? "the system ended its process, as it does after access to memory that is not its own" : `it ended its process with code ${code}`;
  const last = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return new TwinError("diverged", `${titles} crashed: ${how}. Nothing else was harmed. Ask who made the FMU.${last === "" ? "" : ` It last said: ${last}`}`);
}
