/** One row of a study: the model with the row's amounts, solved, reduced to figures and to a line on the grid. Pure; runs in a worker. */
import { studyFigures, type StudyFigure } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { changedUses, outputTargets, solveSystem, type ConnectImported, type OutputChunk, type SystemTask } from "../simulation/index.ts";
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

/** `connect` steps the imported models there are. */
export function solveRow(problem: StudyProblem, amounts: readonly number[], connect?: ConnectImported): RowResult {
  const { systems, series, variables, watched } = problem;
  const outputs = watchedOutputs(systems, watched);
  const length = gridOf(problem).length;
  const figures = new Float64Array(outputs.length * studyFigures.length).fill(NaN);
  const lines = new Float64Array(outputs.length * length);
  const { uses } = changedUses(systems.flat(), variables.map(({ range: _, ...variable }, i) => ({ ...variable, amount: amounts[i] ?? Number.NaN })));
  const byId = new Map(uses.map((use) => [use.id, use]));
  for (const [index, system] of systems.entries()) {
    const start = problem.startStates?.[index];
    const imported = problem.importedStates?.[index];
    const changed = system.map((use): UseProgram => byId.get(use.id) ?? use);
    const mine = outputs.flatMap((output, place) => (output.system === index ? [{ ...output, place, reader: new OutputReader(problem, lines.subarray(place * length, (place + 1) * length), output) }] : []));
    const task: SystemTask = { uses: changed, inputs: series, measured: series, fromUs: problem.fromUs, toUs: problem.toUs, outputStepUs: problem.outputStepUs, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS, ...(start && { startStates: start }), ...(imported && { importedStates: imported }) };
    const { problem: trouble, residuals } = solveSystem(task, {
      onOutput: (chunk) => {
        for (const { use, output, reader } of mine) if (use === chunk.use && output === chunk.output) reader.add(chunk);
      },
      onProgress: () => undefined,
    }, connect);
    if (trouble) return { figures: figures.fill(NaN), lines: new Float64Array() };
    for (const { use, compared, place, reader } of mine) {
      const rmse = residuals.find((one) => one.use === use && one.compared === compared)?.rmse ?? Number.NaN;
      const found: Record<StudyFigure, number> = { ...reader.figures(), rmse };
      studyFigures.forEach((figure, i) => (figures[place * studyFigures.length + i] = found[figure]));
    }
  }
  return { figures, lines };
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
