/** Solves rows of one problem, one after the other: their figures, and how long rules would have been active. Runs in a worker. */
import { SystemCodes, type ConnectImported, type SolveParts } from "../simulation/index.ts";
import { RowHistory } from "./rowRules.ts";
import { solveRow, watchedOutputs } from "./solveRow.ts";
import type { RowResult, StudyProblem } from "./studyTypes.ts";

export class RowSolver {
  readonly #problem: StudyProblem;
  /** Code is made once for all rows: they differ in numbers alone. */
  readonly #solving: SolveParts;

  /** `connect` steps the imported models there are. */
  constructor(problem: StudyProblem, connect?: ConnectImported) {
    this.#problem = problem;
    this.#solving = { codes: new SystemCodes(), ...(connect && { connect }) };
  }

  async solve(amounts: readonly number[]): Promise<RowResult> {
    const { rules, systems, watched } = this.#problem;
    if (!rules) return solveRow(this.#problem, amounts, { solving: this.#solving });
    const course = new RowHistory(rules, watchedOutputs(systems, watched).map(({ signal }) => signal));
    const result = solveRow(this.#problem, amounts, { solving: this.#solving, onOutput: (place, tUs, value) => course.add(place, tUs, value) });
    return result.isSolved ? { ...result, activeUs: await course.activeUs(this.#problem) } : result;
  }
}
