/** The instants at which a use's outputs are kept: the span's ends, a regular grid, and every sample it is compared with. One after the other: a long span has as many as samples. */

/** Instants in order, each once. */
export interface Instants {
  /** The one that comes now; Infinity after the last. */
  readonly nextUs: number;
  advance(): void;
}

/** Takes the instants up to and including one and before another, at most so many, into the first places of `taken`. Returns how many. */
export function takeInstants(instants: Instants, untilUs: number, beforeUs: number, most: number, taken: Float64Array): number {
  let count = 0;
  for (let next = instants.nextUs; count < most && next < beforeUs && next <= untilUs; next = instants.nextUs) {
    taken[count++] = next;
    instants.advance();
  }
  return count;
}

export interface KeptSpan {
  readonly fromUs: number;
  readonly toUs: number;
  /** The grid lies on multiples of it. */
  readonly stepUs: number;
}

const NEXT = 0;
const GRID = 1;

export class KeptInstants implements Instants {
  /** The next instant and the next of the grid: a number that changes in a field of its own would be made anew each time. */
  readonly #next = new Float64Array(2);
  readonly #toUs: number;
  readonly #stepUs: number;
  readonly #sampledUs: readonly Float64Array[];
  readonly #positions: Int32Array;

  /** Samples outside of the span are left out; `sampledUs` are each in order. */
  constructor({ fromUs, toUs, stepUs }: KeptSpan, sampledUs: readonly Float64Array[]) {
    this.#toUs = toUs;
    this.#stepUs = stepUs;
    this.#sampledUs = sampledUs;
    this.#positions = new Int32Array(sampledUs.length);
    this.#next[NEXT] = fromUs;
    // Adding 0 makes −0 a 0.
    this.#next[GRID] = Math.ceil(fromUs / stepUs) * stepUs + 0;
  }

  get nextUs(): number {
    return this.#next[NEXT] as number;
  }

  advance(): void {
    const next = this.#next;
    const tUs = next[NEXT] as number;
    if (tUs >= this.#toUs) {
      next[NEXT] = Infinity;
      return;
    }
    if ((next[GRID] as number) <= tUs) next[GRID] = (next[GRID] as number) + this.#stepUs;
    let nextUs = Math.min(next[GRID] as number, this.#toUs);
    for (let i = 0; i < this.#sampledUs.length; i++) {
      const times = this.#sampledUs[i] as Float64Array;
      let position = this.#positions[i] as number;
      while (position < times.length && (times[position] as number) <= tUs) position++;
      this.#positions[i] = position;
      if (position < times.length && (times[position] as number) < nextUs) nextUs = times[position] as number;
    }
    next[NEXT] = nextUs;
  }
}

/** Instants that somebody has worked out. */
export class GivenInstants implements Instants {
  nextUs: number;
  readonly #tUs: Float64Array;
  #position = 0;

  constructor(tUs: Float64Array) {
    this.#tUs = tUs;
    this.nextUs = tUs[0] ?? Infinity;
  }

  advance(): void {
    this.#position += 1;
    this.nextUs = this.#tUs[this.#position] ?? Infinity;
  }
}
