/** Worker thread of previews: solves one problem after the other, once each, as its values are. */
import { parentPort } from "node:worker_threads";
import { TwinError } from "../../../shared/contract/errors.ts";
import { RowSolver } from "./RowSolver.ts";
import type { StudyProblem, TrialMessage } from "./studyTypes.ts";

const port = parentPort;
if (!port) throw new Error("trial-worker runs as a worker thread only");
const post = (message: TrialMessage) => port.postMessage(message);

port.on("message", (problem: StudyProblem) => {
  new RowSolver(problem).solve([]).then(
    (result) => post({ kind: "solved", result }),
    (error: unknown) => post({ kind: "failed", error: TwinError.from(error).toData() }),
  );
});
