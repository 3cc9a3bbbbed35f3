/** The inputs of a system over time: which values hold now, at which rate linear ones move, and when the next one changes. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import type { Ramp } from "./ramps.ts";
import type { InputSeries } from "./simulationTypes.ts";

interface Bound {
  readonly slot: number;
  readonly use: number;
  readonly signal: string;
  series: InputSeries;
  readonly factor: number;
  readonly offset: number;
  /** Index of the sample that holds; −1 before the first. */
  position: number;
  /** Slot of the rate of a linear input. */
  readonly rateSlot?: number;
}

/**
 * Moves forward through time only. A slot whose signal is unknown keeps its last known value, so that a model's states
 * go on plausibly, and its use is marked unknown for as long.
 */
export class HeldInputs {
  /** Values by input slot, in the models' units. */
  readonly values: Float64Array;
  readonly #bound: readonly Bound[];
  /** Uses that an unknown signal feeds. */
  readonly #unknownSignal: Uint8Array;
  /** Those, and all that read them. */
  readonly #unknown: Uint8Array;
  /** Uses whose outputs are unknown although their inputs may not be. */
  readonly #withheld: Uint8Array;
  readonly #reads: readonly (readonly number[])[];
  /** Whether a use reads one that comes after it. */
  readonly #isCircular: boolean;
  /** By use, as they are asked for: what it reads, directly and through others, and what of that does not read it in turn. */
  readonly #upstream = new Map<number, { readonly all: readonly number[]; readonly outside: readonly number[] }>();

  constructor(uses: readonly UseProgram[], inputs: ReadonlyMap<string, InputSeries>, offsets: readonly { readonly input: number }[], ramps: readonly Ramp[] = []) {
    const bound: Bound[] = [];
    const slots = uses.reduce((count, use) => count + use.inputs.length, 0);
    this.values = new Float64Array(slots).fill(NaN);
    const empty: InputSeries = { tUs: new Float64Array(), value: new Float64Array() };
    uses.forEach((use, index) => {
      use.inputs.forEach((input, i) => {
        const slot = (offsets[index]?.input ?? 0) + i;
        if (input.kind === "constant") this.values[slot] = input.value;
        const ramp = ramps.find((candidate) => candidate.use === index && candidate.input === i);
        const rateSlot = ramp && (offsets[index]?.input ?? 0) + ramp.rate;
        if (input.kind === "signal") bound.push({ slot, use: index, signal: input.signal, series: inputs.get(input.signal) ?? empty, factor: input.factor, offset: input.offset, position: -1, ...(rateSlot !== undefined && { rateSlot }) });
      });
    });
    this.#bound = bound;
    this.#unknownSignal = new Uint8Array(uses.length);
    this.#unknown = new Uint8Array(uses.length);
    this.#withheld = new Uint8Array(uses.length);
    this.#reads = uses.map((use) => use.inputs.flatMap((input) => (input.kind === "output" ? [uses.findIndex((other) => other.id === input.use)] : [])));
    this.#isCircular = this.#reads.some((reads, use) => reads.some((other) => other >= use));
  }

  /** Adds samples after those that are there, by signal; what lies behind is forgotten. */
  extend(inputs: ReadonlyMap<string, InputSeries>): void {
    for (const input of this.#bound) {
      const more = inputs.get(input.signal);
      if (!more || more.tUs.length === 0) continue;
      const from = Math.max(0, input.position);
      input.series = { tUs: joined(input.series.tUs.subarray(from), more.tUs), value: joined(input.series.value.subarray(from), more.value) };
      input.position -= from;
    }
  }

  /** Makes the values those that hold at t. */
  moveTo(tUs: number): void {
    this.#unknownSignal.fill(0);
    for (const input of this.#bound) {
      const { tUs: times, value } = input.series;
      while (input.position + 1 < times.length && (times[input.position + 1] as number) <= tUs) {
        input.position += 1;
        const sample = value[input.position] as number;
        if (sample === sample) this.values[input.slot] = sample * input.factor + input.offset;
      }
      const held = input.position < 0 ? NaN : (value[input.position] as number);
      if (held !== held) this.#unknownSignal[input.use] = 1;
      if (input.rateSlot !== undefined) this.#ramp(input, input.rateSlot, held, tUs);
    }
    this.#unknown.set(this.#unknownSignal);
    // Uses are sorted, so what a use reads has its mark already; those in a circle are gone over again until no mark is new.
    while (this.#passOn() && this.#isCircular);
  }

  /** Marks the uses that read a marked one; whether there was any. */
  #passOn(): boolean {
    let isNew = false;
    this.#reads.forEach((reads, use) => {
      if (this.#unknown[use] === 1 || !reads.some((other) => this.isUnknown(other))) return;
      this.#unknown[use] = 1;
      isNew = true;
    });
    return isNew;
  }

  /** A linear input lies on the line to its next sample; where that or the present one is unknown, it holds. */
  #ramp({ slot, series, position, factor, offset }: Bound, rateSlot: number, held: number, tUs: number): void {
    const next = position < 0 ? undefined : series.value[position + 1];
    const known = held === held && next !== undefined && next === next;
    const sinceUs = series.tUs[position] as number;
    const ratePerUs = known ? (next - held) / ((series.tUs[position + 1] as number) - sinceUs) : 0;
    this.values[rateSlot] = ratePerUs * factor * US_PER_S;
    if (known) this.values[slot] = (held + ratePerUs * (tUs - sinceUs)) * factor + offset;
  }

  /** When the next sample of any input comes; Infinity if none does. */
  nextChangeUs(): number {
    let next = Infinity;
    for (const { series, position } of this.#bound) {
      const t = series.tUs[position + 1];
      if (t !== undefined && t < next) next = t;
    }
    return next;
  }

  /** Says of a use that its outputs are unknown, whatever its inputs are, from the next move on until it is said otherwise. */
  withhold(use: number, isWithheld: boolean): void {
    this.#withheld[use] = Number(isWithheld);
  }

  /** Whether an input of this use is unknown now. What it, or a use that reads it, withholds and comes round to it does not count: nobody in the circle would know anything again. */
  isFedUnknown(use: number): boolean {
    if (!this.#isCircular) return this.#unknown[use] === 1;
    const { all, outside } = this.#upstreamOf(use);
    return this.#unknownSignal[use] === 1 || all.some((other) => this.#unknownSignal[other] === 1) || outside.some((other) => this.#withheld[other] === 1);
  }

  #upstreamOf(use: number): { readonly all: readonly number[]; readonly outside: readonly number[] } {
    const known = this.#upstream.get(use);
    if (known) return known;
    const all = this.#readFrom(use);
    const found = { all: [...all], outside: [...all].filter((other) => !this.#readFrom(other).has(use)) };
    this.#upstream.set(use, found);
    return found;
  }

  /** What a use reads, directly and through others. */
  #readFrom(use: number): ReadonlySet<number> {
    const found = new Set(this.#reads[use]);
    for (const other of found) for (const next of this.#reads[other] ?? []) found.add(next);
    return found;
  }

  /** Whether what this use gives is unknown now. */
  isUnknown(use: number): boolean {
    return this.#unknown[use] === 1 || this.#withheld[use] === 1;
  }

  /** Whether every slot that signals feed has had a known value, so that states can be given their start values. */
  get complete(): boolean {
    return this.#bound.every(({ slot }) => !Number.isNaN(this.values[slot]));
  }
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
