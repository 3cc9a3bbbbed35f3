/**
 * What a plot holds of one series: the window the engine reduced for it, and the live samples that came after.
 * Columns with room to grow; answers "at or before". Does not ask for data and does not draw.
 */
import type { WindowData } from "../../shared/contract/history.ts";
import type { Span } from "../../shared/time/time.ts";
import { StatusCode } from "../../shared/model/sample.ts";

/** Room for live samples between two windows, at the usual ten frames a second. */
const SPARE_ROWS = 1_024;

/** One sample as read back. */
export interface Reading {
  readonly tUs: number;
  readonly value: number;
  readonly status: number;
  readonly text?: string;
  /** Between the sample and the asked instant a gap begins, or the sample itself carries no value. */
  readonly unknown: boolean;
}

export class SeriesData {
  tUs = new Float64Array(SPARE_ROWS);
  value = new Float64Array(SPARE_ROWS);
  status = new Uint32Array(SPARE_ROWS);
  length = 0;
  /** Texts by row; for text signals only. */
  text: string[] | undefined;
  /** [from, to) pairs with nothing known. */
  gaps: Float64Array = new Float64Array(0);
  kind: WindowData["kind"] = "raw";
  /** Samples in the span before reduction. */
  samples = 0;
  /** The instant from which the newest value counts as stale; absent while it is current. */
  staleFromUs: number | undefined;
  /** Whether a window has arrived. */
  loaded = false;
  /** What the window that has arrived reaches over: of other instants nothing is known here. */
  #reach: Span = { fromUs: Infinity, toUs: -Infinity };

  /** Whether what is held says anything about an instant. */
  reaches(tUs: number): boolean {
    return tUs >= this.#reach.fromUs && tUs <= this.#reach.toUs;
  }

  /** Replaces everything by an answer of the engine; `reach` ends at Infinity where live samples go on from it, and newer ones are kept. */
  setWindow(data: WindowData, reach: Span = { fromUs: -Infinity, toUs: Infinity }): void {
    const newestUs = data.tUs.at(-1) ?? data.before?.tUs ?? -Infinity;
    const keptFrom = this.#firstAfter(newestUs);
    const kept = this.loaded && this.#reach.toUs === Infinity && reach.toUs === Infinity ? this.length - keptFrom : 0;
    this.#reach = reach;
    const lead = data.before ? 1 : 0;
    const rows = lead + data.tUs.length;
    const tUs = new Float64Array(rows + kept + SPARE_ROWS);
    const value = new Float64Array(tUs.length);
    const status = new Uint32Array(tUs.length);
    if (data.before) {
      tUs[0] = data.before.tUs;
      value[0] = data.before.value;
      status[0] = data.before.status;
    }
    tUs.set(data.tUs, lead);
    value.set(data.value, lead);
    status.set(data.status, lead);
    tUs.set(this.tUs.subarray(keptFrom, keptFrom + kept), rows);
    value.set(this.value.subarray(keptFrom, keptFrom + kept), rows);
    status.set(this.status.subarray(keptFrom, keptFrom + kept), rows);
    this.text = data.text && [...(lead === 1 ? [""] : []), ...data.text, ...(this.text?.slice(keptFrom, keptFrom + kept) ?? [])];
    this.tUs = tUs;
    this.value = value;
    this.status = status;
    this.length = rows + kept;
    this.gaps = data.gaps;
    this.kind = data.kind;
    this.samples = data.samples;
    this.loaded = true;
    if (kept > 0) this.#endGap(rows);
  }

  /** Adds a live sample, if what is held reaches to it. Older than, or the same as, the newest: already there. */
  append(tUs: number, value: number, status: number, text?: string): void {
    if (this.loaded && this.#reach.toUs !== Infinity) return;
    if (this.length > 0 && tUs <= (this.tUs[this.length - 1] ?? -Infinity)) return;
    if (this.length === this.tUs.length) this.#grow();
    this.tUs[this.length] = tUs;
    this.value[this.length] = value;
    this.status[this.length] = status;
    if (text !== undefined) (this.text ??= [])[this.length] = text;
    this.length += 1;
    this.samples += 1;
    this.#endGap(this.length - 1);
  }

  /** The last sample at or before an instant; undefined where there is none. */
  atOrBefore(tUs: number): Reading | undefined {
    if (this.loaded && !this.reaches(tUs)) return undefined;
    const row = this.#firstAfter(tUs) - 1;
    if (row < 0) return undefined;
    const at = this.tUs[row] ?? Number.NaN;
    const value = this.value[row] ?? Number.NaN;
    const status = this.status[row] ?? StatusCode.good;
    const text = this.text?.[row];
    const stale = this.staleFromUs !== undefined && tUs >= this.staleFromUs;
    const unknown = status >>> 30 >= 2 || (Number.isNaN(value) && text === undefined) || stale || this.#gapBetween(at, tUs);
    return { tUs: at, value, status, unknown, ...(text !== undefined && { text }) };
  }


  /** Begin of the first gap that ends after an instant; Infinity where there is none. */
  gapAfter(tUs: number): number {
    for (let i = 0; i + 1 < this.gaps.length; i += 2) if ((this.gaps[i + 1] ?? 0) > tUs) return this.gaps[i] ?? Infinity;
    return Infinity;
  }

  /** Least and greatest known number in a span; undefined where there is none. */
  range(fromUs: number, toUs: number): { min: number; max: number } | undefined {
    let min = Infinity;
    let max = -Infinity;
    for (let row = Math.max(0, this.#firstAfter(fromUs) - 1); row < this.length && (this.tUs[row] ?? Infinity) <= toUs; row += 1) {
      const value = this.value[row] ?? Number.NaN;
      if ((this.status[row] ?? 0) >>> 30 >= 2) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    return min <= max ? { min, max } : undefined;
  }

  /** Whether a gap began between a sample and an instant: what was held before it is not known to hold after it. */
  #gapBetween(sampleUs: number, tUs: number): boolean {
    for (let i = 0; i + 1 < this.gaps.length; i += 2) if ((this.gaps[i + 1] ?? 0) > sampleUs && (this.gaps[i] ?? Infinity) <= tUs) return true;
    return false;
  }

  /** A gap that was open when the window was asked for ends with the first known sample after it. */
  #endGap(row: number): void {
    const tUs = this.tUs[row] ?? Number.NaN;
    const last = this.gaps.length - 2;
    const isKnown = (this.status[row] ?? 0) >>> 30 < 2 && (!Number.isNaN(this.value[row] ?? Number.NaN) || this.text?.[row] !== undefined);
    if (!isKnown || last < 0 || (this.gaps[last] ?? Infinity) >= tUs || (this.gaps[last + 1] ?? -Infinity) <= tUs) return;
    this.gaps = this.gaps.slice();
    this.gaps[last + 1] = tUs;
  }

  /** First row after an instant, by halving. */
  #firstAfter(tUs: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.tUs[middle] ?? Infinity) <= tUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const room = this.tUs.length * 2;
    const wider = <T extends Float64Array | Uint32Array>(next: T, old: T): T => {
      next.set(old);
      return next;
    };
    this.tUs = wider(new Float64Array(room), this.tUs);
    this.value = wider(new Float64Array(room), this.value);
    this.status = wider(new Uint32Array(room), this.status);
  }
}
