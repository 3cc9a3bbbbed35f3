/**
 * What is remembered of each monitored item while notifications are read: in columns by client handle, so that reading a
 * value touches no object of ours. Handles are given once and never reused within a connection.
 */

const START_CAPACITY = 1024;

export class ItemTable {
  /** The caller's item; -1 where there is none, or it is not wanted any more. */
  item = new Int32Array(START_CAPACITY).fill(-1);
  /** Stamp of the last sample, NaN before the first. */
  lastUs = new Float64Array(START_CAPACITY);
  lastValue = new Float64Array(START_CAPACITY);
  /** How often in a row the value changed while its time stamp stood still. */
  frozen = new Uint8Array(START_CAPACITY);
  #count = 1; // handle 0 is left out: some servers take it for "none"

  add(item: number): number {
    const handle = this.#count++;
    if (handle === this.item.length) this.#grow();
    this.item[handle] = item;
    this.lastUs[handle] = NaN;
    this.lastValue[handle] = NaN;
    this.frozen[handle] = 0;
    return handle;
  }

  remove(handle: number): void {
    this.item[handle] = -1;
  }

  #grow(): void {
    const capacity = this.item.length * 2;
    const item = new Int32Array(capacity).fill(-1);
    const lastUs = new Float64Array(capacity);
    const lastValue = new Float64Array(capacity);
    const frozen = new Uint8Array(capacity);
    item.set(this.item);
    lastUs.set(this.lastUs);
    lastValue.set(this.lastValue);
    frozen.set(this.frozen);
    this.item = item;
    this.lastUs = lastUs;
    this.lastValue = lastValue;
    this.frozen = frozen;
  }
}
