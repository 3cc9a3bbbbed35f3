/** The last values of a predictor's inputs, step by step, from which windows of its tensors are filled. A step with an unknown value is a row of NaN. */
import type { OnnxBinding } from "../bindOnnx.ts";
import type { OnnxValues } from "./OnnxSession.ts";

export class InputWindow {
  readonly #binding: OnnxBinding;
  readonly #width: number;
  /** In the scale that the model works with, row by row. */
  readonly #rows: Float64Array;
  /** How many rows up to each have been known without a break. */
  readonly #runs: Int32Array;
  #count = 0;

  /** Windows can end in as many new rows as `room` before `makeRoom` is called. */
  constructor(binding: OnnxBinding, room: number) {
    this.#binding = binding;
    this.#width = binding.inputs.length;
    const most = binding.samples - 1 + room;
    this.#rows = new Float64Array(most * this.#width);
    this.#runs = new Int32Array(most);
  }

  /** Row that the next step gets. */
  get next(): number {
    return this.#count;
  }

  /** Adds a step; `values` as the use has them, from `first` on, or undefined where one is unknown. One that is no number makes all of it unknown. */
  append(values: ArrayLike<number> | undefined, first = 0): void {
    const row = this.#count++;
    const at = row * this.#width;
    let isKnown = values !== undefined;
    this.#binding.inputs.forEach(({ factor, offset }, i) => {
      const value = values ? (values[first + i] as number) * factor + offset : NaN;
      isKnown &&= Number.isFinite(value);
      this.#rows[at + i] = value;
    });
    if (!isKnown) this.#rows.fill(NaN, at, at + this.#width);
    this.#countRun(row);
  }

  /** Takes the last step back. */
  dropLast(): void {
    this.#count = Math.max(0, this.#count - 1);
  }

  /** Forgets what no window reaches back to any more. */
  makeRoom(): void {
    const kept = Math.min(this.#count, this.#binding.samples - 1);
    const from = this.#count - kept;
    this.#rows.copyWithin(0, from * this.#width, this.#count * this.#width);
    this.#runs.copyWithin(0, from, this.#count);
    this.#count = kept;
  }

  /** Whether every value of the windows that end in this row is known. */
  isFull(row: number): boolean {
    return (this.#runs[row] as number) >= this.#binding.samples;
  }

  /** The tensors for the windows that end in these rows, by name. */
  tensors(ends: readonly number[]): Record<string, OnnxValues> {
    const { tensors, inputs } = this.#binding;
    return Object.fromEntries(tensors.map(({ name, element, shape }, tensor) => {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      const data = element === "float64" ? new Float64Array(ends.length * size) : new Float32Array(ends.length * size);
      inputs.forEach((input, i) => {
        if (input.tensor !== tensor) return;
        ends.forEach((end, window) => {
          for (let t = 0; t < input.samples; t++) data[window * size + input.first + t * input.stride] = this.#rows[(end - input.samples + 1 + t) * this.#width + i] as number;
        });
      });
      return [name, { type: element, data, dims: [ends.length, ...shape] }];
    }));
  }

  /** The last rows, as many as a window has. */
  save(): Float64Array {
    return this.#rows.slice(Math.max(0, this.#count - this.#binding.samples) * this.#width, this.#count * this.#width);
  }

  /** Rows of another window of the same binding, in place of its own. */
  restore(rows: Float64Array): void {
    this.#rows.set(rows);
    this.#count = rows.length / this.#width;
    for (let row = 0; row < this.#count; row++) this.#countRun(row);
  }

  #countRun(row: number): void {
    const isKnown = !Number.isNaN(this.#rows[row * this.#width] as number);
    this.#runs[row] = isKnown ? (row === 0 ? 0 : (this.#runs[row - 1] as number)) + 1 : 0;
  }
}
