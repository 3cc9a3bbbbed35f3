/** The properties that say what a variable means: unit, range, names of its values (OPC UA Part 8, 5.3). */
import type { DataValue, NodeId } from "node-opcua";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { readInBites } from "./readInBites.ts";
import { showValue } from "./values.ts";

export interface Properties {
  readonly unit?: { readonly unitId: number; readonly displayName: string };
  readonly range?: { readonly low: number; readonly high: number };
  /** Value i means the i-th name. */
  readonly members?: readonly string[];
  /** The remaining ones, to be shown as they are. */
  readonly others?: readonly (readonly [name: string, value: string])[];
}

const HAS_PROPERTY = "i=46";
/** EnumValues may be sparse; a list of names up to here is still one. */
const MAX_ENUM_VALUE = 1_000;
const MAX_OTHERS = 20;

/** Properties of each node, its data type's enum names included. Same order. */
export async function readProperties(connection: OpcUaConnection, nodeIds: readonly NodeId[], dataTypes: readonly (NodeId | undefined)[]): Promise<Properties[]> {
  const own = await readRaw(connection, nodeIds);
  // Names of an enumeration stand at its data type (Part 3, 5.8.3); types of namespace 0 below 30 are plain numbers.
  const enumTypes = dataTypes.map((type, index) => (type && !isBuiltIn(type) && !own[index]?.members ? type : undefined));
  const wanted = [...new Map(enumTypes.flatMap((type) => (type ? [[type.toString(), type] as const] : []))).values()];
  const ofTypes = await readRaw(connection, wanted);
  const byType = new Map(wanted.map((type, index) => [type.toString(), ofTypes[index]?.members]));
  return own.map((properties, index) => {
    const members = properties.members ?? byType.get(enumTypes[index]?.toString() ?? "");
    return { ...properties, ...(members && { members }) };
  });
}

function isBuiltIn(type: NodeId): boolean {
  return type.namespace === 0 && typeof type.value === "number" && type.value < 30;
}

async function readRaw(connection: OpcUaConnection, nodeIds: readonly NodeId[]): Promise<Properties[]> {
  const { session, limits, ua } = connection;
  const found: { owner: number; name: string; nodeId: NodeId }[] = [];
  for (let from = 0; from < nodeIds.length; from += limits.nodesPerBrowse) {
    const part = nodeIds.slice(from, from + limits.nodesPerBrowse);
    const results = await session.browse(part.map((nodeId) => ({ nodeId, browseDirection: 0, referenceTypeId: HAS_PROPERTY, includeSubtypes: true, nodeClassMask: 2, resultMask: 63 })));
    for (const [index, result] of results.entries()) {
      for (const { browseName, nodeId } of result.references ?? []) found.push({ owner: from + index, name: browseName.name ?? "", nodeId });
      if (result.continuationPoint && result.continuationPoint.length > 0) await session.browseNext(result.continuationPoint, true);
    }
  }
  const values = await readInBites(connection, found.map(({ nodeId }) => ({ nodeId, attributeId: ua.AttributeIds.Value })));
  const properties: Properties[] = nodeIds.map(() => ({}));
  for (const [index, { owner, name }] of found.entries()) {
    const value = values[index];
    if (value?.statusCode.isGood()) properties[owner] = withProperty(properties[owner] ?? {}, name, value);
  }
  return properties;
}

function withProperty(properties: Properties, name: string, value: DataValue): Properties {
  const inside: unknown = value.value.value;
  switch (name) {
    case "EngineeringUnits":
      return isRecord(inside) ? { ...properties, unit: { unitId: Number(inside["unitId"] ?? -1), displayName: textOf(inside["displayName"]) } } : properties;
    case "EURange": {
      const low = isRecord(inside) ? Number(inside["low"]) : NaN;
      const high = isRecord(inside) ? Number(inside["high"]) : NaN;
      return low < high ? { ...properties, range: { low, high } } : properties;
    }
    case "EnumStrings":
      return Array.isArray(inside) ? { ...properties, members: inside.map(textOf) } : properties;
    case "EnumValues":
      return Array.isArray(inside) ? { ...properties, members: namesByValue(inside) } : properties;
    case "FalseState":
      return { ...properties, members: [textOf(inside), properties.members?.[1] ?? "true"] };
    case "TrueState":
      return { ...properties, members: [properties.members?.[0] ?? "false", textOf(inside)] };
    default: {
      const others = properties.others ?? [];
      return others.length < MAX_OTHERS ? { ...properties, others: [...others, [name, showValue(value.value)] as const] } : properties;
    }
  }
}

/** EnumValueType carries its value as Int64: [high, low]. */
function namesByValue(values: readonly unknown[]): string[] {
  const names: string[] = [];
  for (const entry of values) {
    if (!isRecord(entry)) continue;
    const raw = entry["value"];
    const value = Array.isArray(raw) ? Number(raw[1]) : Number(raw);
    if (Number.isInteger(value) && value >= 0 && value <= MAX_ENUM_VALUE) names[value] = textOf(entry["displayName"]);
  }
  return Array.from(names, (name, value) => name ?? String(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The text of a LocalizedText. */
function textOf(value: unknown): string {
  return isRecord(value) && typeof value["text"] === "string" ? value["text"] : "";
}
