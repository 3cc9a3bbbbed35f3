/**
 * The process that runs imported models, which are foreign code or go through much of it: they can crash it and nothing else. Its main thread watches over time and memory and
 * passes messages on; a thread of its own solves and calls the models. It ends at once, by a signal, when its channel closes: a thread inside
 * of foreign code can be ended no other way.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { TwinError } from "../../../shared/contract/errors.ts";
import { serveFit, type CalibrationTask } from "../calibration/index.ts";
import { parentChannel } from "../processes/index.ts";
import { OutputFlow, solveSystem, type SystemTask, type WorkerMessage } from "../simulation/index.ts";
import { serveLive } from "../liveRuns/index.ts";
import { serveRows, serveTrials, type StudyProblem } from "../studies/index.ts";
import { HostedModels } from "./HostedModels.ts";
import type { HostStopped, HostTask } from "./hostTypes.ts";

const LOOK_EVERY_MS = 50;
/** Shared between the threads: how often foreign code was entered and left, and which model's. */
const CALLS = 0;
const MODEL = 1;
const SHARED_NUMBERS = 2;
/** Passwords of sources are in the environment of some engines; foreign code has no business with them. */
const SECRETS = /^TWINBENCH_SECRET_/;

interface ThreadData extends HostTask {
  readonly shared: Int32Array;
}

if (isMainThread) watch();
else solve();

function endNow(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("the process goes on after its end");
}

function watch(): void {
  const channel = parentChannel();
  if (!channel) throw new Error("model-host is started by the engine only");
  for (const name of Object.keys(process.env)) if (SECRETS.test(name)) delete process.env[name];
  channel.onClose(endNow);
  let worker: Worker | undefined;
  channel.onMessage((message) => {
    // What comes after the task belongs to the work; both ends are built together.
    if (worker) return worker.postMessage(message);
    const task = message as HostTask;
    const shared = new Int32Array(new SharedArrayBuffer(SHARED_NUMBERS * Int32Array.BYTES_PER_ELEMENT));
    worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ...task, shared } satisfies ThreadData });
    worker.on("message", (answer) => channel.send(answer));
    worker.on("error", (error) => channel.send(stoppedBy(error)));
    keepLimits(task, shared, (why) => channel.send({ kind: "stopped", why, title: task.models[shared[MODEL] ?? 0]?.title ?? "The model" } satisfies HostStopped));
  });
}

/** Tells once when a call takes too long or the process grows too large; the engine then ends it. */
function keepLimits({ limits }: HostTask, shared: Int32Array, tell: (why: "call" | "memory") => void): void {
  let lastCalls = 0;
  let sinceMs = performance.now();
  const timer = setInterval(() => {
    const calls = Atomics.load(shared, CALLS);
    const isInside = calls % 2 !== 0;
    if (calls !== lastCalls || !isInside) sinceMs = performance.now();
    lastCalls = calls;
    const why = performance.now() - sinceMs > limits.callMs ? "call" : process.memoryUsage.rss() > limits.memoryBytes ? "memory" : undefined;
    if (why === undefined) return;
    clearInterval(timer);
    tell(why);
  }, LOOK_EVERY_MS);
}

/** In its thread: the work, as the worker for it would do it. */
function solve(): void {
  const port = parentPort;
  if (!port) throw new Error("model-host has lost its main thread");
  const post = (message: WorkerMessage) => port.postMessage(message);
  // The main thread made the data; it is typed there.
  const { work, task, models: files, shared } = workerData as ThreadData;
  const models = load(files, shared, (error) => port.postMessage(stoppedBy(error)));
  if (!models) return;
  try {
    // Instances are reset from solution to solution, and end with the process.
    if (work === "rows") return serveRows(task as StudyProblem, port, models.connect);
    if (work === "trials") return serveTrials(port, models.connect);
    if (work === "live") return serveLive(port, models.connect);
    if (work === "fit") return serveFit(task as CalibrationTask, port, models.connect);
    const outputs = new OutputFlow(port);
    const result = solveSystem(task as SystemTask, { onOutput: (chunk) => outputs.post(chunk), onProgress: (share) => post({ kind: "progress", share }) }, models);
    // A model that could not go on is left as it is: only the end of the process is safe.
    if (!result.problem) models.close();
    post({ kind: "done", result });
  } catch (error) {
    post({ kind: "failed", error: TwinError.from(error).toData() });
  }
}

/** Told where they cannot be: whoever asks for more of this process would wait for ever. */
function load(files: HostTask["models"], shared: Int32Array, onFailed: (error: unknown) => void): HostedModels | undefined {
  try {
    return new HostedModels(files, {
      begin: (model) => {
        shared[MODEL] = model;
        Atomics.add(shared, CALLS, 1);
      },
      end: () => void Atomics.add(shared, CALLS, 1),
    });
  } catch (error) {
    onFailed(error);
    return undefined;
  }
}

function stoppedBy(error: unknown): HostStopped {
  return { kind: "stopped", why: "error", error: TwinError.from(error).toData() };
}
