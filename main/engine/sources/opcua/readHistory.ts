/** Raw samples from a server's own history (OPC UA Part 11, 6.5.3), bite by bite in time order. */
import type { NodeId } from "node-opcua";
import { TwinError } from "../../../../shared/contract/errors.ts";
import { US_PER_MS } from "../../../../shared/time/time.ts";
import type { RawBatch } from "../SourceDriver.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { statusReason } from "./statusReason.ts";
import { notRecordable, numberIn, sourceUs, textIn } from "./values.ts";

/** A second or two of a server's time, a few hundred kB on the wire. */
const SAMPLES_PER_CALL = 10_000;

/** Throws `refused` where the server keeps no history of the node. Both ends are included. */
export async function* readHistory(connection: OpcUaConnection, item: number, nodeId: NodeId, fromUs: number, toUs: number, nowUs: () => number, signal: AbortSignal): AsyncGenerator<RawBatch> {
  const { ua, session } = connection;
  const details = new ua.ReadRawModifiedDetails({
    isReadModified: false,
    startTime: new Date(Math.floor(fromUs / US_PER_MS)),
    endTime: new Date(Math.ceil(toUs / US_PER_MS) + 1), // the end is excluded by the server
    numValuesPerNode: SAMPLES_PER_CALL,
    returnBounds: false,
  });
  const ask = (continuationPoint: Buffer | undefined, release: boolean) =>
    session.historyRead(
      new ua.HistoryReadRequest({
        historyReadDetails: details,
        nodesToRead: [{ nodeId, ...(continuationPoint && { continuationPoint }) }],
        releaseContinuationPoints: release,
        timestampsToReturn: ua.TimestampsToReturn.Source,
      }),
    );
  let point: Buffer | undefined;
  try {
    do {
      signal.throwIfAborted();
      const result = (await ask(point, false)).results?.[0];
      if (!result || result.statusCode.value >>> 30 !== 0) throw new TwinError("refused", statusReason(result?.statusCode.name ?? ""));
      point = result.continuationPoint && result.continuationPoint.length > 0 ? result.continuationPoint : undefined;
      const data = result.historyData;
      if (data instanceof ua.HistoryData) {
        const batch = toBatch(item, data.dataValues ?? [], fromUs, toUs, nowUs());
        if (batch) yield batch;
      }
    } while (point);
  } finally {
    if (point) await ask(point, true).catch(() => undefined); // the server drops it by itself soon
  }
}

function toBatch(item: number, values: Parameters<typeof sourceUs>[0][], fromUs: number, toUs: number, receivedUs: number): RawBatch | undefined {
  const rows = values.flatMap((value) => {
    const tUs = sourceUs(value);
    return tUs !== undefined && tUs >= fromUs && tUs <= toUs && notRecordable(value.value) === undefined ? [{ value, tUs }] : [];
  });
  if (rows.length === 0) return undefined;
  const text = new Map<number, string>();
  const number = new Float64Array(rows.length);
  for (const [row, { value }] of rows.entries()) {
    number[row] = numberIn(value.value);
    const words = textIn(value.value);
    if (words !== undefined) text.set(row, words);
  }
  return {
    item: new Int32Array(rows.length).fill(item),
    tUs: Float64Array.from(rows, ({ tUs }) => tUs),
    value: number,
    status: Uint32Array.from(rows, ({ value }) => value.statusCode.value),
    receivedUs,
    ...(text.size > 0 && { text }),
  };
}
