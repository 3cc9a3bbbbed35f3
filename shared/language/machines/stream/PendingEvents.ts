/**
 * What has arrived but not been decided yet: samples, gaps and confirmations ahead of the watermark, in columns, given out
 * in order of time. Bounded by the allowed lateness times the rate, since every advance of the watermark drains it.
 */

/** In the order in which events of one instant take effect: a gap's start outweighs a sample with the same stamp. */
export const EventKind = { lateGap: 0, sample: 1, gap: 2, confirmation: 3 } as const;

/** Plain form, one row per event. */
export interface SavedEvents {
  readonly rows: readonly (readonly [tUs: number, kind: number, series: number, value: number | null, status: number, flags: number, text: string | null])[];
}

const FIRST_CAPACITY = 1024;

export class PendingEvents {
  length = 0;
  tUs = new Float64Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  series = new Int32Array(FIRST_CAPACITY);
  /** A sample's value; a confirmation's end. */
  value = new Float64Array(FIRST_CAPACITY);
  status = new Uint32Array(FIRST_CAPACITY);
  flags = new Uint8Array(FIRST_CAPACITY);
  readonly text = new Map<number, string>();
  #sorted = true;

  push(tUs: number, kind: number, series: number, value: number, status: number, flags: number, text: string | undefined): void {
    if (this.length === this.tUs.length) this.#grow();
    const row = this.length++;
    if (row > 0 && this.#after(row - 1, tUs, kind)) this.#sorted = false;
    this.tUs[row] = tUs;
    this.kind[row] = kind;
    this.series[row] = series;
    this.value[row] = value;
    this.status[row] = status;
    this.flags[row] = flags;
    if (text !== undefined) this.text.set(row, text);
  }

  /** Rows up to and including t, in order of time, then kind, then arrival. They stay until `drop`. */
  rowsUntil(untilUs: number): Uint32Array {
    const { tUs, kind, length } = this;
    const rows = new Uint32Array(length);
    let count = 0;
    for (let row = 0; row < length; row++) if ((tUs[row] ?? Infinity) <= untilUs) rows[count++] = row;
    const due = rows.subarray(0, count);
    return this.#sorted ? due : due.sort((a, b) => (tUs[a] ?? 0) - (tUs[b] ?? 0) || (kind[a] ?? 0) - (kind[b] ?? 0) || a - b);
  }

  /** Forgets the rows up to and including t, in place. */
  drop(untilUs: number): void {
    const rows = this.length;
    this.length = 0;
    this.#sorted = true;
    for (let row = 0; row < rows; row++) {
      const text = this.text.get(row);
      this.text.delete(row);
      const tUs = this.tUs[row] ?? 0;
      if (tUs > untilUs) this.push(tUs, this.kind[row] ?? 0, this.series[row] ?? 0, this.value[row] ?? NaN, this.status[row] ?? 0, this.flags[row] ?? 0, text);
    }
  }

  save(): SavedEvents {
    return { rows: this.#rows() };
  }

  restore(saved: SavedEvents): void {
    for (const [tUs, kind, series, value, status, flags, text] of saved.rows) this.push(tUs, kind, series, value ?? NaN, status, flags, text ?? undefined);
  }

  #rows(): SavedEvents["rows"][number][] {
    const rows: SavedEvents["rows"][number][] = [];
    for (let row = 0; row < this.length; row++) {
      const value = this.value[row] ?? NaN;
      rows.push([this.tUs[row] ?? 0, this.kind[row] ?? 0, this.series[row] ?? 0, Number.isFinite(value) ? value : null, this.status[row] ?? 0, this.flags[row] ?? 0, this.text.get(row) ?? null]);
    }
    return rows;
  }

  #after(row: number, tUs: number, kind: number): boolean {
    const before = this.tUs[row] ?? 0;
    return before > tUs || (before === tUs && (this.kind[row] ?? 0) > kind);
  }

  #grow(): void {
    const bigger = <T extends Float64Array | Uint8Array | Int32Array | Uint32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const capacity = this.tUs.length * 2;
    this.tUs = bigger(this.tUs, new Float64Array(capacity));
    this.kind = bigger(this.kind, new Uint8Array(capacity));
    this.series = bigger(this.series, new Int32Array(capacity));
    this.value = bigger(this.value, new Float64Array(capacity));
    this.status = bigger(this.status, new Uint32Array(capacity));
    this.flags = bigger(this.flags, new Uint8Array(capacity));
  }
}
