/** "Make assets from this object": a type, an asset and all its bindings from what a server says below one node, at once. */
import type { ProposedChange } from "../../contract/project.ts";
import type { CollectedVariable } from "../../contract/sources.ts";
import { TwinError } from "../../contract/errors.ts";
import type { Asset, AssetType, DataType, Project, SignalDef } from "../project.ts";
import { assetSignalId } from "../signals.ts";
import { bindEdit, DEFAULT_SAMPLING, type NodeFacts } from "./bindings.ts";
import { childrenOf, freeName, put, type NewId } from "./edit.ts";
import { emptyType } from "./types.ts";

const WHOLE = /^(S?Byte|U?Int(16|32|64)|Float|Double|Number|Integer|UInteger|Decimal)$/;

/** Our kind of data for an OPC UA data type by name, or undefined for what is no signal (structures, arrays of them). */
export function dataTypeOf(node: { readonly dataType?: string; readonly members?: readonly string[] }): DataType | undefined {
  if (node.members !== undefined && node.members.length > 0) return "enum";
  if (node.dataType === "Boolean") return "boolean";
  if (node.dataType === "String" || node.dataType === "LocalizedText") return "text";
  return node.dataType === undefined || WHOLE.test(node.dataType) ? "number" : undefined;
}

/** The facts of a variable as a signal has them; undefined where it is no signal. */
export function factsOf(variable: Omit<CollectedVariable, "path">, name: string): NodeFacts | undefined {
  const dataType = dataTypeOf(variable);
  if (dataType === undefined) return undefined;
  const unit = dataType === "number" ? (variable.unit?.ucum ?? "1") : undefined;
  return {
    name,
    dataType,
    ...(unit !== undefined && { unit }),
    ...(dataType === "enum" && variable.members && { members: variable.members }),
    ...(dataType === "number" && variable.range && { limits: { low: variable.range.low, high: variable.range.high } }),
    ...(variable.description !== undefined && variable.description !== "" && { description: variable.description }),
  };
}

/** `["Motor", "Winding Temperature"]` → `motor.winding_temperature`: a name that rules can write. Dots in a name stay dots. */
export function signalNameOf(path: readonly string[]): string {
  const words = path.flatMap((part) => part.split(".")).map((part) => {
    const word = part.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "_").replace(/^_+|_+$/g, "");
    return /^[\p{L}_]/u.test(word) ? word : `s_${word}`;
  });
  return words.join(".");
}

/** `Centrifugal pump` → `CentrifugalPump`. */
export function typeNameOf(text: string): string {
  const word = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
  return /^\p{L}/u.test(word) ? word : `Type${word}`;
}

export interface FromObject {
  readonly source: string;
  readonly name: string;
  readonly typeName: string;
  readonly parent?: string;
  readonly variables: readonly CollectedVariable[];
  readonly nowUs: number;
}

/**
 * One change with the type (the one of that name if it has all the signals, extended where it lacks some), the asset and
 * its bindings. Throws `refused` where nothing below the object is a signal.
 */
export function makeAssetFromObject(project: Project, from: FromObject, newId: NewId): { readonly change: ProposedChange; readonly asset: string } {
  const before = Object.values(project.types).find((type) => type.name === typeNameOf(from.typeName)) ?? emptyType(newId(), typeNameOf(from.typeName));
  const defs: SignalDef[] = [...before.signals];
  const bound: { readonly def: SignalDef; readonly variable: CollectedVariable }[] = [];
  const taken = new Set<string>();
  for (const variable of from.variables) {
    const facts = factsOf(variable, freeName(signalNameOf(variable.path), taken).replaceAll(" ", "_"));
    if (!facts) continue;
    taken.add(facts.name);
    const known = defs.find((def) => def.name === facts.name && def.dataType === facts.dataType);
    const def: SignalDef = known ?? { id: newId(), ...facts };
    if (!known) defs.push(def);
    bound.push({ def, variable });
  }
  if (bound.length === 0) throw new TwinError("refused", `${from.name} has no variables below it that could be signals. Choose an object that has some.`);
  const type: AssetType = { ...before, signals: defs };
  const asset: Asset = {
    id: newId(),
    name: freeName(from.name, new Set(childrenOf(project, from.parent).map(({ name }) => name))),
    type: type.id,
    ...(from.parent !== undefined && { parent: from.parent }),
    order: (childrenOf(project, from.parent).at(-1)?.order ?? 0) + 1,
    parameters: {},
    facts: {},
    lifecycle: { state: "provisioning", sinceUs: from.nowUs },
  };
  const bindings = bound.map(({ def, variable }) =>
    bindEdit(project, assetSignalId(asset.id, def.id), { source: from.source, address: variable.address, sampling: DEFAULT_SAMPLING, ...(variable.unit?.ucum !== undefined && { sourceUnit: variable.unit.ucum }) }, newId));
  return { asset: asset.id, change: { label: `Make ${asset.name} from the server's object`, changes: [put("types", type), put("assets", asset), ...bindings] } };
}
