/** All rows of a study, spread over worker threads. Each row is solved by itself, so that the number of threads changes nothing. */
import { availableParallelism } from "node:os";
import { TwinError } from "../../../shared/contract/errors.ts";
import { inParallel } from "../inParallel.ts";
import { askSolver, type SolverPlace } from "../simulation/index.ts";
import type { RowResult, StudyMessage, StudyProblem } from "./studyTypes.ts";

/** A thread gets its rows in so many portions, so that one slow row does not leave the others idle. */
const PORTIONS_A_THREAD = 4;

export interface SolveRowsOptions {
  readonly solver: SolverPlace;
  readonly signal: AbortSignal;
  readonly onRow: (done: number) => void;
}

export async function solveRows(problem: StudyProblem, rows: readonly (readonly number[])[], { solver, signal, onRow }: SolveRowsOptions): Promise<RowResult[]> {
  const size = Math.max(1, Math.ceil(rows.length / (availableParallelism() * PORTIONS_A_THREAD)));
  const portions = Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
  let done = 0;
  const solved = await inParallel(portions, signal, (portion, _, signal) => {
    const results: RowResult[] = [];
    return askSolver<StudyMessage, RowResult[]>(solver, "rows", problem.systems.flat(), {
      signal, task: { problem, rows: portion }, what: "study",
      onMessage: (message) => {
        if (message.kind === "failed") throw TwinError.fromData(message.error);
        if (message.kind === "done") return { answer: results };
        results[message.row] = message.result;
        onRow((done += 1));
        return undefined;
      },
    });
  });
  return solved.flat();
}
