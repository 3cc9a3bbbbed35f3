/** One system solved over one span, and compared at each known sample of each compared signal. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { KEPT_SO_FAR, solveSystem, type InputSeries, type SolveParts, type SystemTask } from "../simulation/index.ts";
import type { SpanData } from "./calibrationTypes.ts";

/** Tighter than a simulation's, so that a small step's gain is not lost in the solver's error. */
const RELATIVE_TOLERANCE = 1e-8;
const MAX_STEPS = 50_000_000;

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

export interface StretchQuestion {
  readonly span: SpanData;
  /** Ids of the uses whose outputs are compared. */
  readonly members: readonly string[];
  /** For each fitted parameter which output of a use is the slope of another; undefined where it does not move by it. */
  readonly slopes: readonly ((use: UseProgram, output: number) => number | undefined)[];
}

/** Or why there is no finite solution, in plain words. */
export function solveStretches(system: readonly UseProgram[], { span, members, slopes }: StretchQuestion, parts: SolveParts): Stretch[] | string {
  const collected = system.map((use) => use.model.outputs.map((): InputSeries[] => []));
  const task: SystemTask = { uses: system, inputs: span.series, measured: span.series, fromUs: span.fromUs, toUs: span.toUs, outputStepUs: span.toUs - span.fromUs, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS };
  const { problem } = solveSystem(task, { onOutput: ({ use, output, tUs, value }) => collected[use]?.[output]?.push({ tUs, value }), onProgress: () => undefined }, parts);
  if (problem) return withoutKept(problem.message);
  return system.flatMap((use, index) => {
    if (!members.includes(use.id)) return [];
    return use.compared.map((compared): Stretch => {
      const series = (output: number, factor: number, offset: number) => joined(collected[index]?.[output] ?? [], factor, offset);
      const simulated = series(compared.output, compared.factor, compared.offset);
      const still = { tUs: simulated.tUs, value: new Float64Array(simulated.tUs.length) };
      const moves = slopes.map((of) => {
        const output = of(use, compared.output);
        return output === undefined ? still : series(output, compared.factor, 0);
      });
      return atSamples(compared, span, simulated, moves);
    });
  });
}

/** Nothing is kept of a solution that is tried. */
function withoutKept(message: string): string {
  return message.endsWith(KEPT_SO_FAR) ? message.slice(0, -KEPT_SO_FAR.length) : message;
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
  const samples: number[] = [];
  const points: number[] = [];
  let point = 0;
  measured.tUs.forEach((tUs, sample) => {
    if (tUs < fromUs || tUs > toUs) return;
    while (point < simulated.tUs.length && (simulated.tUs[point] as number) < tUs) point += 1; // in range
    if (simulated.tUs[point] !== tUs || Number.isNaN(measured.value[sample]) || Number.isNaN(simulated.value[point])) return;
    samples.push(sample);
    points.push(point);
  });
  return { signal, unit, heldOut, tUs: picked(measured.tUs, samples), measured: picked(measured.value, samples), simulated: picked(simulated.value, points), slopes: slopes.map(({ value }) => picked(value, points)) };
}

function picked(values: Float64Array, indexes: readonly number[]): Float64Array {
  const found = new Float64Array(indexes.length);
  // All samples at every step of a fit: a call for each of them took as long as solving did.
  for (let i = 0; i < found.length; i++) found[i] = values[indexes[i] as number] as number; // in range
  return found;
}
