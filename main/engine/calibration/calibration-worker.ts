/** Worker thread of calibrations: serves one task, and ends. */
import { parentPort, workerData } from "node:worker_threads";
import type { CalibrationTask } from "./calibrationTypes.ts";
import { serveFit } from "./serveFit.ts";

if (!parentPort) throw new Error("calibration-worker runs as a worker thread only");
// The owner of this thread made the data; it is typed there.
serveFit(workerData as CalibrationTask, parentPort);
