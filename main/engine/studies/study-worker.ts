/** Worker thread of studies: knows one problem, gets portions of rows, answers each row with its result; ends when it is ended. */
import { parentPort, workerData } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { RowSolver } from "./RowSolver.ts";
import type { StudyMessage, StudyPortion, StudyProblem } from "./studyTypes.ts";

const port = parentPort;
if (!port) throw new Error("study-worker runs as a worker thread only");
const post = (message: StudyMessage) => port.postMessage(message);
// The owner of this thread made the data; it is typed there.
const solver = new RowSolver(workerData as StudyProblem);

port.on("message", (portion: StudyPortion) => void solve(portion));

async function solve(portion: StudyPortion): Promise<void> {
  try {
    for (const { row, amounts } of portion) post({ kind: "row", row, result: await solver.solve(amounts) });
    post({ kind: "ready" });
  } catch (error) {
    post({ kind: "failed", error: TwinError.from(error).toData() });
  }
}
