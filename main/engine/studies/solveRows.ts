/** All rows of a study in one batch. */
import { RowWorkers, type RowWorkersOptions } from "./RowWorkers.ts";
import type { RowResult, StudyProblem } from "./studyTypes.ts";

export interface SolveRowsOptions extends RowWorkersOptions {
  readonly onRow: (done: number) => void;
}

export async function solveRows(problem: StudyProblem, rows: readonly (readonly number[])[], { onRow, ...options }: SolveRowsOptions): Promise<RowResult[]> {
  const workers = new RowWorkers(problem, options);
  try {
    return await workers.solve(rows, onRow);
  } finally {
    workers.close();
  }
}
