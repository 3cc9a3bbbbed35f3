/** Results of calcs and live runs on their way to the record: rows grow here and leave as a batch of samples. */
import { StatusCode, type SampleBatch } from "../../shared/model/sample.ts";

export class ResultBatch {
  #series: number[] = [];
  #tUs: number[] = [];
  #value: number[] = [];

  get length(): number {
    return this.#tUs.length;
  }

  /** NaN is unknown: recorded as a Bad sample without a number. */
  add(series: number, tUs: number, value: number): void {
    this.#series.push(series);
    this.#tUs.push(tUs);
    this.#value.push(value);
  }

  /** Everything added since the last time. */
  take(receivedUs: number): SampleBatch {
    const value = Float64Array.from(this.#value);
    const batch = {
      series: Int32Array.from(this.#series),
      tUs: Float64Array.from(this.#tUs),
      receivedUs: new Float64Array(value.length).fill(receivedUs),
      value,
      status: Uint32Array.from(value, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good)),
      flags: new Uint8Array(value.length),
    };
    this.#series = [];
    this.#tUs = [];
    this.#value = [];
    return batch;
  }
}
