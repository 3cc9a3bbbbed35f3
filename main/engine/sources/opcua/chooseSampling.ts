/** A sampling interval for items whose rate nobody chose. */
import type { NodeId } from "node-opcua";
import { AUTOMATIC_SAMPLING, type SubscribeItem } from "../SourceDriver.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { readInBites } from "./readInBites.ts";

/** What servers that sample at intervals are asked for: twice a second shows a plant well and burdens no controller. */
const USUAL_MS = 500;

/**
 * A server whose MinimumSamplingInterval for a node is 0 reports its changes as they happen (OPC UA Part 3, 5.6.2), but only
 * if asked for 0; asked for an interval it polls, which costs it far more and may miss changes silently.
 */
export async function chooseSampling(connection: OpcUaConnection, items: readonly SubscribeItem[]): Promise<SubscribeItem[]> {
  const open = items.filter((item) => item.samplingMs === AUTOMATIC_SAMPLING);
  if (open.length === 0) return [...items];
  const attributeId = connection.ua.AttributeIds.MinimumSamplingInterval;
  const nodes = open.flatMap((item) => {
    const nodeId = parsed(connection, item.address);
    return nodeId ? [{ item: item.item, nodeId }] : [];
  });
  const values = await readInBites(connection, nodes.map(({ nodeId }) => ({ nodeId, attributeId })));
  const byException = new Set(nodes.flatMap(({ item }, index) => (values[index]?.statusCode.isGood() && values[index]?.value.value === 0 ? [item] : [])));
  return items.map((item) => (item.samplingMs === AUTOMATIC_SAMPLING ? { ...item, samplingMs: byException.has(item.item) ? 0 : USUAL_MS } : item));
}

/** What is no address is refused by name when it is subscribed. */
function parsed(connection: OpcUaConnection, address: string): NodeId | undefined {
  try {
    return connection.addresses.parse(address);
  } catch {
    return undefined;
  }
}
