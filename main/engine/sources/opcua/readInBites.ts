/** Reads any number of attributes, in calls that the server can take. */
import type { DataValue, NodeId } from "node-opcua";
import type { OpcUaConnection } from "./OpcUaConnection.ts";

export async function readInBites(connection: OpcUaConnection, asked: readonly { nodeId: NodeId; attributeId: number }[]): Promise<DataValue[]> {
  const values: DataValue[] = [];
  for (let from = 0; from < asked.length; from += connection.limits.nodesPerRead) {
    values.push(...(await connection.session.read(asked.slice(from, from + connection.limits.nodesPerRead))));
  }
  return values;
}
