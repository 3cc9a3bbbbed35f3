/** What a server tells about its nodes: value with both stamps, unit, range, members of enums, access, sampling. */
import type { DataValue, NodeId, Variant } from "node-opcua";
import type { NodeAttributes } from "../../../../shared/contract/sources.ts";
import { isOpaque } from "../../../../shared/units/unit.ts";
import { unitFromEuInformation } from "../../../../shared/units/unece.ts";
import { displayNames, kindOfClass } from "./browseNodes.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { readInBites } from "./readInBites.ts";
import { readProperties, type Properties } from "./readProperties.ts";
import { statusReason } from "./statusReason.ts";
import { numberIn, serverUs, showValue, sourceUs } from "./values.ts";

/** AccessLevel bits (OPC UA Part 3, 8.57). */
const ACCESS = { read: 1, write: 2, historyRead: 4 } as const;
const HAS_TYPE_DEFINITION = "i=40";

/** Attributes in the order of the request; a node that cannot be read comes back with what failed as its description. */
export async function readAttributes(connection: OpcUaConnection, addresses: readonly string[]): Promise<NodeAttributes[]> {
  const { addresses: book } = connection;
  const parsed = addresses.map((address) => {
    try {
      return { address, nodeId: book.parse(address) };
    } catch (error) {
      return { address, failure: error instanceof Error ? error.message : String(error) };
    }
  });
  const known = parsed.flatMap((entry) => (entry.nodeId ? [{ address: entry.address, nodeId: entry.nodeId }] : []));
  const read = await readNodes(connection, known);
  let next = 0;
  return parsed.map((entry) => (entry.nodeId ? read[next++] ?? unreadable(entry.address, "The server gave no answer.") : unreadable(entry.address, entry.failure)));
}

async function readNodes(connection: OpcUaConnection, nodes: readonly { address: string; nodeId: NodeId }[]): Promise<NodeAttributes[]> {
  const { AttributeIds } = connection.ua;
  const asked = [AttributeIds.NodeClass, AttributeIds.BrowseName, AttributeIds.DisplayName, AttributeIds.Description, AttributeIds.Value, AttributeIds.DataType, AttributeIds.ValueRank, AttributeIds.UserAccessLevel, AttributeIds.MinimumSamplingInterval, AttributeIds.Historizing] as const;
  const values = await readInBites(connection, nodes.flatMap(({ nodeId }) => asked.map((attributeId) => ({ nodeId, attributeId }))));
  const rows = nodes.map((_, index) => values.slice(index * asked.length, (index + 1) * asked.length));
  const dataTypes = rows.map((row) => nodeIdIn(row[5]));
  const properties = await readProperties(connection, nodes.map(({ nodeId }) => nodeId), dataTypes);
  const types = await typeDefinitions(connection, nodes.map(({ nodeId }) => nodeId));
  const names = await displayNames(connection, [...dataTypes, ...types].flatMap((id) => (id ? [id] : [])));
  return nodes.map(({ address }, index) => describe(address, rows[index] ?? [], properties[index] ?? {}, nameIn(names, dataTypes[index]), nameIn(names, types[index])));
}

function describe(address: string, row: readonly DataValue[], properties: Properties, dataType: string | undefined, typeName: string | undefined): NodeAttributes {
  const [nodeClass, browseName, displayName, description, value, , valueRank, accessLevel, minimumSampling, historizing] = row;
  if (!nodeClass || nodeClass.statusCode.isNotGood()) return unreadable(address, statusReason(nodeClass?.statusCode.name ?? ""));
  const kind = kindOfClass(Number(nodeClass.value.value));
  const access = good(accessLevel) ? Number(accessLevel?.value.value) : 0;
  const minimumSamplingMs = good(minimumSampling) ? Number(minimumSampling?.value.value) : undefined;
  const text = textOf(description?.value);
  const number = value && value.value.arrayType === 0 ? numberIn(value.value) : NaN;
  const isVariable = kind === "variable" && value !== undefined;
  const attributes = [
    ["Browse name", String(browseName?.value.value?.name ?? "")],
    ["Data type", dataType],
    ["Value rank", isVariable ? String(valueRank?.value.value) : undefined],
    ["Minimum sampling interval", minimumSamplingMs === undefined ? undefined : `${minimumSamplingMs} ms`],
    ["Historizing", good(historizing) ? String(historizing?.value.value) : undefined],
    ...properties.others ?? [],
  ].flatMap(([name, shown]) => (name !== undefined && shown !== undefined ? [{ name, value: shown }] : []));
  const sourceStampUs = isVariable ? sourceUs(value) : undefined;
  const serverStampUs = isVariable ? serverUs(value) : undefined;
  const unit = properties.unit && unitOf(properties.unit);
  return {
    address,
    name: textOf(displayName?.value) ?? address,
    kind,
    hasChildren: kind !== "variable" && kind !== "method",
    ...(typeName !== undefined && { typeName }),
    ...(dataType !== undefined && { dataType }),
    ...(text !== undefined && text !== "" && { description: text }),
    ...(isVariable && { value: showValue(value.value), status: value.statusCode.value }),
    ...(isVariable && !Number.isNaN(number) && { numericValue: number }),
    ...(sourceStampUs !== undefined && { sourceUs: sourceStampUs }),
    ...(serverStampUs !== undefined && { serverUs: serverStampUs }),
    ...(unit && { unit }),
    ...(properties.range && { range: properties.range }),
    ...(properties.members && { members: properties.members }),
    access: { read: (access & ACCESS.read) !== 0, write: (access & ACCESS.write) !== 0, history: (access & ACCESS.historyRead) !== 0 },
    ...(minimumSamplingMs !== undefined && { minimumSamplingMs }),
    attributes,
  };
}

function unitOf({ unitId, displayName }: NonNullable<Properties["unit"]>): NonNullable<NodeAttributes["unit"]> {
  const unit = unitFromEuInformation(unitId, displayName);
  return { text: displayName, ...(unit && !isOpaque(unit) && { ucum: unit.code }) };
}

function unreadable(address: string, why: string): NodeAttributes {
  return { address, name: address, kind: "variable", hasChildren: false, description: why, access: { read: false, write: false, history: false }, attributes: [] };
}

async function typeDefinitions(connection: OpcUaConnection, nodeIds: readonly NodeId[]): Promise<(NodeId | undefined)[]> {
  const found: (NodeId | undefined)[] = [];
  for (let from = 0; from < nodeIds.length; from += connection.limits.nodesPerBrowse) {
    const part = nodeIds.slice(from, from + connection.limits.nodesPerBrowse);
    const results = await connection.session.browse(part.map((nodeId) => ({ nodeId, browseDirection: 0, referenceTypeId: HAS_TYPE_DEFINITION, includeSubtypes: false, nodeClassMask: 0, resultMask: 0 })));
    found.push(...results.map((result) => result.references?.[0]?.nodeId));
  }
  return found;
}

function good(value: DataValue | undefined): boolean {
  return value !== undefined && value.statusCode.isGood() && value.value.value !== null && value.value.value !== undefined;
}

function nodeIdIn(value: DataValue | undefined): NodeId | undefined {
  const inside: unknown = value?.value.value;
  return typeof inside === "object" && inside !== null && "identifierType" in inside ? (inside as NodeId) : undefined; // the library's own class
}

function nameIn(names: ReadonlyMap<string, string>, nodeId: NodeId | undefined): string | undefined {
  return nodeId && names.get(nodeId.toString());
}

function textOf(variant: Variant | undefined): string | undefined {
  const text: unknown = variant?.value?.text;
  return typeof text === "string" ? text : undefined;
}
