/** Fills a gap from the server's own history, for the items whose history it keeps. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import type { SourceEvents, SubscribeItem } from "../SourceDriver.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { readHistory } from "./readHistory.ts";
import { readInBites } from "./readInBites.ts";

/** Histories read at the same time: the live data must not wait behind them. */
const AT_ONCE = 4;
/** AccessLevel bit HistoryRead (OPC UA Part 3, 8.57). */
const HISTORY_READ = 4;

export interface BackfillOptions {
  readonly connection: OpcUaConnection;
  readonly items: readonly SubscribeItem[];
  readonly fromUs: number;
  readonly toUs: number;
  readonly events: Pick<SourceEvents, "onBatch" | "onFilled">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Hands the samples on and says which items lack nothing now. Items that the server refuses stay with their gap. */
export async function backfill({ connection, items, fromUs, toUs, events, clock, signal }: BackfillOptions): Promise<void> {
  const { addresses, ua } = connection;
  const nodes = items.map((item) => ({ item, nodeId: addresses.parse(item.address) }));
  const access = await readInBites(connection, nodes.map(({ nodeId }) => ({ nodeId, attributeId: ua.AttributeIds.UserAccessLevel })));
  const kept = nodes.filter((_, index) => access[index]?.statusCode.isGood() && (Number(access[index]?.value.value) & HISTORY_READ) !== 0);
  const filled: number[] = [];
  const queue = kept.values();
  const worker = async () => {
    for (const { item, nodeId } of queue) {
      try {
        for await (const batch of readHistory(connection, item.item, nodeId, fromUs, toUs, clock, signal)) events.onBatch(batch);
        filled.push(item.item);
      } catch (error) {
        if (!(error instanceof TwinError && error.code === "refused")) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (filled.length > 0) events.onFilled({ fromUs, toUs, items: Int32Array.from(filled) });
}
