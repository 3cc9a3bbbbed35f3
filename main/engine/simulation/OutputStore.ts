/**
 * Puts a system's outputs into history as series of its run. A compared output is kept under the measured signal's id, in
 * that signal's unit, so that panels draw it beside the measured values; any other output is a series of its own.
 */
import { groupBy } from "../../../shared/collections.ts";
import { StatusCode, type SampleBatch } from "../../../shared/model/sample.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { HistoryInterface, ImportStage } from "../history/index.ts";
import { inTargetUnit, outputTargets, type OutputTarget } from "./outputSignals.ts";
import type { OutputChunk } from "./simulationTypes.ts";

interface StoredTarget extends OutputTarget {
  readonly series: number;
}

export interface OutputStoreOptions {
  readonly history: HistoryInterface;
  readonly stage: ImportStage;
  readonly run: string;
  readonly system: readonly UseProgram[];
  readonly clock: Clock;
}

export class OutputStore {
  readonly signals: readonly string[];
  readonly #stage: ImportStage;
  readonly #targets: ReadonlyMap<string, readonly StoredTarget[]>;
  readonly #clock: Clock;
  #written: Promise<void> = Promise.resolve();

  private constructor(stage: ImportStage, targets: readonly StoredTarget[], clock: Clock) {
    this.#stage = stage;
    this.signals = [...new Set(targets.map(({ signal }) => signal))];
    this.#targets = groupBy(targets, ({ use, output }) => `${use}:${output}`);
    this.#clock = clock;
  }

  /** Makes the series of these outputs. What is added is in history once the caller has committed the stage. */
  static async open({ history, stage, run, system, clock }: OutputStoreOptions): Promise<OutputStore> {
    const wanted = outputTargets(system);
    const ids = await history.ensureSeries(wanted.map(({ signal }) => ({ signal, run })));
    return new OutputStore(stage, wanted.map((target, index) => ({ ...target, series: ids[index] ?? -1 })), clock);
  }

  /** Resolves when all that was added was handed over; what fails is told by `flush`. */
  add(chunk: OutputChunk): Promise<void> {
    for (const target of this.#targets.get(`${chunk.use}:${chunk.output}`) ?? []) {
      const batch = toBatch(chunk, target, this.#clock());
      this.#written = this.#written.then(() => this.#stage.append(batch));
      // The failure is kept for flush(); without a handler here it would end the process first.
      this.#written.catch(() => undefined);
    }
    return this.#written;
  }

  /** Returns when everything was handed over; throws what kept it from getting there. */
  async flush(): Promise<void> {
    await this.#written;
  }
}

function toBatch({ tUs, value }: OutputChunk, target: StoredTarget, receivedUs: number): SampleBatch {
  const length = tUs.length;
  const values = inTargetUnit(value, target);
  return {
    series: new Int32Array(length).fill(target.series),
    tUs,
    receivedUs: new Float64Array(length).fill(receivedUs),
    value: values,
    status: Uint32Array.from(values, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good)),
    flags: new Uint8Array(length),
  };
}
