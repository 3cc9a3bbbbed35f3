/** An ONNX model tied to a use: which value of which tensor each input and output of the use is, with conversions. Plain data; it goes to the process that runs it. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts, OnnxInput, OnnxOutput } from "../../../shared/contract/onnx.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Affine } from "../../../shared/units/convert.ts";
import { nearest } from "../../../shared/units/nearest.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { refuseTwice } from "../modelNames.ts";
import { exchanged } from "../modelUnits.ts";
import { windowShape, windowSize } from "./fitSidecar.ts";
import { refuseUnfilled } from "./refuseUnfilled.ts";

/** Where the samples of an input go in a window of its tensor, oldest first, and what is made of each: value · factor + offset. */
export interface BoundInput extends Affine {
  readonly name: string;
  /** Index among the tensors. */
  readonly tensor: number;
  readonly first: number;
  readonly stride: number;
  readonly samples: number;
}

export interface BoundOutput extends Affine {
  readonly name: string;
  readonly tensor: string;
  readonly index: number;
}

export interface BoundTensor {
  readonly name: string;
  readonly element: "float32" | "float64";
  /** Of one window. */
  readonly shape: readonly number[];
}

export interface OnnxBinding {
  /** Id of the use. */
  readonly use: string;
  /** Its name and the file, for messages. */
  readonly title: string;
  readonly hash: string;
  readonly stepUs: number;
  /** Of the longest window. */
  readonly samples: number;
  /** Whether many windows may go in at once. */
  readonly isBatched: boolean;
  readonly tensors: readonly BoundTensor[];
  /** In the order of the use's. */
  readonly inputs: readonly BoundInput[];
  readonly outputs: readonly BoundOutput[];
}

/** Throws `bad-input` saying which name, unit or step does not fit, and what may be meant. `system` are all uses that are solved with it. */
export function bindOnnx(use: UseProgram, facts: OnnxFacts, system: readonly UseProgram[]): OnnxBinding {
  const { imported, inputs, outputs } = use.model;
  const what = `${use.name}: ${facts.file}`;
  if (!imported || facts.unfit !== undefined || facts.sampleTimeUs === undefined) throw new TwinError("bad-input", `${what} cannot run here. ${facts.unfit ?? ""}`.trim());
  if (imported.stepUs !== facts.sampleTimeUs) throw new TwinError("bad-input", `${what} was trained with a sample every ${facts.sampleTimeUs / US_PER_S} s (sampleTime in ${facts.sidecar.file}), and its model steps by ${imported.stepUs / US_PER_S} s. Write step ${facts.sampleTimeUs / US_PER_S} s.`);
  const forgotten = facts.inputs.find(({ name }) => !imported.inputs.includes(name));
  if (forgotten) throw new TwinError("bad-input", `Model ${use.model.name} gives no value to ${forgotten.name}, an input of ${facts.file}. Add a line: input ${/^\w+$/.test(forgotten.name) ? forgotten.name : "name"} : ${forgotten.unit} from "${forgotten.name}"`);
  refuseTwice(use.model.name, "input", imported.inputs, facts.file);
  const given = imported.inputs.map((name, at) => ({ input: named(name, facts.inputs, what, "input"), unit: inputs[at]?.unit ?? "1" }));
  const tensors = facts.inputTensors.filter(({ name }) => facts.layouts[name] !== undefined);
  const sizes = tensors.map(({ name }) => windowSize(layoutOf(facts, name), facts.inputs.filter(({ tensor }) => tensor === name)));
  const read = imported.outputs.map((name, at) => ({ output: named(name, facts.outputs, what, "output"), unit: outputs[at]?.unit ?? "1" }));
  const samples = Math.max(...facts.inputs.map((input) => input.samples));
  refuseUnfilled(use, samples, system);
  const isFree = (name: string): boolean => [...facts.inputTensors, ...facts.outputTensors].some((tensor) => tensor.name === name && typeof tensor.shape[0] === "string");
  return {
    use: use.id, title: `${use.name} (${facts.file})`, hash: facts.hash, stepUs: imported.stepUs, samples,
    isBatched: tensors.every(({ name }) => isFree(name)) && read.every(({ output }) => isFree(output.tensor)),
    tensors: tensors.map(({ name, element }, at) => ({ name, element: element === "float64" ? "float64" : "float32", shape: windowShape(layoutOf(facts, name), sizes[at] ?? { samples: 0, channels: 0 }) })),
    inputs: given.map(({ input, unit }) => {
      const tensor = tensors.findIndex(({ name }) => name === input.tensor);
      const { factor, offset } = conversion("in", input, unit, what);
      return { name: input.name, tensor, samples: input.samples, ...placeIn(facts, input, sizes[tensor]?.channels ?? 1), factor: factor / input.deviation, offset: (offset - input.mean) / input.deviation };
    }),
    outputs: read.map(({ output, unit }) => {
      const { factor, offset } = conversion("out", output, unit, what);
      return { name: output.name, tensor: output.tensor, index: output.index, factor: output.deviation * factor, offset: output.mean * factor + offset };
    }),
  };
}

function layoutOf({ layouts }: OnnxFacts, tensor: string): NonNullable<OnnxFacts["layouts"][string]> {
  return layouts[tensor] ?? "batch,feature";
}

function placeIn(facts: OnnxFacts, { tensor, channel, samples }: OnnxInput, channels: number): { readonly first: number; readonly stride: number } {
  const layout = layoutOf(facts, tensor);
  if (layout === "batch,time,channel") return { first: channel, stride: channels };
  return { first: layout === "batch,feature" ? channel : channel * samples, stride: 1 };
}

function named<S extends OnnxInput | OnnxOutput>(name: string, signals: readonly S[], what: string, role: string): S {
  const found = signals.find((signal) => signal.name === name);
  if (found) return found;
  const names = signals.map((signal) => signal.name);
  const near = nearest(name, names);
  throw new TwinError("bad-input", `${what}: it has no ${role} ${name}.${near === undefined ? ` Its ${role}s: ${names.slice(0, 20).join(", ")}.` : ` Did you mean ${near}?`}`);
}

/** Into the model from the unit of a line, or out of it. */
function conversion(way: "in" | "out", { name, unit }: OnnxInput | OnnxOutput, line: string, what: string): Affine {
  const [theirs, ours] = [parseUnit(unit), parseUnit(line)];
  // Both were read before, by the sidecar's check and by the checker of texts.
  if (isUnitError(theirs) || isUnitError(ours)) throw new TwinError("internal", `${what}: ${name} has the unit ${unit} or ${line}, which cannot be read.`);
  return exchanged({ way, what, name, theirs, ours });
}
