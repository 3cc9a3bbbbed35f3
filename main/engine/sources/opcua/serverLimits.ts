/** What a server can take in one call (OPC UA Part 5, 6.3.11 OperationLimits and 6.3.2 ServerCapabilities). */
import type { ClientSession } from "node-opcua";
import type { OpcUa } from "./library.ts";

export interface ServerLimits {
  readonly monitoredItemsPerCall: number;
  readonly itemsPerSubscription: number;
  readonly nodesPerRead: number;
  readonly nodesPerBrowse: number;
}

/** Ours, where the server says nothing or more: calls of this size answer in well under a second. */
const OURS: ServerLimits = { monitoredItemsPerCall: 1_000, itemsPerSubscription: 1_000, nodesPerRead: 500, nodesPerBrowse: 200 };
/**
 * A server that states its limit per subscription may be taken at its word up to here. The library keeps five publish
 * requests under way for each subscription and a server answers one with at most about 1,000 values: with more items than
 * this, a slow round trip would hold values back until the server's queues run over.
 */
const MOST_ITEMS_PER_SUBSCRIPTION = 2_500;

/** Zero, Bad or absent means "no limit said". */
export async function readServerLimits(ua: OpcUa, session: ClientSession): Promise<ServerLimits> {
  const ids = [
    ua.VariableIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
    ua.VariableIds.Server_ServerCapabilities_MaxMonitoredItemsPerSubscription,
    ua.VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
    ua.VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
  ];
  const values = await session.read(ids.map((id) => ({ nodeId: `i=${id}`, attributeId: ua.AttributeIds.Value })));
  const said = values.map(({ value, statusCode }) => (statusCode.isGood() && typeof value.value === "number" && value.value > 0 ? value.value : undefined));
  const atMost = (index: number, ours: number) => Math.min(said[index] ?? ours, ours);
  return {
    monitoredItemsPerCall: atMost(0, OURS.monitoredItemsPerCall),
    itemsPerSubscription: said[1] === undefined ? OURS.itemsPerSubscription : Math.min(said[1], MOST_ITEMS_PER_SUBSCRIPTION),
    nodesPerRead: atMost(2, OURS.nodesPerRead),
    nodesPerBrowse: atMost(3, OURS.nodesPerBrowse),
  };
}
