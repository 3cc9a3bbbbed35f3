/** All variables below an object, with what is needed to make signals of them. Bounded in depth and number. */
import type { NodeId } from "node-opcua";
import type { CollectedVariable } from "../../../../shared/contract/sources.ts";
import { childrenOf } from "./browseNodes.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { readAttributes } from "./readAttributes.ts";

/** Deeper than machines are nested; address spaces may have loops. */
const MAX_DEPTH = 8;
/** More than any one machine has; a whole plant is to be taken machine by machine. */
const MAX_VARIABLES = 2_000;
const MAX_NODES = 10_000;

export interface Collected {
  readonly name: string;
  readonly typeName?: string;
  readonly variables: CollectedVariable[];
  readonly truncated: boolean;
}

export async function collectVariables(connection: OpcUaConnection, address: string): Promise<Collected> {
  const start = connection.addresses.parse(address);
  const [root] = await readAttributes(connection, [address]);
  const found: { address: string; path: string[] }[] = [];
  const seen = new Set([start.toString()]);
  let level: { nodeId: NodeId; path: string[] }[] = [{ nodeId: start, path: [] }];
  let truncated = false;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) {
      truncated = true;
      break;
    }
    const next: typeof level = [];
    for (const { nodeId, path } of level) {
      const { children, more } = await childrenOf(connection, nodeId, MAX_VARIABLES);
      truncated ||= more;
      for (const child of children) {
        if (seen.has(child.nodeId.toString()) || child.kind === "method") continue;
        if (seen.size >= MAX_NODES || found.length >= MAX_VARIABLES) {
          truncated = true;
          break;
        }
        seen.add(child.nodeId.toString());
        const below = { nodeId: child.nodeId, path: [...path, child.name] };
        if (child.kind === "variable") found.push({ address: connection.addresses.format(child.nodeId), path: below.path });
        next.push(below);
      }
    }
    level = next;
  }
  const attributes = await readAttributes(connection, found.map((variable) => variable.address));
  const variables = found.flatMap(({ path }, index) => {
    const node = attributes[index];
    return node ? [{ ...node, path }] : [];
  });
  return { name: root?.name ?? address, ...(root?.typeName !== undefined && { typeName: root.typeName }), variables, truncated };
}
