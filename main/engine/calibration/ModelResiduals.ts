/**
 * Measured minus simulated as a function of the fitted parameters: solves every system over every span and compares at each
 * known sample of each compared signal.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { solveSystem, type InputSeries, type SystemTask } from "../simulation/index.ts";
import type { CalibrationProblem, FittedName, SpanData } from "./calibrationTypes.ts";
import { withSensitivities } from "./withSensitivities.ts";

/** Tighter than a simulation's, so that a small step's gain is not lost in the solver's error. */
const RELATIVE_TOLERANCE = 1e-8;
const MAX_STEPS = 50_000_000;
/** Share of a parameter's size by which it is moved for differences: the error of central ones is least near the cube root of the solver's. */
const DIFFERENCE_SHARE = 1e-3;

/** One compared signal over one span, at the samples that are known on both sides. */
export interface Stretch {
  readonly signal: string;
  readonly unit: string;
  readonly heldOut: boolean;
  readonly tUs: Float64Array;
  readonly measured: Float64Array;
  /** In the measured signal's unit. */
  readonly simulated: Float64Array;
  /** d simulated / d parameter, one column for each fitted one; empty where not asked for. */
  readonly slopes: readonly Float64Array[];
}

export class ModelResiduals {
  readonly #problem: CalibrationProblem;
  /** Systems that carry sensitivities; undefined where differences serve instead. */
  readonly #exact: readonly (readonly UseProgram[])[] | undefined;

  constructor(problem: CalibrationProblem) {
    this.#problem = problem;
    this.#exact = exactSystems(problem);
  }

  get sensitivities(): "exact" | "differences" {
    return this.#exact ? "exact" : "differences";
  }

  /** Undefined where a model has no finite solution with these values. The same samples each time. */
  solve(parameters: readonly number[], options: { readonly withSlopes: boolean; readonly heldOut: boolean }): Stretch[] | undefined {
    const spans = this.#problem.spans.filter((span) => options.heldOut || !span.heldOut);
    if (!options.withSlopes) return this.#solveAll(this.#problem.systems, parameters, spans, false);
    if (this.#exact) return this.#solveAll(this.#exact, parameters, spans, true);
    return this.#byDifferences(parameters, spans);
  }

  #solveAll(systems: readonly (readonly UseProgram[])[], parameters: readonly number[], spans: readonly SpanData[], withSlopes: boolean): Stretch[] | undefined {
    const stretches: Stretch[] = [];
    for (const span of spans) {
      for (const system of systems) {
        const solved = solveStretches(withParameters(system, this.#problem, parameters), this.#problem, span, withSlopes);
        if (!solved) return undefined;
        stretches.push(...solved);
      }
    }
    return stretches;
  }

  #byDifferences(parameters: readonly number[], spans: readonly SpanData[]): Stretch[] | undefined {
    const { systems, fitted } = this.#problem;
    const here = this.#solveAll(systems, parameters, spans, false);
    if (!here) return undefined;
    const columns = fitted.map((parameter, j) => {
      const value = parameters[j] ?? parameter.before;
      const step = DIFFERENCE_SHARE * sizeOf(parameter, value);
      const [low, high] = [Math.max(value - step, parameter.low), Math.min(value + step, parameter.high)];
      const at = (moved: number) => this.#solveAll(systems, parameters.map((one, k) => (k === j ? moved : one)), spans, false);
      const [below, above] = [at(low), at(high)];
      return below && above && { below, above, width: high - low };
    });
    return here.map((stretch, index) => ({
      ...stretch,
      slopes: columns.map((column) => stretch.simulated.map((_, i) => (column ? ((column.above[index]?.simulated[i] ?? Number.NaN) - (column.below[index]?.simulated[i] ?? Number.NaN)) / column.width : Number.NaN))),
    }));
  }
}

/** What a parameter's changes are measured by. */
function sizeOf({ low, high, before }: FittedName, value: number): number {
  const size = Math.max(Math.abs(value), Math.abs(before));
  return size > 0 ? size : Number.isFinite(high - low) ? high - low : 1;
}

/** Undefined where a use with fitted parameters feeds another (a slope would have to pass from one to the next), or has no exact derivative. */
function exactSystems({ systems, members, fitted }: CalibrationProblem): UseProgram[][] | undefined {
  const exact: UseProgram[][] = [];
  for (const system of systems) {
    const moved = new Set(system.filter((use) => members.includes(use.id) && placesOf(fitted, use).length > 0).map((use) => use.id));
    if (system.some((use) => use.inputs.some((input) => input.kind === "output" && moved.has(input.use)))) return undefined;
    const augmented = system.map((use) => (moved.has(use.id) ? withSensitivities(use, placesOf(fitted, use).map((j) => parameterIndex(use, fitted[j]?.name))) : use));
    if (augmented.some((use) => use === undefined)) return undefined;
    exact.push(augmented.filter((use) => use !== undefined));
  }
  return exact;
}

/** Which of the fitted parameters are a use's own. */
function placesOf(fitted: readonly FittedName[], { name }: UseProgram): number[] {
  return fitted.flatMap(({ use }, j) => (use === name ? [j] : []));
}

function parameterIndex({ model }: UseProgram, name: string | undefined): number {
  return model.parameters.findIndex((parameter) => parameter.name === name);
}

export function withParameters(system: readonly UseProgram[], { members, fitted }: Pick<CalibrationProblem, "members" | "fitted">, values: readonly number[]): UseProgram[] {
  return system.map((use) => {
    if (!members.includes(use.id)) return use;
    const parameters = [...use.parameters];
    for (const j of placesOf(fitted, use)) {
      const parameter = fitted[j];
      if (parameter) parameters[parameterIndex(use, parameter.name)] = values[j] ?? parameter.before;
    }
    return { ...use, parameters };
  });
}

function solveStretches(system: readonly UseProgram[], { members, fitted }: CalibrationProblem, span: SpanData, withSlopes: boolean): Stretch[] | undefined {
  const collected = system.map((use) => use.model.outputs.map((): { readonly tUs: Float64Array; readonly value: Float64Array }[] => []));
  const task: SystemTask = { uses: system, inputs: span.series, measured: span.series, fromUs: span.fromUs, toUs: span.toUs, outputStepUs: span.toUs - span.fromUs, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS };
  const result = solveSystem(task, { onOutput: ({ use, output, tUs, value }) => collected[use]?.[output]?.push({ tUs, value }), onProgress: () => undefined });
  if (result.problem) return undefined;
  return system.flatMap((use, index) => {
    if (!members.includes(use.id)) return [];
    const own = placesOf(fitted, use);
    const plain = use.model.outputs.length - use.compared.length * own.length;
    return use.compared.map((compared, c): Stretch => {
      const series = (output: number, factor: number, offset: number) => joined(collected[index]?.[output] ?? [], factor, offset);
      const simulated = series(compared.output, compared.factor, compared.offset);
      // With exact slopes no use feeds another whose parameters it has: by theirs it does not move.
      const still = { tUs: simulated.tUs, value: new Float64Array(simulated.tUs.length) };
      const moves = withSlopes ? fitted.map((_, j) => (own.includes(j) ? series(plain + c * own.length + own.indexOf(j), compared.factor, 0) : still)) : [];
      return atSamples(compared, span, simulated, moves);
    });
  });
}

function joined(chunks: readonly InputSeries[], factor: number, offset: number): InputSeries {
  const length = chunks.reduce((sum, { tUs }) => sum + tUs.length, 0);
  const tUs = new Float64Array(length);
  const value = new Float64Array(length);
  let at = 0;
  for (const chunk of chunks) {
    tUs.set(chunk.tUs, at);
    value.set(chunk.value.map((one) => one * factor + offset), at);
    at += chunk.tUs.length;
  }
  return { tUs, value };
}

/** Both series are in time order, and every sample of the measured one within the span is an instant of the other. */
function atSamples({ signal, unit }: UseProgram["compared"][number], { fromUs, toUs, heldOut, series }: SpanData, simulated: InputSeries, slopes: readonly InputSeries[]): Stretch {
  const measured = series.get(signal);
  if (!measured) throw new TwinError("bad-input", `Nothing was recorded of ${signal}, which the model is compared with.`);
  const rows: { readonly sample: number; readonly point: number }[] = [];
  let point = 0;
  measured.tUs.forEach((tUs, sample) => {
    if (tUs < fromUs || tUs > toUs) return;
    while (point < simulated.tUs.length && (simulated.tUs[point] as number) < tUs) point += 1; // in range
    if (simulated.tUs[point] === tUs && !Number.isNaN(measured.value[sample]) && !Number.isNaN(simulated.value[point])) rows.push({ sample, point });
  });
  const pick = (values: Float64Array, which: "sample" | "point") => Float64Array.from(rows, (row) => values[row[which]] ?? Number.NaN);
  return { signal, unit, heldOut, tUs: pick(measured.tUs, "sample"), measured: pick(measured.value, "sample"), simulated: pick(simulated.value, "point"), slopes: slopes.map(({ value }) => pick(value, "point")) };
}
