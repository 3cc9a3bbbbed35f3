/** Worker thread of simulations: gets one system, answers with its outputs, ends. The only place where models become code. */
import { parentPort, workerData } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { OutputFlow } from "./OutputFlow.ts";
import type { SystemTask, WorkerMessage } from "./simulationTypes.ts";
import { solveSystem } from "./solveSystem.ts";

const port = parentPort;
if (!port) throw new Error("simulation-worker runs as a worker thread only");
const post = (message: WorkerMessage) => port.postMessage(message);
const outputs = new OutputFlow(port);

try {
  // The owner of this thread made the data; it is typed there.
  const result = solveSystem(workerData as SystemTask, {
    onOutput: (chunk) => outputs.post(chunk),
    onProgress: (share) => post({ kind: "progress", share }),
  });
  post({ kind: "done", result });
} catch (error) {
  post({ kind: "failed", error: TwinError.from(error).toData() });
}
