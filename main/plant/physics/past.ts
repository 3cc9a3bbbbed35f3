/**
 * A past of the plant: the same physics that runs live, run as fast as it goes and read at mixed rates, denser around
 * faults. Deterministic for (seed, from, to): the same columns, bit for bit.
 */
import { faultSchedule, type FaultEvent } from "./faults.ts";
import { Plant } from "./plant.ts";
import { Sampler, type SampleSink } from "./sampler.ts";
import type { Pace, PlantSignal } from "./signal.ts";

/** Columns of equal length in order of time; one row per sample. */
export interface PastChunk {
  /** Index in the plant's catalogue of signals. */
  readonly signal: Int32Array;
  /** Source time, integer µs. */
  readonly tUs: Float64Array;
  /** NaN for text and failed sensors. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** Text by row. */
  readonly text: ReadonlyMap<number, string>;
  /** How far the past has come, 0..1. */
  readonly progress: number;
}

const US_PER_S = 1_000_000;
const US_PER_MIN = 60 * US_PER_S;
const STEP_S = 2;
/** Notes and density are looked at this often. */
const LOOK_US = 10 * US_PER_S;
/** The plant runs this long before the past begins, so that temperatures and levels have settled. */
const SETTLING_S = 4 * 3600;
const CHUNK_ROWS = 16_384;
/** Reading periods far from faults, s. */
const CALM_PERIOD_S: Readonly<Record<Pace, number>> = { fast: 60, medium: 40, slow: 60, rare: 600, change: 4 };
/** Around faults, on the faulty line and the station. */
const DENSE_PERIOD_S: Readonly<Record<Pace, number>> = { fast: 2, medium: 4, slow: 15, rare: 60, change: 2 };
const DENSE_BEFORE_US = 5 * US_PER_MIN;
const DENSE_AFTER_US = 15 * US_PER_MIN;
/** The last stretch of a past is dense on all lines: it is what one sees first. */
const DENSE_END_US = 20 * US_PER_MIN;

/** When a line (0 or 1) is read densely. */
export interface DenseWindow {
  readonly line: number;
  readonly fromUs: number;
  readonly toUs: number;
}

/** The dense stretches of a past with these faults. */
export function faultWindows(faults: readonly FaultEvent[], toUs: number): DenseWindow[] {
  const around = faults.map((fault) => ({ line: lineOf(fault.target) ?? 0, fromUs: fault.fromUs - DENSE_BEFORE_US, toUs: fault.toUs + DENSE_AFTER_US }));
  return [...around, ...[0, 1].map((line) => ({ line, fromUs: toUs - DENSE_END_US, toUs }))];
}

/** Line of a tag or object id: the hundreds of its number, or the letter of the line. */
function lineOf(id: string): number | undefined {
  if (id.startsWith("Line")) return id.startsWith("LineB") ? 1 : 0;
  const hundred = /^[A-Z]+-(\d)/.exec(id)?.[1];
  return hundred === undefined ? undefined : Number(hundred) - 1;
}

const PACES: readonly Pace[] = ["fast", "medium", "slow", "rare", "change"];

/** Signals of one line and one pace are read together. */
function groupOf(signal: PlantSignal): string {
  return `${lineOf(signal.object) ?? "station"}:${signal.pace}`;
}

/** Grows by whole steps, is handed out in chunks. */
class ChunkBuffer {
  rows = 0;
  readonly #signal: Int32Array;
  readonly #tUs: Float64Array;
  readonly #value: Float64Array;
  readonly #status: Uint32Array;
  #text = new Map<number, string>();

  constructor(capacity: number) {
    this.#signal = new Int32Array(capacity);
    this.#tUs = new Float64Array(capacity);
    this.#value = new Float64Array(capacity);
    this.#status = new Uint32Array(capacity);
  }

  add(signal: number, tUs: number, value: number, status: number, text: string | undefined): void {
    const row = this.rows++;
    this.#signal[row] = signal;
    this.#tUs[row] = tUs;
    this.#value[row] = value;
    this.#status[row] = status;
    if (text !== undefined) this.#text.set(row, text);
  }

  take(progress: number): PastChunk {
    const rows = this.rows;
    const chunk = { signal: this.#signal.slice(0, rows), tUs: this.#tUs.slice(0, rows), value: this.#value.slice(0, rows), status: this.#status.slice(0, rows), text: this.#text, progress };
    this.rows = 0;
    this.#text = new Map();
    return chunk;
  }
}

/** Switches the sampler between calm and dense, line by line. */
class Density {
  readonly #windows: readonly DenseWindow[];
  readonly #dense = [false, false];

  constructor(windows: readonly DenseWindow[]) {
    this.#windows = windows;
  }

  update(tUs: number, sampler: Sampler): void {
    for (let line = 0; line < 2; line++) {
      const dense = this.#windows.some((window) => window.line === line && tUs >= window.fromUs && tUs < window.toUs);
      if (dense === this.#dense[line]) continue;
      this.#dense[line] = dense;
      const periods = dense ? DENSE_PERIOD_S : CALM_PERIOD_S;
      for (const pace of PACES) sampler.setPeriod(`${line}:${pace}`, periods[pace]);
    }
  }
}

/** Chunks of about 16,000 rows. A week is about two and a half million samples. `fromUs` and `toUs` are multiples of 10 s. */
export function* generatePast(seed: number, fromUs: number, toUs: number): Generator<PastChunk, void, undefined> {
  const plant = new Plant(seed, fromUs - SETTLING_S * US_PER_S);
  const { signals } = plant.catalogue;
  const faults = faultSchedule(seed, fromUs, toUs);
  for (const fault of faults) plant.inject(fault);
  while (plant.tUs < fromUs) plant.step(STEP_S);
  const sampler = new Sampler(signals, { seed, startUs: fromUs, group: groupOf, periodS: (signal) => CALM_PERIOD_S[signal.pace] });
  const density = new Density(faultWindows(faults, toUs));
  const buffer = new ChunkBuffer(CHUNK_ROWS + signals.length);
  const sink: SampleSink = (signal, tUs, value, status) => buffer.add(signal, tUs, value, status, signals[signal]?.readText?.());
  while (plant.tUs + STEP_S * US_PER_S <= toUs) {
    plant.step(STEP_S);
    if (plant.tUs % LOOK_US === 0) {
      plant.operatorNote = shiftNote(faults, plant.tUs) ?? plant.operatorNote;
      density.update(plant.tUs, sampler);
    }
    sampler.collect(plant.tUs, sink);
    if (buffer.rows >= CHUNK_ROWS) yield buffer.take((plant.tUs - fromUs) / (toUs - fromUs));
  }
  if (buffer.rows > 0) yield buffer.take(1);
}

/** What the shift wrote when a fault was over. */
function shiftNote(faults: readonly FaultEvent[], tUs: number): string | undefined {
  const ended = faults.find((fault) => fault.toUs >= tUs - LOOK_US && fault.toUs < tUs);
  return ended && `${ended.target}: ${REMEDY[ended.kind]}`;
}

const REMEDY: Readonly<Record<FaultEvent["kind"], string>> = {
  "blocked-cooling": "air duct was blocked, cleaned",
  "cavitation": "suction strainer was fouled, flushed",
  "sticking-valve": "stem packing was tight, greased",
  "frozen-sensor": "transmitter hung, power cycled",
  "drifting-sensor": "transmitter had drifted, calibrated",
  "failed-sensor": "broken wire mended",
};
