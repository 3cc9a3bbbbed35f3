/**
 * A predictor that reads recorded signals and numbers alone. Its inputs are known ahead of the solving, so that its window is full before the system
 * begins, and many windows go into one call of the runtime.
 */
import { TwinError } from "../../../../shared/contract/errors.ts";
import { formatIso, US_PER_S } from "../../../../shared/time/time.ts";
import type { AheadInputs, ImportedModel } from "../../simulation/index.ts";
import { InputWindow } from "./InputWindow.ts";
import { finite, type PredictorParts } from "./predictorParts.ts";
import { packPredictor, unpackPredictor } from "./PredictorState.ts";

export interface AheadParts extends PredictorParts {
  readonly ahead: AheadInputs;
  /** Windows in one call. */
  readonly batch: number;
}

/** Consecutive steps that were worked out together. */
interface Block {
  readonly isKnown: readonly boolean[];
  /** Step by step; what stands where nothing is known is of no meaning. */
  readonly outputs: Float64Array;
  /** The step at which the runtime gave nothing, and why. What comes after it was not worked out. */
  readonly trouble?: { readonly step: number; readonly why: unknown };
}

export class AheadPredictor implements ImportedModel {
  readonly isAskedAtEnd = true;
  readonly #parts: AheadParts;
  readonly #window: InputWindow;
  /** The first step that is in no block yet. */
  #unreadUs: number;
  #block: Block = { isKnown: [], outputs: new Float64Array() };
  /** Steps of the block that have been taken. */
  #taken = 0;
  #outputs: Float64Array;
  #isUnknown = true;

  constructor(parts: AheadParts) {
    const { binding, span, state, batch } = parts;
    this.#parts = parts;
    this.#window = new InputWindow(binding, batch + 1);
    this.#outputs = new Float64Array(binding.outputs.length).fill(NaN);
    this.#unreadUs = span.fromUs;
    if (!state) return;
    const { sinceUs, outputs, isUnknown, rows } = unpackPredictor(state);
    this.#window.restore(rows);
    this.#outputs = outputs;
    this.#isUnknown = isUnknown;
    // A step at this very instant is taken once more: its inputs may be others from here on.
    if (sinceUs === 0) this.#window.dropLast();
    else this.#unreadUs += binding.stepUs - sinceUs;
  }

  readyUs(): number {
    const { binding: { title, samples, stepUs }, span: { fromUs, toUs }, state } = this.#parts;
    if (state) return fromUs;
    for (;;) {
      const next = this.#block.isKnown.indexOf(true, this.#taken);
      if (next >= 0) return this.#unreadUs - (this.#block.isKnown.length - next) * stepUs;
      if (this.#unreadUs > toUs) throw new TwinError("bad-input", `${title} predicts from ${samples} sample${samples === 1 ? "" : "s"}, ${stepUs / US_PER_S} s apart, and between ${formatIso(fromUs)} and ${formatIso(toUs)} its inputs are nowhere known for that long. Choose a longer span or warm-up, or one without gaps.`);
      this.#readBlock();
    }
  }

  begin(atUs: number, values: Float64Array): void {
    while (this.nextUs() <= atUs) this.step();
    this.read(values);
  }

  initialise(): void {
    // Nothing that others work out at the begin is among its inputs.
  }

  endInitialisation(): void {
    // As above.
  }

  nextUs(): number {
    return this.#unreadUs - (this.#block.isKnown.length - this.#taken) * this.#parts.binding.stepUs;
  }

  take(): void {
    // What holds at the end of a step is predicted from, not what holds at its begin.
  }

  /** Where the window is not full the last prediction stays, marked as unknown. A trouble is told at its own step, whenever it was found. */
  step(): void {
    if (this.#taken === this.#block.isKnown.length) this.#readBlock();
    const step = this.#taken++;
    this.#isUnknown = this.#block.isKnown[step] !== true;
    const { outputs, trouble } = this.#block;
    if (trouble?.step === step) throw trouble.why;
    const width = this.#outputs.length;
    if (!this.#isUnknown) this.#outputs = finite(outputs.slice(step * width, (step + 1) * width), this.#parts.binding);
  }

  read(values: Float64Array): void {
    values.set(this.#outputs, this.#parts.place.output);
  }

  isUnknown(): boolean {
    return this.#isUnknown;
  }

  save(): Uint8Array {
    const { binding, span } = this.#parts;
    // At the span's end all that was read was taken.
    return packPredictor({ sinceUs: span.toUs - (this.nextUs() - binding.stepUs), outputs: this.#outputs, isUnknown: this.#isUnknown, rows: this.#window.save() });
  }

  #readBlock(): void {
    const { binding, span, ahead, batch } = this.#parts;
    this.#window.makeRoom();
    const rows: number[] = [];
    for (; rows.length < batch && this.#unreadUs <= span.toUs; this.#unreadUs += binding.stepUs) {
      rows.push(this.#window.next);
      this.#window.append(ahead.at(this.#unreadUs));
    }
    const isKnown = rows.map((row) => this.#window.isFull(row));
    const known = [...rows.keys()].filter((step) => isKnown[step]);
    this.#block = { isKnown, ...this.#predict(rows, known) };
    this.#taken = 0;
  }

  /** For these steps of the rows: together, and where that is in vain one by one, up to the step that is the reason. */
  #predict(rows: readonly number[], steps: readonly number[]): Omit<Block, "isKnown"> {
    const { binding, predict } = this.#parts;
    const width = binding.outputs.length;
    const outputs = new Float64Array(rows.length * width);
    const put = (some: readonly number[]): void => {
      const predicted = predict(this.#window, some.map((step) => rows[step] as number));
      some.forEach((step, at) => outputs.set(predicted.subarray(at * width, (at + 1) * width), step * width));
    };
    try {
      if (steps.length > 0) put(steps);
      return { outputs };
    } catch {
      for (const step of steps) {
        try {
          put([step]);
        } catch (why) {
          return { outputs, trouble: { step, why } };
        }
      }
      return { outputs };
    }
  }
}
