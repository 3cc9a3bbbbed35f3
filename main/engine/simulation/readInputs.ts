/** Fetches from history what a simulation reads: inputs that hold, measured samples to compare with. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { isKnown } from "../../../shared/model/sample.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { InputSeries } from "./simulationTypes.ts";

/** 16 bytes each: 800 MB. A longer span of faster signals has to be simulated piece by piece. */
export const MAX_SAMPLES = 50_000_000;
const CHUNK_ROWS = 100_000;

/** Signals that feed inputs of these uses, each once. */
export function inputSignals(uses: readonly UseProgram[]): string[] {
  return [...new Set(uses.flatMap((use) => use.inputs.flatMap((input) => (input.kind === "signal" ? [input.signal] : []))))];
}

/** Signals that a set of uses reads or is compared with, each once. */
export function signalsRead(uses: readonly UseProgram[]): string[] {
  return [...new Set([...inputSignals(uses), ...uses.flatMap((use) => use.compared.map((compared) => compared.signal))])];
}

/**
 * Samples of these signals over the span, each with the one that holds at its start. Bad values and gaps are NaN from where
 * they begin. Signals without history are missing from the map. Throws `limit` when there are too many samples.
 */
export async function readInputs(history: HistoryInterface, signals: readonly string[], span: Span, signal: AbortSignal): Promise<Map<string, InputSeries>> {
  const byId = new Map(signals.flatMap((name): [number, string][] => {
    const id = history.idOf(name);
    return id === undefined ? [] : [[id, name]];
  }));
  const columns = new Map([...byId.keys()].map((id) => [id, new GrowingSeries()]));
  let count = 0;
  for await (const chunk of history.readSamples([...byId.keys()], { ...span, chunkRows: CHUNK_ROWS, signal })) {
    count += chunk.tUs.length;
    if (count > MAX_SAMPLES) throw new TwinError("limit", `The simulation would read more than ${MAX_SAMPLES / 1e6} million samples. Choose a shorter span.`);
    for (let row = 0; row < chunk.tUs.length; row++) {
      const value = chunk.value[row] as number;
      const known = isKnown(value, chunk.status[row] as number, chunk.flags[row] as number);
      columns.get(chunk.series[row] as number)?.push(chunk.tUs[row] as number, known ? value : NaN);
    }
  }
  for (const gap of await history.gaps(span, [...byId.keys()])) {
    for (const id of gap.series) columns.get(id)?.addGap(gap.fromUs);
  }
  return new Map([...byId].map(([id, name]) => [name, columns.get(id)?.finish() ?? { tUs: new Float64Array(), value: new Float64Array() }]));
}

/** Two columns that grow by doubling. */
class GrowingSeries {
  #tUs = new Float64Array(1024);
  #value = new Float64Array(1024);
  #count = 0;
  readonly #gapStarts: number[] = [];

  push(tUs: number, value: number): void {
    if (this.#count === this.#tUs.length) {
      this.#tUs = doubled(this.#tUs);
      this.#value = doubled(this.#value);
    }
    this.#tUs[this.#count] = tUs;
    this.#value[this.#count] = value;
    this.#count += 1;
  }

  addGap(fromUs: number): void {
    this.#gapStarts.push(fromUs);
  }

  /** In a gap the signal is unknown until its next sample, so each gap is one NaN where it begins. */
  finish(): InputSeries {
    const tUs = this.#tUs.subarray(0, this.#count);
    const value = this.#value.subarray(0, this.#count);
    if (this.#gapStarts.length === 0) return { tUs: tUs.slice(), value: value.slice() };
    const merged = { tUs: new Float64Array(this.#count + this.#gapStarts.length), value: new Float64Array(this.#count + this.#gapStarts.length) };
    const gaps = this.#gapStarts.sort((a, b) => a - b);
    let next = 0;
    let row = 0;
    const put = (t: number, v: number) => {
      merged.tUs[row] = t;
      merged.value[row] = v;
      row += 1;
    };
    for (let i = 0; i < this.#count; i++) {
      for (; next < gaps.length && (gaps[next] as number) < (tUs[i] as number); next++) put(gaps[next] as number, NaN);
      // A sample at the very start of a gap is the last that was received; the gap hides it at once.
      if (gaps[next] === tUs[i]) put(gaps[next++] as number, NaN);
      else put(tUs[i] as number, value[i] as number);
    }
    for (; next < gaps.length; next++) put(gaps[next] as number, NaN);
    return { tUs: merged.tUs.subarray(0, row), value: merged.value.subarray(0, row) };
  }
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const result = new Float64Array(array.length * 2);
  result.set(array);
  return result;
}
