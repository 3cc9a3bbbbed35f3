/** Worker thread of studies: gets rows, answers each with its result, ends. */
import { parentPort, workerData } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { solveRow } from "./solveRow.ts";
import type { StudyMessage, StudyTask } from "./studyTypes.ts";

const port = parentPort;
if (!port) throw new Error("study-worker runs as a worker thread only");
const post = (message: StudyMessage) => port.postMessage(message);

try {
  // The owner of this thread made the data; it is typed there.
  const { problem, rows } = workerData as StudyTask;
  rows.forEach((amounts, row) => post({ kind: "row", row, result: solveRow(problem, amounts) }));
  post({ kind: "done" });
} catch (error) {
  post({ kind: "failed", error: TwinError.from(error).toData() });
}
