/** At a worker's end of the line: one start to fit from, or values to assess; answers once. */
import type { MessagePort } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ConnectImported } from "../simulation/index.ts";
import { assess } from "./assess.ts";
import type { CalibrationMessage, CalibrationTask } from "./calibrationTypes.ts";
import { fit } from "./fit.ts";

/** `connect` steps the imported models there are. */
export function serveFit(task: CalibrationTask, port: MessagePort, connect?: ConnectImported): void {
  const post = (message: CalibrationMessage) => port.postMessage(message);
  try {
    if (task.kind === "fit") post({ kind: "fitted", result: fit(task.problem, task.start, (iteration) => post({ kind: "iteration", ...iteration }), connect) });
    else post({ kind: "assessed", result: assess(task.problem, task.parameters, connect) });
  } catch (error) {
    post({ kind: "failed", error: TwinError.from(error).toData() });
  }
}
