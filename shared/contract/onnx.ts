/** What an ONNX model (onnx.ai) and the sidecar beside it say: which tensors it has, and which signals stand in them, in which units and scales. */

/** How a tensor that is given lies: the first dimension counts windows that are predicted at once. */
export const onnxLayouts = ["batch,time,channel", "batch,channel,time", "batch,feature"] as const;
export type OnnxLayout = (typeof onnxLayouts)[number];

export interface OnnxTensor {
  readonly name: string;
  /** `float32`, `float64`, …: the words of the runtime. */
  readonly element: string;
  /** A name, or nothing, where a dimension is free. */
  readonly shape: readonly (number | string)[];
}

/** What inputs and outputs have in common. The value that the model works with is (value − mean) ÷ deviation. */
interface OnnxSignal {
  readonly name: string;
  readonly tensor: string;
  readonly unit: string;
  readonly mean: number;
  readonly deviation: number;
  readonly description?: string | undefined;
}

export interface OnnxInput extends OnnxSignal {
  /** Its place among the channels; among the features that of its oldest sample. */
  readonly channel: number;
  /** Length of its window in steps, the present one included. */
  readonly samples: number;
}

export interface OnnxOutput extends OnnxSignal {
  /** Its place among the values of one window. */
  readonly index: number;
}

/** Nothing of the model was run for it. */
export interface OnnxFacts {
  /** Path inside the project: `models/wear.onnx`. */
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 over the file, in hexadecimal digits. */
  readonly hash: string;
  readonly producer?: string;
  readonly description?: string;
  /** Sets of operators and their versions; the standard's own has the name "ai.onnx". */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly inputTensors: readonly OnnxTensor[];
  readonly outputTensors: readonly OnnxTensor[];
  /** Path of the sidecar inside the project, and its SHA-256 where there is one. */
  readonly sidecar: { readonly file: string; readonly hash?: string };
  /** The rest is the sidecar's; nothing of it where it is missing or cannot be read. */
  readonly sampleTimeUs?: number;
  readonly layouts: Readonly<Record<string, OnnxLayout>>;
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly OnnxOutput[];
  /** Who trained it on what, as far as it says. */
  readonly origin: Readonly<Record<string, string>>;
  /** The sidecar was written by a program, and scales and units are still to be filled in. */
  readonly isDraft?: true;
  /** Why it cannot run; absent where it can. */
  readonly unfit?: string;
}
