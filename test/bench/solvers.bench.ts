/**
 * Initial value problems with known answers at several tolerances: the solver as simulations use it, against the explicit
 * method alone. The table of docs/solvers.md.
 */
import { closedForms, solveProblem, stiffReferences, type ProblemResult, type SolverProblem } from "../fixtures/solverProblems.ts";

const TOLERANCES = [1e-4, 1e-6, 1e-8, 1e-10];
/** The explicit method is stopped here: Robertson's problem would keep it for 10^14 steps. */
const MOST_STEPS = 2_000_000;
const ROUNDS = 5;

interface Measured extends ProblemResult {
  /** Best of the rounds. */
  readonly ms: number;
}

function measure(problem: SolverProblem, tolerance: number, rounds: number, explicitOnly: boolean): Measured {
  let ms = Infinity;
  let result = solveProblem(problem, tolerance, { explicitOnly, maxSteps: MOST_STEPS });
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    result = solveProblem(problem, tolerance, { explicitOnly, maxSteps: MOST_STEPS });
    ms = Math.min(ms, performance.now() - begun);
  }
  return { ...result, ms };
}

function rowOf(problem: SolverProblem, tolerance: number): (string | number)[] {
  const ours = measure(problem, tolerance, ROUNDS, false);
  const explicit = measure(problem, tolerance, 1, true);
  const reached = explicit.end === "reached";
  return [
    problem.name, tolerance.toExponential(0), ours.error.toExponential(1), (ours.error / tolerance).toFixed(2), ours.steps, ours.stiffSteps, ours.rejected, ours.ms.toFixed(1),
    reached ? explicit.steps : `stopped at ${MOST_STEPS / 1e6} M`, reached ? explicit.error.toExponential(1) : "", explicit.ms.toFixed(1),
  ];
}

export function run(): { readonly title: string; readonly columns: string[]; readonly rows: (string | number)[][]; readonly note: string } {
  return {
    title: "Solvers: error against tolerance",
    columns: ["problem", "tolerance", "error", "error / tolerance", "steps", "of them Rodas4", "rejected", "ms", "explicit: steps", "explicit: error", "explicit: ms"],
    rows: [...closedForms, ...stiffReferences].flatMap((problem) => TOLERANCES.map((tolerance) => rowOf(problem, tolerance))),
    note: "Error: the largest |y − reference| / (|reference| + 0.001 · nominal) at the end. Best of five rounds; the explicit method alone, the baseline, one round behind a warm one.",
  };
}
