/** The state of an instance's parts as one flat list of plain values: it survives JSON, infinities and NaN included. */

/** A part that remembers: it says when it falls due next by itself, and can be saved and restored. */
export interface Part {
  /** The next instant at which its answer may change without a change of what it is asked with. */
  readonly dueUs: number;
  save(to: StateWriter): void;
  restore(from: StateReader): void;
}

export type SavedState = readonly (number | string)[];

export class StateWriter {
  readonly values: (number | string)[] = [];

  number(value: number): void {
    this.values.push(Number.isFinite(value) ? value : String(value));
  }

  boolean(value: boolean): void {
    this.values.push(value ? 1 : 0);
  }

  text(value: string): void {
    this.values.push(value);
  }
}

export class StateReader {
  readonly #values: SavedState;
  #next = 0;

  constructor(values: SavedState) {
    this.#values = values;
  }

  number(): number {
    return Number(this.#take());
  }

  boolean(): boolean {
    return this.#take() === 1;
  }

  text(): string {
    return String(this.#take());
  }

  #take(): number | string {
    const value = this.#values[this.#next++];
    if (value === undefined) throw new RangeError("A saved state is shorter than its program.");
    return value;
  }
}
