/** At a worker's end of the line: knows one problem, gets portions of rows, answers each row with its result, until it is ended. */
import type { MessagePort } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ConnectImported } from "../simulation/index.ts";
import { RowSolver } from "./RowSolver.ts";
import type { StudyMessage, StudyPortion, StudyProblem } from "./studyTypes.ts";

/** `connect` steps the imported models there are. */
export function serveRows(problem: StudyProblem, port: MessagePort, connect?: ConnectImported): void {
  const post = (message: StudyMessage) => port.postMessage(message);
  const solver = new RowSolver(problem, connect);

  port.on("message", (portion: StudyPortion) => void solve(portion));

  async function solve(portion: StudyPortion): Promise<void> {
    try {
      for (const { row, amounts } of portion) post({ kind: "row", row, result: await solver.solve(amounts) });
      post({ kind: "ready" });
    } catch (error) {
      post({ kind: "failed", error: TwinError.from(error).toData() });
    }
  }
}
