/**
 * The newest value of every series, in memory: what panels show at "now" without asking the disk. Coalesces: a reader
 * sees the newest value since its last frame, never the ones between.
 */
import type { AsOfData } from "../../../shared/contract/history.ts";
import { Flag, isKnown, type SampleBatch } from "../../../shared/model/sample.ts";

export interface LiveValue {
  readonly tUs: number;
  readonly value: number;
  readonly status: number;
  readonly text?: string;
  /** The sample itself is Bad or has no value. Gaps and staleness by age come on top. */
  readonly unknown: boolean;
  /** Where a gap began that no sample has ended yet. */
  readonly brokenUs?: number;
  /** Last instant at which the value was known to hold: its stamp or a later confirmation. */
  readonly confirmedUs: number;
}

export class LiveState {
  #tUs = new Float64Array(256).fill(Number.NaN);
  #value = new Float64Array(256);
  #status = new Uint32Array(256);
  #flags = new Uint8Array(256);
  /** Where a gap began that no sample has ended; NaN without. */
  #brokenUs = new Float64Array(256).fill(Number.NaN);
  #confirmedUs = new Float64Array(256);
  /** Counts changes, so that a reader finds what is new to it. */
  #version = new Float64Array(256);
  readonly #text = new Map<number, string>();
  #versions = 0;

  /** Grows with every change; equal means nothing changed. */
  get version(): number {
    return this.#versions;
  }

  /** Samples as recorded; older ones than the newest change nothing. */
  take(batch: SampleBatch): void {
    for (let i = 0; i < batch.series.length; i++) {
      const series = batch.series[i] as number; // in range
      const tUs = batch.tUs[i] as number; // in range
      const flags = batch.flags[i] as number; // in range
      this.#grow(series);
      if (tUs < (this.#tUs[series] as number) || (flags & Flag.fromTheFuture) !== 0) continue; // grown to fit
      this.#tUs[series] = tUs;
      this.#value[series] = batch.value[i] as number; // in range
      this.#status[series] = batch.status[i] as number; // in range
      this.#flags[series] = flags;
      if (tUs > (this.#brokenUs[series] as number)) this.#brokenUs[series] = Number.NaN; // grown to fit
      const text = batch.text?.get(i);
      if (text !== undefined) this.#text.set(series, text);
      else if (this.#text.size > 0) this.#text.delete(series);
      this.#version[series] = ++this.#versions;
    }
  }

  /** Fills in what history knows as of now, for series that have nothing newer. */
  seed(series: Int32Array, data: AsOfData): void {
    for (const [i, id] of series.entries()) {
      const tUs = data.tUs[i] as number; // one each
      this.#grow(id);
      if (Number.isNaN(tUs) || (this.#tUs[id] as number) >= tUs) continue; // grown to fit
      this.#tUs[id] = tUs;
      this.#value[id] = data.value[i] as number; // one each
      this.#status[id] = data.status[i] as number; // one each
      if (data.unknown[i] === 1) this.#brokenUs[id] = tUs;
      const text = data.text?.[i];
      if (text !== undefined) this.#text.set(id, text);
      this.#version[id] = ++this.#versions;
    }
  }

  /** These series are unknown from here until their next sample. */
  break(series: Int32Array, fromUs: number): void {
    for (const id of series) {
      this.#grow(id);
      if ((this.#tUs[id] as number) > fromUs) continue; // grown to fit
      this.#brokenUs[id] = fromUs;
      this.#version[id] = ++this.#versions;
    }
  }

  confirm(series: Int32Array, untilUs: number): void {
    for (const id of series) {
      this.#grow(id);
      this.#confirmedUs[id] = Math.max(this.#confirmedUs[id] as number, untilUs); // grown to fit
    }
  }

  versionOf(series: number): number {
    return this.#version[series] ?? 0;
  }

  get(series: number): LiveValue | undefined {
    const tUs = this.#tUs[series];
    if (tUs === undefined || Number.isNaN(tUs)) return undefined;
    const text = this.#text.get(series);
    const status = this.#status[series] as number; // as long as tUs
    const value = this.#value[series] as number; // as long as tUs
    const unknown = !isKnown(text === undefined ? value : 0, status, this.#flags[series] as number); // as long as tUs
    const brokenUs = this.#brokenUs[series] as number; // as long as tUs
    return { tUs, value, status, unknown, ...(!Number.isNaN(brokenUs) && { brokenUs }), confirmedUs: Math.max(tUs, this.#confirmedUs[series] as number), ...(text !== undefined && { text }) }; // as long as tUs
  }

  #grow(series: number): void {
    if (series < this.#tUs.length) return;
    const size = Math.max(series + 1, this.#tUs.length * 2);
    this.#tUs = grown(this.#tUs, size, Number.NaN);
    this.#value = grown(this.#value, size, 0);
    this.#brokenUs = grown(this.#brokenUs, size, Number.NaN);
    this.#confirmedUs = grown(this.#confirmedUs, size, 0);
    this.#version = grown(this.#version, size, 0);
    const [status, flags] = [new Uint32Array(size), new Uint8Array(size)];
    status.set(this.#status);
    flags.set(this.#flags);
    [this.#status, this.#flags] = [status, flags];
  }
}

function grown(old: Float64Array, size: number, fill: number): Float64Array<ArrayBuffer> {
  const fresh = new Float64Array(size).fill(fill);
  fresh.set(old);
  return fresh;
}
