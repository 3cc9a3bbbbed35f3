/**
 * Reads the plant's instruments when they are due: noise, resolution, faults of the transmitter, status. Emits columns'
 * worth of plain numbers into a sink; makes no objects per sample.
 */
import { NoiseStream } from "./random.ts";
import type { PlantSignal } from "./signal.ts";

/** Takes one sample: index of the signal in the catalogue, source time in µs, value (NaN for text and failures), StatusCode. */
export type SampleSink = (signal: number, tUs: number, value: number, status: number) => void;

/** OPC UA Part 4/8 StatusCode BadSensorFailure. */
export const BAD_SENSOR_FAILURE = 0x808c0000;

const STREAM = 500;
/** Instruments do not all read at the same instant: each lags by up to this. Whole milliseconds, as their clocks have. */
const STAGGER_MS = 190;
/** A value that did not move is reported again after this many periods. */
const SILENT_PERIODS = 10;

/** Signals that are read together, at one period. */
interface Group {
  readonly name: string;
  readonly signals: Int32Array;
  periodUs: number;
  dueUs: number;
}

export interface SamplerOptions {
  readonly seed: number;
  readonly startUs: number;
  /** How signals are divided into groups that are read at one period; signals of a group have one period. */
  readonly group: (signal: PlantSignal) => string;
  readonly periodS: (signal: PlantSignal) => number;
}

export class Sampler {
  readonly #signals: readonly PlantSignal[];
  readonly #noise: NoiseStream;
  readonly #groups: readonly Group[];
  /** Signals that may jump between their readings. */
  readonly #jumping: Int32Array;
  readonly #periodUs: Float64Array;
  readonly #staggerUs: Float64Array;
  readonly #readUs: Float64Array;
  readonly #reported: Float64Array;
  readonly #reportedUs: Float64Array;
  readonly #status: Float64Array;
  readonly #text: string[];

  constructor(signals: readonly PlantSignal[], options: SamplerOptions) {
    this.#signals = signals;
    this.#noise = new NoiseStream(options.seed, STREAM);
    this.#groups = makeGroups(signals, options);
    this.#jumping = Int32Array.from(signals.flatMap((signal, i) => (signal.jump === undefined ? [] : [i])));
    this.#periodUs = Float64Array.from(signals, (signal) => Math.round(options.periodS(signal) * 1e6));
    this.#staggerUs = Float64Array.from(signals, (_, i) => ((i * 79) % STAGGER_MS) * 1000);
    this.#readUs = new Float64Array(signals.length).fill(Number.NEGATIVE_INFINITY);
    this.#reported = new Float64Array(signals.length).fill(Number.NaN);
    this.#reportedUs = new Float64Array(signals.length).fill(Number.NEGATIVE_INFINITY);
    this.#status = new Float64Array(signals.length).fill(-1);
    this.#text = signals.map(() => "");
  }

  /** Changes how often a group is read from now on, in seconds. */
  setPeriod(group: string, periodS: number): void {
    const periodUs = Math.round(periodS * 1e6);
    for (const found of this.#groups) {
      if (found.name !== group) continue;
      found.dueUs += Math.min(0, periodUs - found.periodUs);
      found.periodUs = periodUs;
      for (const i of found.signals) this.#periodUs[i] = periodUs;
    }
  }

  /** Reads everything that is due at `tUs` or has jumped. Call once per step of the plant. */
  collect(tUs: number, sink: SampleSink): void {
    for (const group of this.#groups) {
      if (tUs < group.dueUs) continue;
      group.dueUs = Math.max(group.dueUs + group.periodUs, tUs);
      for (const i of group.signals) this.#read(i, tUs, true, sink);
    }
    for (const i of this.#jumping) if (this.#readUs[i] !== tUs) this.#read(i, tUs, false, sink);
  }

  #read(i: number, tUs: number, due: boolean, sink: SampleSink): void {
    const signal = this.#signals[i];
    if (!signal) return;
    this.#readUs[i] = tUs;
    if (signal.readText) {
      const text = signal.readText();
      if (text === this.#text[i] && this.#status[i] === 0) return;
      this.#text[i] = text;
      this.#emit(i, tUs, Number.NaN, 0, sink);
      return;
    }
    const { sensor } = signal;
    if (sensor.failed) {
      if (this.#status[i] !== BAD_SENSOR_FAILURE) this.#emit(i, tUs, Number.NaN, BAD_SENSOR_FAILURE, sink);
      return;
    }
    const before = this.#reported[i] ?? Number.NaN;
    const measured = sensor.measure(signal.read());
    if (!due && Math.abs(measured - before) <= (signal.jump ?? 0)) return;
    const status = signal.status?.() ?? 0;
    const value = sensor.frozen && before === before ? before : this.#instrument(signal, measured);
    const moved = value !== before || status !== this.#status[i];
    const silent = signal.pace !== "change" && tUs - (this.#reportedUs[i] ?? 0) >= SILENT_PERIODS * (this.#periodUs[i] ?? 0);
    if (moved || silent) this.#emit(i, tUs, value, status, sink);
  }

  /** The reading of a working instrument: noisy, in steps of its resolution, never outside its range. */
  #instrument(signal: PlantSignal, measured: number): number {
    const noisy = signal.noise > 0 ? measured + signal.noise * this.#noise.normal() : measured;
    const { range } = signal;
    const within = range === undefined ? noisy : noisy < range[0] ? range[0] : noisy > range[1] ? range[1] : noisy;
    return quantise(within, signal.resolution);
  }

  #emit(i: number, tUs: number, value: number, status: number, sink: SampleSink): void {
    if (value === value) this.#reported[i] = value;
    this.#reportedUs[i] = tUs;
    this.#status[i] = status;
    sink(i, tUs - (this.#staggerUs[i] ?? 0), value, status);
  }
}

function makeGroups(signals: readonly PlantSignal[], { group, periodS, startUs }: SamplerOptions): Group[] {
  const members = new Map<string, number[]>();
  signals.forEach((signal, i) => {
    const name = group(signal);
    const found = members.get(name);
    if (found) found.push(i);
    else members.set(name, [i]);
  });
  return [...members].map(([name, indexes]) => {
    const first = signals[indexes[0] ?? 0];
    return { name, signals: Int32Array.from(indexes), periodUs: Math.round((first ? periodS(first) : 1) * 1e6), dueUs: startUs };
  });
}

/** The nearest multiple of the resolution, free of the last bit's dust: 0.1 · 3 is reported as 0.3. */
function quantise(value: number, resolution: number): number {
  if (resolution === 0) return value;
  const perUnit = Math.round(1 / resolution);
  return perUnit >= 1 ? Math.round(value * perUnit) / perUnit : Math.round(value / resolution) * resolution;
}
