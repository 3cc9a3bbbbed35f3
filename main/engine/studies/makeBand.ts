/** Rows, solved, to the band that a run keeps of them: what studies and forecasts have in common. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Study, StudyVariable } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { JobContext } from "../jobs/index.ts";
import { changedUses, type KeptRun, type SolverPlace } from "../simulation/index.ts";
import { solveRows } from "./solveRows.ts";
import { watchedOutputs } from "./solveRow.ts";
import { stepsOf, storeBand, type StoreBandParts } from "./storeBand.ts";
import type { RowResult, StudyProblem, WatchedOutput } from "./studyTypes.ts";

/** Share of the work up to storing. */
const SOLVED_SHARE = 0.95;

export interface MakeBandParts extends StoreBandParts {
  readonly solver: SolverPlace;
}

export interface MadeBand {
  /** The run with the band's middle as its series. */
  readonly run: KeptRun;
  readonly outputs: readonly WatchedOutput[];
  readonly solved: readonly RowResult[];
  /** Rows in which the models had no solution. */
  readonly failed: number;
}

/** Solves all rows and stores the band. Throws `diverged` where no row has a solution. */
export async function makeBand(parts: MakeBandParts, run: KeptRun, band: Study["band"], question: Omit<StudyProblem, "outputStepUs" | "gridStepUs">, rows: readonly (readonly number[])[], { signal, progress }: JobContext): Promise<MadeBand> {
  const outputs = watchedOutputs(question.systems, question.watched);
  const problem: StudyProblem = { ...question, ...stepsOf(question, rows.length * outputs.length) };
  const solved = await solveRows(problem, rows, {
    solver: parts.solver, signal,
    onRow: (done) => progress({ share: (SOLVED_SHARE * done) / rows.length, text: `Solved ${done.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` }),
  });
  const failed = solved.filter(({ isSolved }) => !isSolved).length;
  if (failed === rows.length) throw new TwinError("diverged", "The models have no finite solution with any of these values. Check their equations, and narrow the ranges.");
  progress({ share: SOLVED_SHARE, text: "Storing" });
  await storeBand(parts, run, band, { problem, outputs, solved }, signal);
  return { run: { ...run, state: "done", finishedUs: parts.clock(), signals: outputs.map(({ signal: id }) => id) }, outputs, solved, failed };
}

/** The variables with the units that their amounts are in. Throws `not-found` for what no use has, so that nothing is begun in vain. */
export function withUnits(uses: readonly UseProgram[], variables: readonly StudyVariable[]): Study["variables"] {
  const { changes } = changedUses(uses, variables.map(({ range: _, ...variable }) => ({ ...variable, amount: 0 })));
  return variables.map((variable, i) => ({ ...variable, unit: changes[i]?.unit ?? "1" }));
}
