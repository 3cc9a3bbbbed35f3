/**
 * Turns the data changes of one publish response into columns. This is the hot path: per value it writes into typed arrays
 * and keeps nothing of the library's objects.
 */
import type { MonitoredItemNotification } from "node-opcua";
import type { RawBatch } from "../SourceDriver.ts";
import type { ItemTable } from "./ItemTable.ts";
import { notRecordable, numberIn, serverUs, sourceUs, textIn } from "./values.ts";

/** InfoType DataValue with the Overflow bit (OPC UA Part 4, 7.39.1): the queue dropped values before this one. */
const OVERFLOW = 0x0480;
/** As often must a value change under one and the same stamp before the clock counts as frozen. */
const FROZEN_AFTER = 5;

export interface ReaderEvents {
  /** The server's queue dropped values of this item between two samples. */
  readonly onOverflow: (item: number, fromUs: number, toUs: number) => void;
  readonly onNotRecordable: (item: number, reason: string) => void;
  readonly onFrozenClock: (item: number) => void;
}

export class NotificationReader {
  readonly #table: ItemTable;
  readonly #events: ReaderEvents;
  /**
   * Nothing was known before this instant (we were not connected). The first value of each item may be older, if it has
   * not changed since; it is then taken as a reading made now, which it is, and so ends the gap before it.
   */
  readonly #knownFromUs: number;

  constructor(table: ItemTable, knownFromUs: number, events: ReaderEvents) {
    this.#table = table;
    this.#knownFromUs = knownFromUs;
    this.#events = events;
  }

  /** Columns for what can be recorded, or undefined if that is nothing. */
  read(notifications: readonly MonitoredItemNotification[], receivedUs: number): RawBatch | undefined {
    const size = notifications.length;
    const item = new Int32Array(size);
    const tUs = new Float64Array(size);
    const value = new Float64Array(size);
    const status = new Uint32Array(size);
    let text: Map<number, string> | undefined;
    const table = this.#table;
    let row = 0;
    for (const notification of notifications) {
      const handle = notification.clientHandle;
      const wanted = table.item[handle] ?? -1;
      if (wanted < 0) continue;
      const data = notification.value;
      const variant = data.value;
      if (variant.arrayType !== 0 || variant.dataType > 12) {
        const reason = notRecordable(variant);
        if (reason !== undefined) {
          this.#events.onNotRecordable(wanted, reason);
          continue;
        }
      }
      const number = numberIn(variant);
      const code = data.statusCode.value;
      const lastUs = table.lastUs[handle] ?? NaN;
      let stampedUs = sourceUs(data) ?? receivedUs;
      if (lastUs !== lastUs && stampedUs < this.#knownFromUs) stampedUs = Math.max(serverUs(data) ?? receivedUs, this.#knownFromUs);
      if ((code & OVERFLOW) === OVERFLOW) this.#events.onOverflow(wanted, lastUs === lastUs ? lastUs : this.#knownFromUs, stampedUs);
      if (stampedUs === lastUs) this.#sameStamp(handle, wanted, number);
      else table.frozen[handle] = 0;
      table.lastUs[handle] = stampedUs;
      table.lastValue[handle] = number;
      item[row] = wanted;
      tUs[row] = stampedUs;
      value[row] = number;
      status[row] = code;
      if (number !== number) {
        const words = textIn(variant);
        if (words !== undefined) (text ??= new Map()).set(row, words);
      }
      row++;
    }
    if (row === 0) return undefined;
    const full = row === size;
    return {
      item: full ? item : item.slice(0, row),
      tUs: full ? tUs : tUs.slice(0, row),
      value: full ? value : value.slice(0, row),
      status: full ? status : status.slice(0, row),
      receivedUs,
      ...(text && { text }),
    };
  }

  #sameStamp(handle: number, item: number, number: number): void {
    const table = this.#table;
    if (number !== number || number === table.lastValue[handle]) return;
    const times = (table.frozen[handle] ?? 0) + 1;
    if (times > FROZEN_AFTER) return;
    table.frozen[handle] = times;
    if (times === FROZEN_AFTER) this.#events.onFrozenClock(item);
  }
}
