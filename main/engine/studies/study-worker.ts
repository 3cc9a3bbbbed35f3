/** Worker thread of studies. */
import { parentPort, workerData } from "node:worker_threads";
import { serveRows } from "./serveRows.ts";
import type { StudyProblem } from "./studyTypes.ts";

if (!parentPort) throw new Error("study-worker runs as a worker thread only");
// The owner of this thread made the data; it is typed there.
serveRows(workerData as StudyProblem, parentPort);
