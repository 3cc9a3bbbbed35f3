/** At a worker's end of the line: solves one problem after the other, once each, as its values are, until it is ended. */
import type { MessagePort } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ConnectImported } from "../simulation/index.ts";
import { RowSolver } from "./RowSolver.ts";
import type { StudyProblem, TrialMessage } from "./studyTypes.ts";

/** `connect` steps the imported models there are. */
export function serveTrials(port: MessagePort, connect?: ConnectImported): void {
  const post = (message: TrialMessage) => port.postMessage(message);
  port.on("message", (problem: StudyProblem) => {
    new RowSolver(problem, connect).solve([]).then(
      (result) => post({ kind: "solved", result }),
      (error: unknown) => post({ kind: "failed", error: TwinError.from(error).toData() }),
    );
  });
}
