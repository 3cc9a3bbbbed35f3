/** Worker thread of calibrations: gets one start to fit from, or values to assess; answers, ends. */
import { parentPort, workerData } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { assess } from "./assess.ts";
import type { CalibrationMessage, CalibrationTask } from "./calibrationTypes.ts";
import { fit } from "./fit.ts";

const port = parentPort;
if (!port) throw new Error("calibration-worker runs as a worker thread only");
const post = (message: CalibrationMessage) => port.postMessage(message);

try {
  // The owner of this thread made the data; it is typed there.
  const task = workerData as CalibrationTask;
  if (task.kind === "fit") post({ kind: "fitted", result: fit(task.problem, task.start, (iteration) => post({ kind: "iteration", ...iteration })) });
  else post({ kind: "assessed", result: assess(task.problem, task.parameters) });
} catch (error) {
  post({ kind: "failed", error: TwinError.from(error).toData() });
}
