/** One row of a study: the model with the row's amounts, solved, reduced to figures and to a line on the grid. Pure; runs in a worker. */
import { studyFigures, type StudyFigure } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { changedUses, outputTargets, solveSystem, type OutputChunk, type SolveParts, type SystemTask } from "../simulation/index.ts";
import type { RowResult, StudyProblem, WatchedOutput } from "./studyTypes.ts";

const RELATIVE_TOLERANCE = 1e-6;
const MAX_STEPS = 50_000_000;

/** The outputs that a study looks at, in the order of their figures and lines. */
export function watchedOutputs(systems: StudyProblem["systems"], watched: readonly string[]): WatchedOutput[] {
  return systems.flatMap((uses, system) =>
    outputTargets(uses).flatMap(({ use, output, signal, unit, factor, offset }): WatchedOutput[] => {
      const program = uses[use];
      if (!program || !watched.includes(program.id)) return [];
      const compared = program.compared.findIndex((target) => target.output === output && target.signal === signal);
      return [{ system, use, output, assetId: program.assetId, name: program.model.outputs[output]?.name ?? "", signal, unit, factor, offset, compared: compared < 0 ? undefined : compared }];
    }),
  );
}

/** Instants of the grid within the span, in µs. */
export function gridOf({ fromUs, toUs, gridStepUs }: Pick<StudyProblem, "fromUs" | "toUs" | "gridStepUs">): Float64Array {
  const first = Math.ceil(fromUs / gridStepUs);
  return Float64Array.from({ length: Math.max(0, Math.floor(toUs / gridStepUs) - first + 1) }, (_, i) => (first + i) * gridStepUs);
}

export interface SolveRowParts {
  /** What is compiled once for all rows of a worker, and who steps imported models. */
  readonly solving: SolveParts;
  /** Called for each stretch of a watched output, in the unit of its signal. */
  readonly onOutput?: (place: number, tUs: Float64Array, value: Float64Array) => void;
}

export function solveRow(problem: StudyProblem, amounts: readonly number[], { solving, onOutput }: SolveRowParts): RowResult {
  const { systems, series, variables, watched } = problem;
  const outputs = watchedOutputs(systems, watched);
  const length = gridOf(problem).length;
  const figures = new Float64Array(outputs.length * studyFigures.length).fill(NaN);
  const lines = new Float64Array(outputs.length * length);
  const { uses } = changedUses(systems.flat(), variables.flatMap(({ range: _, ...variable }, i) => (isAsItIs(amounts[i]) ? [] : [{ ...variable, amount: amounts[i] }])));
  const byId = new Map(uses.map((use) => [use.id, use]));
  for (const [index, system] of systems.entries()) {
    const start = problem.starts?.[index];
    const changed = system.map((use): UseProgram => byId.get(use.id) ?? use);
    const mine = outputs.flatMap((output, place) => (output.system === index ? [{ ...output, place, reader: new OutputReader(problem, lines.subarray(place * length, (place + 1) * length), output) }] : []));
    const task: SystemTask = { uses: changed, inputs: series, measured: series, fromUs: problem.fromUs, toUs: problem.toUs, outputStepUs: problem.outputStepUs, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS, ...(start && { start }) };
    const { problem: trouble, residuals } = solveSystem(task, {
      onOutput: (chunk) => {
        for (const { use, output, reader, place, factor, offset } of mine) {
          if (use !== chunk.use || output !== chunk.output) continue;
          reader.add(chunk);
          onOutput?.(place, chunk.tUs, chunk.value.map((value) => value * factor + offset));
        }
      },
      onProgress: () => undefined,
    }, solving);
    if (trouble) return { figures: figures.fill(NaN), lines: new Float64Array(), isSolved: false };
    for (const { use, compared, place, reader } of mine) {
      const rmse = residuals.find((one) => one.use === use && one.compared === compared)?.rmse ?? Number.NaN;
      const found: Record<StudyFigure, number> = { ...reader.figures(), rmse };
      studyFigures.forEach((figure, i) => (figures[place * studyFigures.length + i] = found[figure]));
    }
  }
  return { figures, lines, isSolved: true };
}

/** NaN leaves a variable as it is now. */
function isAsItIs(amount: number | undefined): amount is undefined {
  return amount === undefined || Number.isNaN(amount);
}

/** Follows one output: its extremes, its time-weighted mean by trapezes, its last value, and its values on the grid. */
class OutputReader {
  readonly #line: Float64Array;
  readonly #problem: StudyProblem;
  readonly #target: Pick<WatchedOutput, "factor" | "offset">;
  #lowest = Infinity;
  #highest = -Infinity;
  #area = 0;
  #knownUs = 0;
  #beforeUs = NaN;
  #before = NaN;

  constructor(problem: StudyProblem, line: Float64Array, target: Pick<WatchedOutput, "factor" | "offset">) {
    this.#problem = problem;
    this.#line = line.fill(NaN);
    this.#target = target;
  }

  add({ tUs, value }: OutputChunk): void {
    const { fromUs, gridStepUs } = this.#problem;
    const first = Math.ceil(fromUs / gridStepUs);
    for (let i = 0; i < tUs.length; i++) {
      const t = tUs[i] as number;
      const v = (value[i] as number) * this.#target.factor + this.#target.offset;
      if (t % gridStepUs === 0) this.#line[t / gridStepUs - first] = v;
      if (v === v) {
        if (v < this.#lowest) this.#lowest = v;
        if (v > this.#highest) this.#highest = v;
        if (this.#before === this.#before) {
          this.#area += ((v + this.#before) / 2) * (t - this.#beforeUs);
          this.#knownUs += t - this.#beforeUs;
        }
      }
      this.#before = v;
      this.#beforeUs = t;
    }
  }

  figures(): Record<Exclude<StudyFigure, "rmse">, number> {
    const isKnown = this.#lowest !== Infinity;
    return { mean: this.#knownUs > 0 ? this.#area / this.#knownUs : NaN, lowest: isKnown ? this.#lowest : NaN, highest: isKnown ? this.#highest : NaN, last: this.#before };
  }
}
