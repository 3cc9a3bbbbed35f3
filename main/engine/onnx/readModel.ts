/**
 * What an ONNX file says of itself (onnx.proto of the standard: ModelProto, GraphProto), and what in it leads out of it: data in other
 * files, operators that the runtime has not. The weights are passed over; nothing is computed.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts, OnnxTensor } from "../../../shared/contract/onnx.ts";
import { textOf, WireReader, type WireField } from "./protobuf.ts";

export interface OnnxModel extends Pick<OnnxFacts, "producer" | "description" | "opsets" | "inputTensors" | "outputTensors"> {
  /** Names of tensors whose values are in other files. */
  readonly outside: readonly string[];
  /** Sets of operators that are used and that neither the runtime nor the file has. */
  readonly foreign: readonly string[];
}

type Message = "model" | "graph" | "node" | "attribute" | "tensor" | "sparse" | "function" | "training";

/** Fields that hold messages in which something may lead outside. */
const INNER: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: "graph", 20: "training", 25: "function" },
  training: { 1: "graph", 2: "graph" },
  function: { 7: "node", 11: "attribute" },
  graph: { 1: "node", 5: "tensor", 15: "sparse" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  sparse: { 1: "tensor", 2: "tensor" },
  tensor: {},
};
/** Graphs lie within attributes of nodes of graphs: no model nests them deeper. */
const MAX_DEPTH = 60;
/** Sets of operators in the runtime. "com.microsoft" are those that its converters make. */
const KNOWN_DOMAINS: ReadonlySet<string> = new Set(["", "ai.onnx", "ai.onnx.ml", "com.microsoft"]);
/** TensorProto.DataType by number. */
const ELEMENTS = ["undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16"];

/** Throws `damaged` for what is no ONNX model, `limit` for one with too many parts. */
export function readModel(bytes: Uint8Array, name: string): OnnxModel {
  const reader = new WireReader(name);
  const domains = new Set<string>();
  const own = new Set<string>();
  const outside: string[] = [];
  const walk = (message: Message, content: Uint8Array, depth: number): void => {
    if (depth > MAX_DEPTH) throw new TwinError("damaged", `${name} nests its parts deeper than ${MAX_DEPTH} levels.`);
    let tensor = "";
    let isOutside = false;
    let domain = "";
    for (const field of reader.fields(content)) {
      const inner = INNER[message][field.number];
      if (inner) walk(inner, field.bytes, depth + 1);
      if (message === "tensor" && field.number === 8) tensor = textOf(field);
      // external_data, and data_location other than inside.
      if (message === "tensor" && (field.number === 13 || (field.number === 14 && field.value !== 0))) isOutside = true;
      if (message === "node" && field.number === 7) domain = textOf(field);
      if (message === "function" && field.number === 10) own.add(textOf(field));
    }
    if (isOutside) outside.push(tensor);
    if (message === "node") domains.add(domain);
  };
  walk("model", bytes, 0);
  const parts = [...reader.fields(bytes)];
  const graph = parts.filter(({ number }) => number === 7).flatMap((field) => [...reader.fields(field.bytes)]);
  const all = (number: number): readonly WireField[] => graph.filter((field) => field.number === number);
  const initial = new Set(all(5).map((field) => [...reader.fields(field.bytes)].filter(({ number }) => number === 8).map(textOf).join("")));
  const [inputTensors, outputTensors] = [all(11), all(12)].map((fields) => fields.map((field) => tensorOf(field, reader)));
  if (!inputTensors || !outputTensors || outputTensors.length === 0 || !parts.some(({ number }) => number === 1)) throw new TwinError("damaged", `${name} is no ONNX model: it has no version, or no graph with an output.`);
  const said = (number: number): string => parts.filter((field) => field.number === number).map(textOf).join("").trim();
  const producer = `${said(2)} ${said(3)}`.trim();
  const description = said(6) || all(10).map(textOf).join("").trim();
  return {
    ...(producer !== "" && { producer }), ...(description !== "" && { description }),
    opsets: parts.filter(({ number }) => number === 8).map((field) => opsetOf(field, reader)),
    // Older files list the values that they bring along among the inputs.
    inputTensors: inputTensors.filter((tensor) => !initial.has(tensor.name)), outputTensors,
    outside, foreign: [...domains].filter((domain) => !KNOWN_DOMAINS.has(domain) && !own.has(domain)).sort(),
  };
}

function opsetOf({ bytes }: WireField, reader: WireReader): OnnxFacts["opsets"][number] {
  const fields = [...reader.fields(bytes)];
  return { domain: fields.filter(({ number }) => number === 1).map(textOf).join("") || "ai.onnx", version: fields.find(({ number }) => number === 2)?.value ?? 0 };
}

/** ValueInfoProto: name, type.tensor_type.elem_type, type.tensor_type.shape.dim. */
function tensorOf({ bytes }: WireField, reader: WireReader): OnnxTensor {
  const inner = (of: readonly WireField[], number: number): readonly WireField[] => of.filter((field) => field.number === number).flatMap((field) => [...reader.fields(field.bytes)]);
  const fields = [...reader.fields(bytes)];
  const tensor = inner(inner(fields, 2), 1);
  const element = tensor.find(({ number }) => number === 1)?.value ?? 0;
  return {
    name: fields.filter(({ number }) => number === 1).map(textOf).join(""),
    element: tensor.length === 0 ? "no tensor" : (ELEMENTS[element] ?? `type ${element}`),
    shape: tensor.filter(({ number }) => number === 2).flatMap((shape) => [...reader.fields(shape.bytes)].filter(({ number }) => number === 1)).map((dimension) => {
      const [size] = [...reader.fields(dimension.bytes)];
      return size?.number === 1 ? size.value : size?.number === 2 ? textOf(size) : "";
    }),
  };
}
