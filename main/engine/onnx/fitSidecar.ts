/** Whether a sidecar fits the tensors of its model: every value of every input tensor is given exactly once, every output lies in a tensor. */
import { shapeText } from "../../../shared/contract/importedTexts.ts";
import type { OnnxInput, OnnxLayout, OnnxTensor } from "../../../shared/contract/onnx.ts";
import type { OnnxModel } from "./readModel.ts";
import type { ReadSidecar } from "./sidecar.ts";

const ELEMENTS: ReadonlySet<string> = new Set(["float32", "float64"]);
/** Values in one window of a tensor: 8 MB. */
const MAX_VALUES = 1_000_000;

/** Why they do not fit, with the place in the sidecar; undefined where they do. */
export function misfit(sidecar: ReadSidecar, { inputTensors, outputTensors }: Pick<OnnxModel, "inputTensors" | "outputTensors">): string | undefined {
  const inTensor = new Map(inputTensors.map(({ name }) => [name, new Array<OnnxInput>()]));
  const stray = Object.keys(sidecar.layouts).find((name) => !inTensor.has(name));
  if (stray !== undefined) return `layout.${stray}: the model has no input tensor ${stray}. It has ${listed(inputTensors)}.`;
  for (const [at, input] of sidecar.inputs.entries()) {
    const others = inTensor.get(input.tensor);
    if (!others) return `inputs.${at}.tensor: the model has no input tensor ${input.tensor}. It has ${listed(inputTensors)}.`;
    others.push(input);
  }
  for (const tensor of inputTensors) {
    const wrong = unfitTensor(tensor) ?? wrongInput(tensor, sidecar.layouts[tensor.name], inTensor.get(tensor.name) ?? []);
    if (wrong !== undefined) return wrong;
  }
  for (const [at, { tensor: name, index }] of sidecar.outputs.entries()) {
    const tensor = outputTensors.find((candidate) => candidate.name === name);
    if (!tensor) return `outputs.${at}.tensor: the model has no output tensor ${name}. It has ${listed(outputTensors)}.`;
    const wrong = unfitTensor(tensor);
    if (wrong !== undefined) return wrong;
    const size = tensor.shape.slice(1).reduce<number>((product, dimension) => product * (typeof dimension === "number" ? dimension : NaN), 1);
    if (index >= size) return `outputs.${at}.index: ${index} is beyond the ${size} value${size === 1 ? "" : "s"} of a window in tensor ${name} ${shapeText(tensor)}.`;
  }
  return undefined;
}

/** Sizes of one window: how many steps and channels, or features in its second. */
export interface WindowSize {
  readonly samples: number;
  readonly channels: number;
}

export function windowSize(layout: OnnxLayout, inputs: readonly OnnxInput[]): WindowSize {
  if (layout === "batch,feature") return { samples: 1, channels: Math.max(...inputs.map(({ channel, samples }) => channel + samples)) };
  return { samples: Math.max(...inputs.map(({ samples }) => samples)), channels: Math.max(...inputs.map(({ channel }) => channel + 1)) };
}

/** Dimensions behind the first. */
export function windowShape(layout: OnnxLayout, { samples, channels }: WindowSize): number[] {
  return layout === "batch,feature" ? [channels] : layout === "batch,time,channel" ? [samples, channels] : [channels, samples];
}

function unfitTensor({ name, element, shape }: OnnxTensor): string | undefined {
  if (!ELEMENTS.has(element)) return `Tensor ${name} of the model holds ${element}, and float32 and float64 alone can be given and read.`;
  return typeof shape[0] === "number" && shape[0] !== 1 ? `Tensor ${name} ${shapeText({ shape })} of the model takes ${shape[0]} windows at once. Export it with a first dimension that is free, or 1.` : undefined;
}

function wrongInput(tensor: OnnxTensor, layout: OnnxLayout | undefined, inputs: readonly OnnxInput[]): string | undefined {
  const { name } = tensor;
  if (!layout) return `layout: nothing is said of input tensor ${name} ${shapeText(tensor)}.`;
  if (inputs.length === 0) return `inputs: none stands in input tensor ${name} ${shapeText(tensor)}.`;
  const size = windowSize(layout, inputs);
  const shape = windowShape(layout, size);
  if (size.samples * size.channels > MAX_VALUES) return `Tensor ${name}: a window of it would have more than ${MAX_VALUES.toLocaleString("en")} values.`;
  if (tensor.shape.length !== shape.length + 1) return `layout.${name}: ${layout} has ${shape.length + 1} dimensions, and the model's tensor is ${shapeText(tensor)}.`;
  const short = layout === "batch,feature" ? undefined : inputs.find(({ samples }) => samples !== size.samples);
  if (short) return `Input ${short.name} has ${short.samples} samples, and others in tensor ${name} ${size.samples}: all channels of a tensor are equally long.`;
  const isFeature = layout === "batch,feature";
  const lengthOf = ({ samples }: OnnxInput): number => (isFeature ? samples : 1);
  const count = inputs.reduce((sum, input) => sum + lengthOf(input), 0);
  // No more than these are gone through below, whatever the sidecar says.
  if (count > size.channels) return `Tensor ${name}: its inputs give ${count.toLocaleString("en")} ${isFeature ? "features" : "channels"}, and by their places it has ${size.channels.toLocaleString("en")}: one is given by more than one input.`;
  const given = new Uint32Array(size.channels);
  for (const input of inputs) for (let i = 0; i < lengthOf(input); i++) given[input.channel + i] = (given[input.channel + i] ?? 0) + 1;
  const odd = given.findIndex((times) => times !== 1);
  if (odd >= 0) return `Tensor ${name}: ${isFeature ? "feature" : "channel"} ${odd} is given ${given[odd] === 0 ? "by no input" : "by more than one input"}.`;
  const wrong = shape.findIndex((dimension, at) => typeof tensor.shape[at + 1] === "number" && tensor.shape[at + 1] !== dimension);
  return wrong < 0 ? undefined : `The inputs of tensor ${name} make it [batch, ${shape.join(", ")}] (${layout}), and the model's is ${shapeText(tensor)}.`;
}

function listed(tensors: readonly OnnxTensor[]): string {
  return tensors.map((tensor) => `${tensor.name} ${shapeText(tensor)}`).join(", ") || "none";
}
