/** Rows, solved, and the band that they make: what studies and forecasts have in common. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Study, StudyVariable } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { JobContext } from "../jobs/index.ts";
import { changedUses, outputKeys, SampleDigests } from "../simulation/index.ts";
import { bandLines } from "./bands.ts";
import { stepsOf } from "./bandSteps.ts";
import type { RowWorkersOptions } from "./RowWorkers.ts";
import { gridOf, watchedOutputs } from "./solveRow.ts";
import { solveRows } from "./solveRows.ts";
import type { RowResult, StudyProblem, WatchedOutput } from "./studyTypes.ts";

/** The middle and the ends of a band, on its grid. */
export interface BandLines {
  readonly middle: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface SolvedBand {
  readonly outputs: readonly WatchedOutput[];
  readonly solved: readonly RowResult[];
  /** Rows in which the models had no solution. */
  readonly failed: number;
  /** The grid. */
  readonly tUs: Float64Array;
  /** In the order of the outputs. */
  readonly lines: readonly BandLines[];
  /** Fingerprints of the lines, by signal: of the middle and then of the ends. */
  readonly digests: Readonly<Record<string, string>>;
}

export interface SolveBandOptions extends Omit<RowWorkersOptions, "signal"> {
  /** Shares of the rows below the ends. */
  readonly band: Study["band"];
}

/** Solves all rows. Throws `diverged` where no row has a solution. */
export async function solveBand(question: Omit<StudyProblem, "outputStepUs" | "gridStepUs">, rows: readonly (readonly number[])[], { band, ...options }: SolveBandOptions, { signal, progress }: JobContext): Promise<SolvedBand> {
  const outputs = watchedOutputs(question.systems, question.watched);
  const problem: StudyProblem = { ...question, ...stepsOf(question, rows.length * outputs.length) };
  const solved = await solveRows(problem, rows, {
    ...options, signal,
    onRow: (done) => progress({ share: done / rows.length, text: `Solved ${done.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` }),
  });
  const known = solved.filter(({ isSolved }) => isSolved);
  if (known.length === 0) throw new TwinError("diverged", "The models have no finite solution with any of these values. Check their equations, and narrow the ranges.");
  const tUs = gridOf(problem);
  const nothing = new Float64Array();
  const lines = outputs.map((_, place): BandLines => {
    const [low = nothing, middle = nothing, high = nothing] = bandLines(known.map((row) => row.lines.subarray(place * tUs.length, (place + 1) * tUs.length)), [band[0], 0.5, band[1]]);
    return { low, middle, high };
  });
  return { outputs, solved, failed: rows.length - known.length, tUs, lines, digests: digestLines(question.systems, outputs, tUs, lines) };
}

function digestLines(systems: StudyProblem["systems"], outputs: readonly WatchedOutput[], tUs: Float64Array, lines: readonly BandLines[]): Record<string, string> {
  const digests = new SampleDigests();
  const keys = outputKeys(outputs.map(({ system, use, signal }) => ({ signal, use: systems[system]?.[use]?.name ?? "" })));
  for (const [place, { middle, low, high }] of lines.entries()) for (const line of [middle, low, high]) digests.add(keys[place] ?? "", tUs, line);
  return digests.finish();
}

/** The variables with the units that their amounts are in. Throws `not-found` for what no use has, so that nothing is begun in vain. */
export function withUnits(uses: readonly UseProgram[], variables: readonly StudyVariable[]): Study["variables"] {
  const { changes } = changedUses(uses, variables.map(({ range: _, ...variable }) => ({ ...variable, amount: 0 })));
  return variables.map((variable, i) => ({ ...variable, unit: changes[i]?.unit ?? "1" }));
}
