/** Walking a server's address space: what lies below a node, in bounded bites, with continuation points followed. */
import type { BrowseResult, NodeId, ReferenceDescription } from "node-opcua";
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { BrowsedNode, NodeKind } from "../../../../shared/contract/sources.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { statusReason } from "./statusReason.ts";

/** More children than this are cut off and said to be more: nobody scrolls through them. */
export const MAX_CHILDREN = 5_000;
/** Children looked at to tell whether there are any besides properties. */
const PEEK = 20;
/** Standard node ids (OPC UA Part 6, Annex A.1). */
const STANDARD = { organizes: 35, hasProperty: 46, hasHistoricalConfiguration: 56, hierarchicalReferences: 33, objectsFolder: 85, folderType: 61 } as const;
/** NodeClass bits: Object, Variable, Method, ObjectType, VariableType, DataType, View (Part 3, 8.29). */
const CLASS = { object: 1, variable: 2, method: 4, objectType: 8, variableType: 16, dataType: 64, view: 128 } as const;
const SHOWN_CLASSES = CLASS.object | CLASS.variable | CLASS.method | CLASS.view;
const ALL_FIELDS = 63;

export interface Child {
  readonly nodeId: NodeId;
  readonly name: string;
  readonly kind: NodeKind;
  readonly typeDefinition: NodeId | undefined;
}

/** The Objects folder, where address spaces begin. */
export function rootOf(connection: OpcUaConnection): NodeId {
  return connection.addresses.parse(`i=${STANDARD.objectsFolder}`);
}

export interface Children {
  readonly children: Child[];
  readonly more: boolean;
}

/** Nodes below `nodeId` without its properties. Throws `not-found` or `refused` as the server says. */
export async function childrenOf(connection: OpcUaConnection, nodeId: NodeId, limit: number): Promise<Children> {
  const [result] = await connection.session.browse([description(nodeId)]);
  if (!result || result.statusCode.isNotGood()) {
    throw new TwinError(result?.statusCode.name === "BadNodeIdUnknown" ? "not-found" : "refused", statusReason(result?.statusCode.name ?? ""));
  }
  return follow(connection, result, limit);
}

/** The same for many nodes in few calls; what cannot be browsed has no children. */
export async function childrenOfEach(connection: OpcUaConnection, nodeIds: readonly NodeId[], limit: number): Promise<Children[]> {
  const { session, limits } = connection;
  const found: Children[] = [];
  for (let from = 0; from < nodeIds.length; from += limits.nodesPerBrowse) {
    const results: BrowseResult[] = await session.browse(nodeIds.slice(from, from + limits.nodesPerBrowse).map(description));
    for (const result of results) found.push(await follow(connection, result, limit));
  }
  return found;
}

/** All of an answer that comes in parts, up to the limit. */
async function follow(connection: OpcUaConnection, first: BrowseResult, limit: number): Promise<Children> {
  const children: Child[] = [];
  let result = first;
  for (;;) {
    for (const reference of result.references ?? []) {
      const child = childOf(reference);
      if (child) children.push(child);
    }
    const point: Buffer | null = result.continuationPoint;
    if (!point || point.length === 0) return { children: children.slice(0, limit), more: children.length > limit };
    const enough = children.length > limit;
    result = await connection.session.browseNext(point, enough);
    if (enough || result.statusCode.isNotGood()) return { children: children.slice(0, limit), more: true };
  }
}

/** Which of these nodes have anything below them, properties not counted. */
export async function withChildren(connection: OpcUaConnection, nodeIds: readonly NodeId[]): Promise<boolean[]> {
  const { session, limits } = connection;
  const answers: boolean[] = [];
  for (let from = 0; from < nodeIds.length; from += limits.nodesPerBrowse) {
    const results: BrowseResult[] = await session.browse(nodeIds.slice(from, from + limits.nodesPerBrowse).map(description));
    for (const result of results) {
      const references = result.references ?? [];
      const found = references.slice(0, PEEK).some((reference) => childOf(reference) !== undefined) || references.length > PEEK;
      if (result.continuationPoint && result.continuationPoint.length > 0) await session.browseNext(result.continuationPoint, true);
      answers.push(found);
    }
  }
  return answers;
}

/** The Sources tree's answer for one node. */
export async function browseTree(connection: OpcUaConnection, nodeId: NodeId): Promise<{ nodes: BrowsedNode[]; more: boolean }> {
  const { children, more } = await childrenOf(connection, nodeId, MAX_CHILDREN);
  const expandable = await withChildren(connection, children.map((child) => child.nodeId));
  const types = await displayNames(connection, children.flatMap(({ typeDefinition }) => (typeDefinition ? [typeDefinition] : [])));
  const nodes = children.map((child, index): BrowsedNode => {
    const typeName = child.typeDefinition && types.get(child.typeDefinition.toString());
    return {
      address: connection.addresses.format(child.nodeId),
      name: child.name,
      kind: child.kind,
      hasChildren: expandable[index] ?? false,
      ...(typeName !== undefined && { typeName }),
    };
  });
  return { nodes, more };
}

/** Display names by node id as text; read once for each of them and kept with the connection. */
export async function displayNames(connection: OpcUaConnection, nodeIds: readonly NodeId[]): Promise<ReadonlyMap<string, string>> {
  const { session, ua, limits, names } = connection;
  const unknown = [...new Map(nodeIds.map((nodeId) => [nodeId.toString(), nodeId])).entries()].filter(([key]) => !names.has(key));
  for (let from = 0; from < unknown.length; from += limits.nodesPerRead) {
    const part = unknown.slice(from, from + limits.nodesPerRead);
    const values = await session.read(part.map(([, nodeId]) => ({ nodeId, attributeId: ua.AttributeIds.DisplayName })));
    for (const [index, [key]] of part.entries()) {
      const text: unknown = values[index]?.value.value?.text;
      if (typeof text === "string") names.set(key, text);
    }
  }
  return names;
}

function description(nodeId: NodeId) {
  return { nodeId, browseDirection: 0, referenceTypeId: `i=${STANDARD.hierarchicalReferences}`, includeSubtypes: true, nodeClassMask: SHOWN_CLASSES, resultMask: ALL_FIELDS };
}

function childOf(reference: ReferenceDescription): Child | undefined {
  const { nodeId, referenceTypeId } = reference;
  const describes = isStandard(referenceTypeId, STANDARD.hasProperty) || isStandard(referenceTypeId, STANDARD.hasHistoricalConfiguration);
  if (describes || (nodeId.serverIndex ?? 0) !== 0) return undefined;
  const nodeClass: number = reference.nodeClass;
  const type = reference.typeDefinition;
  return {
    nodeId,
    name: reference.displayName.text ?? reference.browseName.name ?? "",
    kind: kindOf(nodeClass, type),
    typeDefinition: type.isEmpty() ? undefined : type,
  };
}

function kindOf(nodeClass: number, type: NodeId): NodeKind {
  if (nodeClass === CLASS.object) return isStandard(type, STANDARD.folderType) ? "folder" : "object";
  if (nodeClass === CLASS.variable) return "variable";
  if (nodeClass === CLASS.method) return "method";
  return nodeClass === CLASS.view ? "view" : "type";
}

export function kindOfClass(nodeClass: number): NodeKind {
  return nodeClass === CLASS.object ? "object" : nodeClass === CLASS.variable ? "variable" : nodeClass === CLASS.method ? "method" : nodeClass === CLASS.view ? "view" : "type";
}

function isStandard(nodeId: NodeId, id: number): boolean {
  return nodeId.namespace === 0 && nodeId.value === id;
}
