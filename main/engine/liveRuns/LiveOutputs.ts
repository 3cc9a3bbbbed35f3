/** Outputs of live systems on their way to the record: samples of their runs, an unknown stretch as one sample at its beginning. */
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { ResultBatch } from "../ResultBatch.ts";
import { inTargetUnit, type OutputChunk, type OutputTarget } from "../simulation/index.ts";

export interface LiveTarget extends OutputTarget {
  readonly series: number;
}

export class LiveOutputs {
  readonly #unknown = new Set<number>();
  readonly #batch = new ResultBatch();

  add(chunk: OutputChunk, targets: readonly LiveTarget[]): void {
    for (const target of targets) {
      if (target.use !== chunk.use || target.output !== chunk.output) continue;
      const value = inTargetUnit(chunk.value, target);
      chunk.tUs.forEach((tUs, row) => this.#add(target.series, tUs, value[row] ?? NaN));
    }
  }

  /** Nothing is known of these from here on, until their next sample. */
  end(series: Iterable<number>, tUs: number): void {
    for (const id of series) this.#add(id, tUs, NaN);
  }

  /** Everything added since the last time; undefined where that is nothing. */
  take(receivedUs: number): SampleBatch | undefined {
    return this.#batch.length === 0 ? undefined : this.#batch.take(receivedUs);
  }

  #add(series: number, tUs: number, value: number): void {
    const isUnknown = Number.isNaN(value);
    if (isUnknown && this.#unknown.has(series)) return;
    if (isUnknown) this.#unknown.add(series);
    else this.#unknown.delete(series);
    this.#batch.add(series, tUs, value);
  }
}
