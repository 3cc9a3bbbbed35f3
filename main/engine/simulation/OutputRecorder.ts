/**
 * Collects a system's outputs at the instants they are kept, and sums the residuals on the way.
 *
 * A use's outputs are kept at every sample of the signals it is compared with, so that measured minus simulated is exact
 * there, on a regular grid besides, and on both sides of a jump. Instants come in time order.
 */
import type { Layout } from "./generateSteps.ts";
import { GivenInstants, KeptInstants, type Instants } from "./keptInstants.ts";
import type { NextPiece, OutputChunk, ResidualSummary, SystemTask } from "./simulationTypes.ts";

/** Large enough that posting is cheap beside computing, small enough to bound what is in flight. */
const CHUNK_POINTS = 20_000;
/** Instants that are worked out at a time: a minute of seconds, and little memory for a thousand states. */
export const MOST_INSTANTS = 64;

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
  last: number;
}

interface Columns {
  readonly tUs: Float64Array;
  /** By output. */
  readonly value: readonly Float64Array[];
  count: number;
}

export class OutputRecorder {
  #instants: readonly Instants[];
  /** Jumps that may still be kept, by use. */
  readonly #jumps: Float64Array;
  /** Jumps after the last instant are kept before this only: where a span ends, its last instant ends it. */
  #afterLast = -Infinity;
  readonly #lastUs: Float64Array;
  readonly #columns: readonly Columns[];
  #sums: ComparedSum[];
  readonly #uses: SystemTask["uses"];
  readonly #layout: Layout;
  readonly #emit: (chunk: OutputChunk) => void;
  /** Instants taken, in order, and which use wants which of them, use by use. */
  readonly taken = new Float64Array(MOST_INSTANTS);
  readonly #wanted: Uint8Array;
  /** Where those that one use wants stand among them. */
  readonly #places = new Uint8Array(MOST_INSTANTS);

  constructor(task: SystemTask, layout: Layout, emit: (chunk: OutputChunk) => void) {
    this.#layout = layout;
    this.#emit = emit;
    this.#uses = task.uses;
    const span = { fromUs: task.fromUs, toUs: task.toUs, stepUs: task.outputStepUs };
    this.#instants = task.instants?.map((tUs) => new GivenInstants(tUs)) ?? task.uses.map(({ compared }) => new KeptInstants(span, compared.flatMap(({ signal }) => task.measured.get(signal)?.tUs ?? [])));
    this.#wanted = new Uint8Array(task.uses.length * MOST_INSTANTS);
    this.#jumps = new Float64Array(task.uses.length).fill(Infinity);
    this.#lastUs = new Float64Array(task.uses.length).fill(-Infinity);
    this.#columns = task.uses.map((use) => ({ tUs: new Float64Array(CHUNK_POINTS), value: use.model.outputs.map(() => new Float64Array(CHUNK_POINTS)), count: 0 }));
    this.#sums = this.#sumsOf(task.measured, task.fromUs);
  }

  /** Goes on with other instants; residuals are counted anew. Nothing is left of the instants before. */
  extend({ instants, measured, mostJumps }: Pick<NextPiece, "instants" | "measured" | "mostJumps">): void {
    this.#instants = instants.map((tUs) => new GivenInstants(tUs));
    this.#jumps.fill(mostJumps);
    this.#afterLast = Infinity;
    this.#sums = this.#sumsOf(measured, -Infinity);
  }

  #sumsOf(measured: SystemTask["measured"], fromUs: number): ComparedSum[] {
    return this.#uses.flatMap((use, index) =>
      use.compared.map((compared, i): ComparedSum => {
        const { tUs, value } = measured.get(compared.signal) ?? { tUs: new Float64Array(), value: new Float64Array() };
        return { use: index, compared: i, outputIndex: (this.#layout.offsets[index]?.output ?? 0) + compared.output, factor: compared.factor, offset: compared.offset, tUs, value, position: firstAtOrAfter(tUs, fromUs), sum: 0, correction: 0, samples: 0, last: NaN };
      }),
    );
  }

  /** The next instant at which any use is kept; Infinity after the last. */
  nextUs(): number {
    let next = Infinity;
    // Asked at every instant: loops as plain as these keep it cheap beside the solving.
    for (let use = 0; use < this.#instants.length; use++) {
      const t = (this.#instants[use] as Instants).nextUs;
      if (t < next) next = t;
    }
    return next;
  }

  /** Keeps the outputs of every use at an instant that was not foreseen, where it lies between two that are kept. */
  insert(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    this.#instants.forEach(({ nextUs }, use) => {
      if (tUs <= (this.#lastUs[use] as number) || !(tUs < (nextUs === Infinity ? this.#afterLast : nextUs)) || !((this.#jumps[use] as number) > 0)) return;
      this.#jumps[use] = (this.#jumps[use] as number) - 1;
      this.#keep(use, tUs, out, isUnknown(use));
    });
  }

  /** Keeps the outputs of every use that wants this instant. `isUnknown` tells of uses whose inputs are not known. */
  record(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    for (let use = 0; use < this.#instants.length; use++) {
      const instants = this.#instants[use] as Instants;
      if (instants.nextUs !== tUs) continue;
      instants.advance();
      const unknown = isUnknown(use);
      this.#keep(use, tUs, out, unknown);
      if (this.#sums.length > 0) this.#compare(use, tUs, out, 0, unknown);
    }
  }

  /** Takes the instants that are kept next, up to and including one and before another, at most so many; they are to be kept then. Returns how many. */
  take(untilUs: number, beforeUs: number, most: number): number {
    let count = 0;
    for (let next = this.nextUs(); count < most && next < beforeUs && next <= untilUs; next = this.nextUs()) {
      for (let use = 0; use < this.#instants.length; use++) {
        const instants = this.#instants[use] as Instants;
        const isWanted = instants.nextUs === next;
        this.#wanted[use * MOST_INSTANTS + count] = isWanted ? 1 : 0;
        if (isWanted) instants.advance();
      }
      this.taken[count] = next;
      count += 1;
    }
    return count;
  }

  /** Keeps the outputs at the instants that were taken; `outputs` holds those of the system, one instant after the other. */
  keepTaken(count: number, outputs: Float64Array, isUnknown: (use: number) => boolean): void {
    for (let use = 0; use < this.#instants.length; use++) {
      const wanted = this.#wantedBy(use, count);
      if (wanted === 0) continue;
      const unknown = isUnknown(use);
      this.#keepColumns(use, wanted, outputs, unknown);
      if (this.#sums.length === 0) continue;
      for (let i = 0; i < wanted; i++) this.#compare(use, this.taken[this.#places[i] as number] as number, outputs, (this.#places[i] as number) * this.#layout.outputs, unknown);
    }
  }

  /** Lists the places of the instants that a use wants among those taken; returns how many. */
  #wantedBy(use: number, count: number): number {
    let wanted = 0;
    for (let i = 0; i < count; i++) if (this.#wanted[use * MOST_INSTANTS + i] === 1) this.#places[wanted++] = i;
    return wanted;
  }

  /** Column by column, which is where most of a long run's time goes. */
  #keepColumns(use: number, wanted: number, outputs: Float64Array, unknown: boolean): void {
    const columns = this.#withRoom(use, wanted);
    if (!columns) return;
    const { tUs, value, count } = columns;
    const { taken } = this;
    const places = this.#places;
    const stride = this.#layout.outputs;
    for (let i = 0; i < wanted; i++) tUs[count + i] = taken[places[i] as number] as number;
    for (let output = 0, first = this.#layout.offsets[use]?.output ?? 0; output < value.length; output++, first++) {
      const column = value[output] as Float64Array;
      if (unknown) column.fill(NaN, count, count + wanted);
      else for (let i = 0; i < wanted; i++) column[count + i] = outputs[(places[i] as number) * stride + first] as number;
    }
    columns.count = count + wanted;
    this.#lastUs[use] = tUs[count + wanted - 1] as number;
  }

  /** Hands out what is left and returns the residuals. */
  finish(): ResidualSummary[] {
    for (let use = 0; use < this.#columns.length; use++) this.#flush(use);
    return this.#sums.map(({ use, compared, sum, correction, samples, last }) => ({ use, compared, samples, last, rmse: samples === 0 ? NaN : Math.sqrt((sum + correction) / samples) }));
  }

  #keep(use: number, tUs: number, out: Float64Array, unknown: boolean): void {
    const columns = this.#withRoom(use, 1);
    if (!columns) return;
    const first = this.#layout.offsets[use]?.output ?? 0;
    const { value, count } = columns;
    for (let i = 0; i < value.length; i++) (value[i] as Float64Array)[count] = unknown ? NaN : (out[first + i] as number);
    columns.tUs[count] = tUs;
    columns.count = count + 1;
    this.#lastUs[use] = tUs;
  }

  #compare(use: number, tUs: number, out: Float64Array, from: number, unknown: boolean): void {
    for (const entry of this.#sums) {
      if (entry.use !== use) continue;
      while ((entry.tUs[entry.position] as number) < tUs) entry.position += 1;
      if (entry.tUs[entry.position] !== tUs) continue;
      const measured = entry.value[entry.position] as number;
      entry.position += 1;
      const residual = measured - ((out[from + entry.outputIndex] as number) * entry.factor + entry.offset);
      // Not a number where either is unknown.
      if (unknown || residual !== residual) continue;
      addExactly(entry, residual * residual);
      entry.samples += 1;
      entry.last = residual;
    }
  }

  /** The columns of a use, with room for so many points. */
  #withRoom(use: number, points: number): Columns | undefined {
    const columns = this.#columns[use];
    if (columns && columns.count + points > CHUNK_POINTS) this.#flush(use);
    return columns;
  }

  #flush(use: number): void {
    const columns = this.#columns[use];
    if (!columns || columns.count === 0) return;
    const tUs = columns.tUs.slice(0, columns.count);
    columns.value.forEach((column, output) => this.#emit({ use, output, tUs, value: column.slice(0, columns.count) }));
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
