/** All variables below an object, with what is needed to make signals of them. Bounded in depth and number. */
import type { NodeId } from "node-opcua";
import type { CollectedVariable } from "../../../../shared/contract/sources.ts";
import { childrenOfEach } from "./browseNodes.ts";
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
    const below = await childrenOfEach(connection, level.map(({ nodeId }) => nodeId), MAX_VARIABLES);
    for (const [index, { children, more }] of below.entries()) {
      truncated ||= more;
      for (const child of children) {
        if (seen.has(child.nodeId.toString()) || child.kind === "method") continue;
        if (seen.size >= MAX_NODES || found.length >= MAX_VARIABLES) {
          truncated = true;
          break;
        }
        seen.add(child.nodeId.toString());
        const path = [...(level[index]?.path ?? []), child.name];
        if (child.kind === "variable") found.push({ address: connection.addresses.format(child.nodeId), path });
        next.push({ nodeId: child.nodeId, path });
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
