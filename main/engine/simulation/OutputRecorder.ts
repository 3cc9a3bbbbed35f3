/**
 * Collects a system's outputs at the instants they are kept, and sums the residuals on the way.
 *
 * A use's outputs are kept at every sample of the signals it is compared with, so that measured minus simulated is exact
 * there, on a regular grid besides, and on both sides of a jump. Instants come in time order.
 */
import type { Layout } from "./generateSteps.ts";
import { keptInstants } from "./keptInstants.ts";
import type { OutputChunk, ResidualSummary, SystemTask } from "./simulationTypes.ts";

/** Large enough that posting is cheap beside computing, small enough to bound what is in flight. */
const CHUNK_POINTS = 20_000;

interface ComparedSum {
  readonly use: number;
  readonly compared: number;
  readonly outputIndex: number;
  readonly factor: number;
  readonly offset: number;
  readonly tUs: Float64Array;
  readonly value: Float64Array;
  position: number;
  sum: number;
  /** Neumaier's correction: what the running sum lost to rounding. */
  correction: number;
  samples: number;
}

export class OutputRecorder {
  readonly #instants: readonly Float64Array[];
  readonly #position: Int32Array;
  readonly #lastUs: Float64Array;
  readonly #columns: { tUs: Float64Array; value: Float64Array[]; count: number }[];
  readonly #sums: ComparedSum[];
  readonly #layout: Layout;
  readonly #emit: (chunk: OutputChunk) => void;

  constructor(task: SystemTask, layout: Layout, emit: (chunk: OutputChunk) => void) {
    this.#layout = layout;
    this.#emit = emit;
    const span = { fromUs: task.fromUs, toUs: task.toUs, stepUs: task.outputStepUs };
    this.#instants = task.uses.map(({ compared }) => keptInstants(span, compared.flatMap(({ signal }) => task.measured.get(signal)?.tUs ?? [])));
    this.#position = new Int32Array(task.uses.length);
    this.#lastUs = new Float64Array(task.uses.length).fill(-Infinity);
    this.#columns = task.uses.map((use) => ({ tUs: new Float64Array(CHUNK_POINTS), value: use.model.outputs.map(() => new Float64Array(CHUNK_POINTS)), count: 0 }));
    this.#sums = task.uses.flatMap((use, index) =>
      use.compared.map((compared, i): ComparedSum => {
        const measured = task.measured.get(compared.signal);
        return { use: index, compared: i, outputIndex: (layout.offsets[index]?.output ?? 0) + compared.output, factor: compared.factor, offset: compared.offset, tUs: measured?.tUs ?? new Float64Array(), value: measured?.value ?? new Float64Array(), position: firstAtOrAfter(measured?.tUs ?? new Float64Array(), task.fromUs), sum: 0, correction: 0, samples: 0 };
      }),
    );
  }

  /** The next instant at which any use is kept; Infinity after the last. */
  nextUs(): number {
    let next = Infinity;
    // Asked at every instant: loops as plain as these keep it cheap beside the solving.
    for (let use = 0; use < this.#instants.length; use++) {
      const t = this.#instants[use]?.[this.#position[use] as number];
      if (t !== undefined && t < next) next = t;
    }
    return next;
  }

  /** Keeps the outputs of every use at an instant that was not foreseen, where it lies between two that are kept. */
  insert(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    this.#instants.forEach((instants, use) => {
      const position = this.#position[use] as number;
      if (tUs <= (this.#lastUs[use] as number) || !(tUs < (instants[position] ?? -Infinity))) return;
      this.#keep(use, tUs, out, isUnknown(use));
    });
  }

  /** Keeps the outputs of every use that wants this instant. `isUnknown` tells of uses whose inputs are not known. */
  record(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    for (let use = 0; use < this.#instants.length; use++) {
      if (this.#instants[use]?.[this.#position[use] as number] !== tUs) continue;
      this.#position[use] = (this.#position[use] as number) + 1;
      const unknown = isUnknown(use);
      this.#keep(use, tUs, out, unknown);
      this.#compare(use, tUs, out, unknown);
    }
  }

  /** Hands out what is left and returns the residuals. */
  finish(): ResidualSummary[] {
    for (let use = 0; use < this.#columns.length; use++) this.#flush(use);
    return this.#sums.map(({ use, compared, sum, correction, samples }) => ({ use, compared, samples, rmse: samples === 0 ? NaN : Math.sqrt((sum + correction) / samples) }));
  }

  #keep(use: number, tUs: number, out: Float64Array, unknown: boolean): void {
    const columns = this.#columns[use];
    if (!columns) return;
    columns.tUs[columns.count] = tUs;
    const first = this.#layout.offsets[use]?.output ?? 0;
    for (let i = 0; i < columns.value.length; i++) (columns.value[i] as Float64Array)[columns.count] = unknown ? NaN : (out[first + i] as number);
    columns.count += 1;
    this.#lastUs[use] = tUs;
    if (columns.count === CHUNK_POINTS) this.#flush(use);
  }

  #compare(use: number, tUs: number, out: Float64Array, unknown: boolean): void {
    for (const entry of this.#sums) {
      if (entry.use !== use || entry.tUs[entry.position] !== tUs) continue;
      const measured = entry.value[entry.position] as number;
      entry.position += 1;
      if (unknown || measured !== measured) continue;
      const residual = measured - ((out[entry.outputIndex] as number) * entry.factor + entry.offset);
      addExactly(entry, residual * residual);
      entry.samples += 1;
    }
  }

  #flush(use: number): void {
    const columns = this.#columns[use];
    if (!columns || columns.count === 0) return;
    columns.value.forEach((column, output) => this.#emit({ use, output, tUs: columns.tUs.slice(0, columns.count), value: column.slice(0, columns.count) }));
    columns.count = 0;
  }
}

/** Compensated summation (Neumaier, ZAMM 54, 1974). */
function addExactly(entry: ComparedSum, term: number): void {
  const next = entry.sum + term;
  entry.correction += Math.abs(entry.sum) >= Math.abs(term) ? entry.sum - next + term : term - next + entry.sum;
  entry.sum = next;
}

/** The sample that holds at the span's start lies before it and is not compared. */
function firstAtOrAfter(tUs: Float64Array, fromUs: number): number {
  const index = tUs.findIndex((t) => t >= fromUs);
  return index < 0 ? tUs.length : index;
}
