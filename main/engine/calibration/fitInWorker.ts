/** Tasks of a calibration, each in a worker thread of its own, or, with an imported model in it, in a process of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CalibrationStart } from "../../../shared/contract/calibration.ts";
import { askWorker, type OpenWorker } from "../processes/index.ts";
import { openSolver, type SolverPlace } from "../simulation/index.ts";
import type { Assessment, CalibrationMessage, CalibrationTask } from "./calibrationTypes.ts";
import type { Iteration } from "./leastSquares.ts";

const WHAT = "calibration";

export interface TaskOptions {
  readonly solver: SolverPlace;
  readonly signal: AbortSignal;
}

export function fitInWorker(task: Extract<CalibrationTask, { kind: "fit" }>, { onIteration, solver, signal }: TaskOptions & { readonly onIteration: (iteration: Iteration) => void }): Promise<CalibrationStart> {
  return askWorker<CalibrationMessage, CalibrationStart>({
    open: open(solver, task), signal, what: WHAT,
    onMessage: (message) => {
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      if (message.kind === "iteration") onIteration(message);
      return message.kind === "fitted" ? { answer: message.result } : undefined;
    },
  });
}

export function assessInWorker(task: Extract<CalibrationTask, { kind: "assess" }>, { solver, signal }: TaskOptions): Promise<Assessment> {
  return askWorker<CalibrationMessage, Assessment>({
    open: open(solver, task), signal, what: WHAT,
    onMessage: (message) => {
      if (message.kind === "failed") throw TwinError.fromData(message.error);
      return message.kind === "assessed" ? { answer: message.result } : undefined;
    },
  });
}

function open(solver: SolverPlace, task: CalibrationTask): OpenWorker<CalibrationMessage> {
  return openSolver(solver, { work: "fit", task, uses: task.problem.systems.flat() }, WHAT);
}
