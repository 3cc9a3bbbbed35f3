/** A sidecar made of nothing but a model's shapes, for the engineer to fill in. It says so, and is not run. */
import type { OnnxLayout, OnnxTensor } from "../../../shared/contract/onnx.ts";
import type { OnnxModel } from "./readModel.ts";
import { SIDECAR_FORMAT, type Sidecar } from "./sidecar.ts";

/** A tensor with more values has names that nobody writes by hand. */
const MAX_NAMED = 200;
const RAW = { unit: "1", mean: 0, deviation: 1 };

export function draftSidecar({ inputTensors, outputTensors, producer }: Pick<OnnxModel, "inputTensors" | "outputTensors" | "producer">, sha256: string): Sidecar {
  return {
    format: SIDECAR_FORMAT, draft: true, sampleTime: "1 min",
    layout: Object.fromEntries(inputTensors.map((tensor) => [tensor.name, layoutOf(tensor)])),
    inputs: inputTensors.flatMap(inputsOf),
    outputs: outputTensors.flatMap((tensor) => {
      const count = tensor.shape.slice(1).reduce<number>((product, dimension) => product * sizeOf(dimension), 1);
      return named(tensor.name, count).map((name, index) => ({ name, tensor: tensor.name, index, ...RAW }));
    }),
    origin: { trainedBy: "", trainedOn: "", date: "", dataSpan: "", ...(producer !== undefined && { producer }) },
    sha256,
  };
}

const layoutOf = ({ shape }: OnnxTensor): OnnxLayout => (shape.length === 3 ? "batch,time,channel" : "batch,feature");

function inputsOf(tensor: OnnxTensor): Sidecar["inputs"] {
  const [, second = 1, third = 1] = tensor.shape;
  const [samples, channels] = layoutOf(tensor) === "batch,feature" ? [1, sizeOf(second)] : [sizeOf(second), sizeOf(third)];
  return named(tensor.name, channels).map((name, channel) => ({ name, tensor: tensor.name, channel, samples, ...RAW }));
}

/** One where the model leaves it free. */
const sizeOf = (dimension: number | string): number => (typeof dimension === "number" ? Math.max(1, dimension) : 1);

function named(tensor: string, count: number): string[] {
  return Array.from({ length: Math.min(count, MAX_NAMED) }, (_, at) => (count === 1 ? tensor : `${tensor}_${at}`));
}
