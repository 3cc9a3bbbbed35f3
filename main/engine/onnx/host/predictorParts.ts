/** What both ways of feeding a predictor stand on. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { ImportedPlace } from "../../simulation/index.ts";
import type { OnnxBinding } from "../bindOnnx.ts";
import type { InputWindow } from "./InputWindow.ts";

export type Predict = (window: InputWindow, ends: readonly number[]) => Float64Array;

/** The outputs of one window, all numbers. Throws `diverged` naming the one that is none. */
export function finite(outputs: Float64Array, { outputs: bound }: OnnxBinding): Float64Array {
  const odd = outputs.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new TwinError("diverged", `it gives ${outputs[odd]} for ${bound[odd]?.name}, which is no finite number`);
  return outputs;
}

export interface PredictorParts {
  readonly binding: OnnxBinding;
  readonly predict: Predict;
  readonly place: Pick<ImportedPlace, "input" | "output">;
  readonly span: { readonly fromUs: number; readonly toUs: number };
  readonly state?: Uint8Array;
}
