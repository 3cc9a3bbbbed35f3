/** Tasks of a calibration, each in a worker thread of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CalibrationStart } from "../../../shared/contract/calibration.ts";
import { askWorker, openThread } from "../processes/index.ts";
import type { Assessment, CalibrationMessage, CalibrationTask } from "./calibrationTypes.ts";
import type { Iteration } from "./leastSquares.ts";

const WHAT = "calibration";

export interface TaskOptions {
  /** Path of the built worker. */
  readonly worker: string;
  readonly signal: AbortSignal;
}

export function fitInWorker(task: Extract<CalibrationTask, { kind: "fit" }>, { onIteration, worker, signal }: TaskOptions & { readonly onIteration: (iteration: Iteration) => void }): Promise<CalibrationStart> {
  return askWorker<CalibrationMessage, CalibrationStart>({
    open: openThread({ worker, task, what: WHAT }), signal, what: WHAT,
    onMessage: (message) => {
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      if (message.kind === "iteration") onIteration(message);
      return message.kind === "fitted" ? { answer: message.result } : undefined;
    },
  });
}

export function assessInWorker(task: Extract<CalibrationTask, { kind: "assess" }>, { worker, signal }: TaskOptions): Promise<Assessment> {
  return askWorker<CalibrationMessage, Assessment>({
    open: openThread({ worker, task, what: WHAT }), signal, what: WHAT,
    onMessage: (message) => {
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      return message.kind === "assessed" ? { answer: message.result } : undefined;
    },
  });
}
