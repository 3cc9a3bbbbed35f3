/** An ONNX model in the process that runs it, as one of its system's imported models: windows in, predictions out. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { ImportedModel, ImportedPlace } from "../../simulation/index.ts";
import type { OnnxBinding } from "../bindOnnx.ts";
import { AheadPredictor } from "./AheadPredictor.ts";
import { FollowingPredictor } from "./FollowingPredictor.ts";
import type { OnnxSession } from "./OnnxSession.ts";
import type { Predict } from "./predictorParts.ts";

/** Windows in one call of the runtime: with more a large network gains nothing, and what a small one gains is little beside the rest (1 to 1,024 were timed). */
const MAX_BATCH = 256;
/** Values of all windows of one call together: 32 MB. */
const MAX_BATCH_VALUES = 4_000_000;

export class HostedPredictor {
  readonly #binding: OnnxBinding;
  readonly #session: OnnxSession;

  constructor(binding: OnnxBinding, session: OnnxSession) {
    this.#binding = binding;
    this.#session = session;
  }

  open({ use: _, ahead, ...place }: ImportedPlace, span: { readonly fromUs: number; readonly toUs: number }, state: Uint8Array | undefined): ImportedModel {
    const parts = { binding: this.#binding, predict: this.#predict, place, span, ...(state && { state }) };
    return ahead ? new AheadPredictor({ ...parts, ahead, batch: this.#batch() }) : new FollowingPredictor(parts);
  }

  close(): void {
    // What the runtime holds ends with the process.
  }

  /** Windows that go in at once. */
  #batch(): number {
    if (!this.#binding.isBatched) return 1;
    const values = this.#binding.tensors.reduce((sum, { shape }) => sum + shape.reduce((product, dimension) => product * dimension, 1), 0);
    return Math.max(1, Math.min(MAX_BATCH, Math.floor(MAX_BATCH_VALUES / values)));
  }

  /** Outputs in the use's units for windows that end in these rows, window by window, numbers or not. Throws `diverged` where there are none. */
  readonly #predict: Predict = (window, ends) => {
    const { outputs } = this.#binding;
    const predicted = new Float64Array(ends.length * outputs.length);
    const answers = this.#session.run(window.tensors(ends), [...new Set(outputs.map(({ tensor }) => tensor))]);
    outputs.forEach(({ tensor, index, factor, offset }, at) => {
      const { data, dims } = answers[tensor] ?? { data: new Float64Array(), dims: [] };
      const size = data.length / ends.length;
      if (!Number.isInteger(size) || index >= size) throw new TwinError("diverged", `it gives a tensor ${tensor} of [${dims.join(", ")}], which has no value ${index} for each of ${ends.length} windows`);
      for (let i = 0; i < ends.length; i++) predicted[i * outputs.length + at] = (data[i * size + index] as number) * factor + offset;
    });
    return predicted;
  };
}
