/** A predictor that reads what other models of its system give: nobody knows that before, so it is asked step by step. Its window fills as they go. */
import type { ImportedModel } from "../../simulation/index.ts";
import { InputWindow } from "./InputWindow.ts";
import { finite, type PredictorParts } from "./predictorParts.ts";
import { packPredictor, unpackPredictor } from "./PredictorState.ts";

export class FollowingPredictor implements ImportedModel {
  readonly isAskedAtEnd = true;
  readonly #parts: PredictorParts;
  readonly #window: InputWindow;
  #outputs: Float64Array;
  #isUnknown = true;
  /** Of its last step. */
  #lastUs: number;

  constructor(parts: PredictorParts) {
    const { binding, span, state } = parts;
    this.#parts = parts;
    this.#window = new InputWindow(binding, 1);
    this.#outputs = new Float64Array(binding.outputs.length).fill(NaN);
    this.#lastUs = span.fromUs;
    if (!state) return;
    const { sinceUs, outputs, isUnknown, rows } = unpackPredictor(state);
    this.#window.restore(rows);
    this.#lastUs -= sinceUs;
    this.#outputs = outputs;
    this.#isUnknown = isUnknown;
  }

  readyUs(): number {
    return this.#parts.span.fromUs;
  }

  begin(atUs: number, values: Float64Array): void {
    if (!this.#parts.state) {
      this.#lastUs = atUs;
      this.#window.append(undefined);
    }
    this.read(values);
  }

  initialise(values: Float64Array, isUnknown: boolean): void {
    // Where it goes on from a state it has taken the step that is here already.
    if (this.#parts.state) return;
    this.#window.dropLast();
    this.#take(values, false);
    if (!isUnknown) return;
    // States begin from what it makes of the last known values; that is no prediction all the same.
    this.#window.dropLast();
    this.#take(values, true);
  }

  endInitialisation(): void {
    // The last that it was given stands.
  }

  nextUs(): number {
    return this.#lastUs + this.#parts.binding.stepUs;
  }

  take(): void {
    // What holds at the end of a step is predicted from, not what holds at its begin.
  }

  step(values: Float64Array, isUnknown: boolean): void {
    this.#lastUs = this.nextUs();
    this.#window.makeRoom();
    this.#take(values, isUnknown);
  }

  read(values: Float64Array): void {
    values.set(this.#outputs, this.#parts.place.output);
  }

  isUnknown(): boolean {
    return this.#isUnknown;
  }

  save(): Uint8Array {
    return packPredictor({ sinceUs: this.#parts.span.toUs - this.#lastUs, outputs: this.#outputs, isUnknown: this.#isUnknown, rows: this.#window.save() });
  }

  /** Where the window is not full the last prediction stays, marked as unknown. */
  #take(values: Float64Array, isUnknown: boolean): void {
    const row = this.#window.next;
    this.#window.append(isUnknown ? undefined : values, this.#parts.place.input);
    this.#isUnknown = !this.#window.isFull(row);
    if (!this.#isUnknown) this.#outputs = finite(this.#parts.predict(this.#window, [row]), this.#parts.binding);
  }
}
