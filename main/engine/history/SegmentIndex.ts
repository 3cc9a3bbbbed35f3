/**
 * What lies where: for each series the parts it has in each segment, with count and time range, kept in memory so that
 * a question touches only the tables that can answer it. Pure bookkeeping, no SQL.
 */
import { isKnown, type SampleBatch } from "../../../shared/model/sample.ts";

/** One series in one segment. A higher segment number was written later. */
export interface Part {
  readonly segment: number;
  samples: number;
  /** Samples without a known value. */
  unknown: number;
  fromUs: number;
  toUs: number;
  /** Stamps strictly increase in table order: no corrections, nothing late. */
  ordered: boolean;
}

/** The parts of one series that a span touches, in time order, and whether they can be read one after the other as they lie. */
export interface PartPlan {
  readonly parts: readonly Part[];
  readonly ordered: boolean;
}

export class SegmentIndex {
  /** By series id; ids are small and dense. */
  readonly #parts: (Part[] | undefined)[] = [];
  #samples = 0;

  /** Samples of all series; corrections count as written. */
  get samples(): number {
    return this.#samples;
  }

  set(series: number, part: Part): void {
    const parts = (this.#parts[series] ??= []);
    const at = parts.findIndex((other) => other.segment === part.segment);
    this.#samples += part.samples - (parts[at]?.samples ?? 0);
    if (at >= 0) parts[at] = part;
    else parts.push(part);
  }

  removeSegment(segment: number): void {
    this.#parts.forEach((parts, series) => {
      if (!parts) return;
      const [gone, kept] = [parts.filter((part) => part.segment === segment), parts.filter((part) => part.segment !== segment)];
      this.#parts[series] = kept;
      this.#samples -= countOf(gone);
    });
  }

  removeSeries(series: number): void {
    this.#samples -= countOf(this.partsOf(series));
    delete this.#parts[series];
  }

  partsOf(series: number): readonly Part[] {
    return this.#parts[series] ?? [];
  }

  /** Every series of a segment with its part. */
  *inSegment(segment: number): Iterable<[series: number, part: Part]> {
    for (let series = 0; series < this.#parts.length; series++) {
      const part = this.#parts[series]?.find((candidate) => candidate.segment === segment);
      if (part) yield [series, part];
    }
  }

  /** Takes over rows just written to a segment. */
  record(segment: number, batch: SampleBatch): void {
    this.#samples += batch.series.length;
    for (let i = 0; i < batch.series.length; i++) {
      const series = batch.series[i] as number; // in range
      const tUs = batch.tUs[i] as number; // in range
      const unknown = isKnown(batch.value[i] as number, batch.status[i] as number, batch.flags[i] as number) ? 0 : 1; // in range
      const parts = (this.#parts[series] ??= []);
      const newest = parts[parts.length - 1];
      const last = newest?.segment === segment ? newest : parts.find((part) => part.segment === segment);
      if (!last) {
        parts.push({ segment, samples: 1, unknown, fromUs: tUs, toUs: tUs, ordered: true });
        continue;
      }
      last.samples++;
      last.unknown += unknown;
      if (tUs > last.toUs) last.toUs = tUs;
      else last.ordered = false;
      if (tUs < last.fromUs) last.fromUs = tUs;
    }
  }

  /** Parts with a sample that may lie in [fromUs, toUs]. */
  plan(series: number, fromUs: number, toUs: number): PartPlan {
    const parts = this.partsOf(series).filter((part) => part.samples > 0 && part.fromUs <= toUs && part.toUs >= fromUs);
    parts.sort((a, b) => a.fromUs - b.fromUs || a.segment - b.segment);
    let ordered = true;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as Part; // in range
      if (!part.ordered || (i > 0 && part.fromUs <= (parts[i - 1] as Part).toUs)) ordered = false;
    }
    return { parts, ordered };
  }

  /** Samples, first and last of a series; corrections count as written. */
  summary(series: number): { samples: number; fromUs?: number; toUs?: number } {
    let samples = 0;
    let fromUs = Number.POSITIVE_INFINITY;
    let toUs = Number.NEGATIVE_INFINITY;
    for (const part of this.partsOf(series)) {
      if (part.samples === 0) continue;
      samples += part.samples;
      fromUs = Math.min(fromUs, part.fromUs);
      toUs = Math.max(toUs, part.toUs);
    }
    return samples === 0 ? { samples } : { samples, fromUs, toUs };
  }
}

function countOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.samples, 0);
}
