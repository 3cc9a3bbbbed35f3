/**
 * Collects a system's outputs at the instants they are kept, and sums the residuals on the way.
 *
 * A use's outputs are kept at every sample of the signals it is compared with, so that measured minus simulated is exact
 * there, on a regular grid besides, and on both sides of a jump. Instants come in time order.
 */
import { groupBy } from "../../../shared/collections.ts";
import type { Layout } from "./generateSteps.ts";
import { GivenInstants, KeptInstants, takeInstants, type Instants } from "./keptInstants.ts";
import { ResidualSums } from "./ResidualSums.ts";
import type { NextPiece, OutputChunk, ResidualSummary, SystemTask } from "./simulationTypes.ts";

/** Large enough that posting is cheap beside computing, small enough to bound what is in flight. */
const CHUNK_POINTS = 20_000;
/** Instants that are worked out at a time: a minute of seconds, and little memory for a thousand states. */
export const MOST_INSTANTS = 64;

interface Column {
  readonly output: number;
  /** Place among the system's outputs. */
  readonly place: number;
  value: Float64Array;
}

/** Uses that are kept at the same instants: those that are compared with nothing are, mostly all. */
interface Group {
  instants: Instants;
  readonly uses: readonly { readonly use: number; readonly columns: readonly Column[] }[];
  tUs: Float64Array;
  count: number;
  lastUs: number;
  /** Jumps that may still be kept. */
  jumps: number;
}

export class OutputRecorder {
  readonly #groups: readonly Group[];
  /** Jumps after the last instant are kept before this only: where a span ends, its last instant ends it. */
  #afterLast = -Infinity;
  #residuals: ResidualSums;
  readonly #uses: SystemTask["uses"];
  readonly #layout: Layout;
  readonly #emit: (chunk: OutputChunk) => void;
  /** Instants taken, in order, and which group wants which of them, group by group. */
  readonly taken = new Float64Array(MOST_INSTANTS);
  readonly #wanted: Uint8Array;
  /** Where those that one group wants stand among them. */
  readonly #places = Uint8Array.from({ length: MOST_INSTANTS }, (_, i) => i);

  constructor(task: SystemTask, layout: Layout, emit: (chunk: OutputChunk) => void) {
    this.#layout = layout;
    this.#emit = emit;
    this.#uses = task.uses;
    this.#groups = groupsOf(task, layout);
    this.#wanted = new Uint8Array(this.#groups.length * MOST_INSTANTS);
    this.#residuals = new ResidualSums(task.uses, layout, task.measured, task.fromUs);
  }

  /** Goes on with other instants; residuals are counted anew. Nothing is left of the instants before. */
  extend({ instants, measured, mostJumps }: Pick<NextPiece, "instants" | "measured" | "mostJumps">): void {
    // Instants that are given belong to a use each, and so does a group then.
    this.#groups.forEach((group, use) => {
      group.instants = new GivenInstants(instants[use] ?? new Float64Array());
      group.jumps = mostJumps;
    });
    this.#afterLast = Infinity;
    this.#residuals = new ResidualSums(this.#uses, this.#layout, measured, -Infinity);
  }

  /** The next instant at which any use is kept; Infinity after the last. */
  nextUs(): number {
    let next = Infinity;
    // Asked at every instant: loops as plain as these keep it cheap beside the solving.
    for (let index = 0; index < this.#groups.length; index++) {
      const t = (this.#groups[index] as Group).instants.nextUs;
      if (t < next) next = t;
    }
    return next;
  }

  /** Keeps the outputs of every use at an instant that was not foreseen, where it lies between two that are kept. */
  insert(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    for (const group of this.#groups) {
      const { nextUs } = group.instants;
      if (tUs <= group.lastUs || !(tUs < (nextUs === Infinity ? this.#afterLast : nextUs)) || !(group.jumps > 0)) continue;
      group.jumps -= 1;
      this.#keep(group, tUs, out, isUnknown);
    }
  }

  /** Keeps the outputs of every use that wants this instant. `isUnknown` tells of uses whose inputs are not known. */
  record(tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    for (const group of this.#groups) {
      if (group.instants.nextUs !== tUs) continue;
      group.instants.advance();
      this.#keep(group, tUs, out, isUnknown);
      for (const { use } of group.uses) if (this.#residuals.has(use)) this.#residuals.add(use, tUs, out, 1, 0, isUnknown(use));
    }
  }

  /** Takes the instants that are kept next, up to and including one and before another, at most so many; they are to be kept then. Returns how many. */
  take(untilUs: number, beforeUs: number, most: number): number {
    const groups = this.#groups;
    const [first] = groups;
    if (groups.length === 1 && first) return takeInstants(first.instants, untilUs, beforeUs, most, this.taken);
    let count = 0;
    for (let next = this.nextUs(); count < most && next < beforeUs && next <= untilUs; next = this.nextUs()) {
      for (let index = 0; index < groups.length; index++) {
        const { instants } = groups[index] as Group;
        const isWanted = instants.nextUs === next;
        this.#wanted[index * MOST_INSTANTS + count] = isWanted ? 1 : 0;
        if (isWanted) instants.advance();
      }
      this.taken[count] = next;
      count += 1;
    }
    return count;
  }

  /** Keeps the outputs at the instants that were taken; `kept` holds them output by output, `MOST_INSTANTS` places for each. */
  keepTaken(count: number, kept: Float64Array, isUnknown: (use: number) => boolean): void {
    for (let index = 0; index < this.#groups.length; index++) {
      const group = this.#groups[index] as Group;
      const wanted = this.#wantedBy(index, count);
      if (wanted === 0) continue;
      this.#keepColumns(group, wanted, kept, isUnknown);
      for (const { use } of group.uses) {
        if (!this.#residuals.has(use)) continue;
        const unknown = isUnknown(use);
        for (let i = 0; i < wanted; i++) this.#residuals.add(use, this.taken[this.#places[i] as number] as number, kept, MOST_INSTANTS, this.#places[i] as number, unknown);
      }
    }
  }

  /** Hands out what is left and returns the residuals. */
  finish(): ResidualSummary[] {
    for (const group of this.#groups) this.#flush(group);
    return this.#residuals.summaries();
  }

  /** Lists the places of the instants that a group wants among those taken; returns how many. */
  #wantedBy(group: number, count: number): number {
    // A group that stands alone wants all, and nobody else has changed the places.
    if (this.#groups.length === 1) return count;
    let wanted = 0;
    for (let i = 0; i < count; i++) if (this.#wanted[group * MOST_INSTANTS + i] === 1) this.#places[wanted++] = i;
    return wanted;
  }

  /** Column by column, which is where most of a long run's time goes. */
  #keepColumns(group: Group, wanted: number, kept: Float64Array, isUnknown: (use: number) => boolean): void {
    this.#makeRoom(group, wanted);
    const { tUs, count } = group;
    const places = this.#places;
    for (let i = 0; i < wanted; i++) tUs[count + i] = this.taken[places[i] as number] as number;
    for (const { use, columns } of group.uses) {
      const unknown = isUnknown(use);
      for (const { value, place } of columns) {
        const first = place * MOST_INSTANTS;
        if (unknown) value.fill(NaN, count, count + wanted);
        else for (let i = 0; i < wanted; i++) value[count + i] = kept[first + (places[i] as number)] as number;
      }
    }
    group.count = count + wanted;
    group.lastUs = tUs[count + wanted - 1] as number;
  }

  #keep(group: Group, tUs: number, out: Float64Array, isUnknown: (use: number) => boolean): void {
    this.#makeRoom(group, 1);
    const { count } = group;
    for (const { use, columns } of group.uses) {
      const unknown = isUnknown(use);
      for (const { value, place } of columns) value[count] = unknown ? NaN : (out[place] as number);
    }
    group.tUs[count] = tUs;
    group.count = count + 1;
    group.lastUs = tUs;
  }

  #makeRoom(group: Group, points: number): void {
    if (group.count + points > CHUNK_POINTS) this.#flush(group);
  }

  /** What is handed out is another's from then on. */
  #flush(group: Group): void {
    const { count } = group;
    if (count === 0) return;
    const isFull = count > CHUNK_POINTS - MOST_INSTANTS;
    const handOut = (column: Float64Array) => (isFull ? column.subarray(0, count) : column.slice(0, count));
    const tUs = handOut(group.tUs);
    for (const { use, columns } of group.uses) {
      for (const column of columns) {
        this.#emit({ use, output: column.output, tUs, value: handOut(column.value) });
        if (isFull) column.value = new Float64Array(CHUNK_POINTS);
      }
    }
    if (isFull) group.tUs = new Float64Array(CHUNK_POINTS);
    group.count = 0;
  }
}

function groupsOf(task: SystemTask, layout: Layout): Group[] {
  const span = { fromUs: task.fromUs, toUs: task.toUs, stepUs: task.outputStepUs };
  const uses = task.uses.map(({ model, compared }, use) => ({
    use,
    // Instants that are given belong to one use each.
    key: task.instants ? String(use) : compared.map(({ signal }) => signal).sort().join(" "),
    instants: () => {
      const given = task.instants?.[use];
      return given ? new GivenInstants(given) : new KeptInstants(span, compared.flatMap(({ signal }) => task.measured.get(signal)?.tUs ?? []));
    },
    columns: model.outputs.map((_, output): Column => ({ output, place: (layout.offsets[use]?.output ?? 0) + output, value: new Float64Array(CHUNK_POINTS) })),
  }));
  return [...groupBy(uses, ({ key }) => key).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ instants: first.instants(), uses: group, tUs: new Float64Array(CHUNK_POINTS), count: 0, lastUs: -Infinity, jumps: Infinity }] : [];
  });
}
