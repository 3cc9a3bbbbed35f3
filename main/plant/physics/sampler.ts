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

export class Sampler {
  readonly #signals: readonly PlantSignal[];
  readonly #noise: NoiseStream;
  readonly #dueUs: Float64Array;
  readonly #periodUs: Float64Array;
  readonly #staggerUs: Float64Array;
  readonly #reported: Float64Array;
  readonly #reportedUs: Float64Array;
  readonly #status: Float64Array;
  readonly #text: string[];

  /** `periodS` says how often each signal is read. */
  constructor(signals: readonly PlantSignal[], seed: number, startUs: number, periodS: (signal: PlantSignal) => number) {
    this.#signals = signals;
    this.#noise = new NoiseStream(seed, STREAM);
    this.#periodUs = Float64Array.from(signals, (signal) => Math.round(periodS(signal) * 1e6));
    this.#staggerUs = Float64Array.from(signals, (_, i) => ((i * 79) % STAGGER_MS) * 1000);
    this.#dueUs = new Float64Array(signals.length).fill(startUs);
    this.#reported = new Float64Array(signals.length).fill(Number.NaN);
    this.#reportedUs = new Float64Array(signals.length).fill(Number.NEGATIVE_INFINITY);
    this.#status = new Float64Array(signals.length).fill(-1);
    this.#text = signals.map(() => "");
  }

  /** Changes how often one signal is read from now on, in seconds. */
  setPeriod(signal: number, periodS: number): void {
    const periodUs = Math.round(periodS * 1e6);
    const earlier = (this.#dueUs[signal] ?? 0) - (this.#periodUs[signal] ?? 0) + periodUs;
    this.#periodUs[signal] = periodUs;
    this.#dueUs[signal] = Math.min(this.#dueUs[signal] ?? 0, earlier);
  }

  /** Reads everything that is due at `tUs` or has jumped. Call once per step of the plant. */
  collect(tUs: number, sink: SampleSink): void {
    for (let i = 0; i < this.#signals.length; i++) {
      const signal = this.#signals[i];
      if (!signal) continue;
      const due = tUs >= (this.#dueUs[i] ?? 0);
      if (due) this.#dueUs[i] = Math.max((this.#dueUs[i] ?? 0) + (this.#periodUs[i] ?? 0), tUs);
      else if (signal.jump === undefined) continue;
      this.#read(signal, i, tUs, due, sink);
    }
  }

  #read(signal: PlantSignal, i: number, tUs: number, due: boolean, sink: SampleSink): void {
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
    const value = sensor.frozen && before === before ? before : quantise(measured + (signal.noise > 0 ? signal.noise * this.#noise.normal() : 0), signal.resolution);
    const moved = value !== before || status !== this.#status[i];
    const silent = signal.pace !== "change" && tUs - (this.#reportedUs[i] ?? 0) >= SILENT_PERIODS * (this.#periodUs[i] ?? 0);
    if (moved || silent) this.#emit(i, tUs, value, status, sink);
  }

  #emit(i: number, tUs: number, value: number, status: number, sink: SampleSink): void {
    if (value === value) this.#reported[i] = value;
    this.#reportedUs[i] = tUs;
    this.#status[i] = status;
    sink(i, tUs - (this.#staggerUs[i] ?? 0), value, status);
  }
}

/** The nearest multiple of the resolution, free of the last bit's dust: 0.1 · 3 is reported as 0.3. */
function quantise(value: number, resolution: number): number {
  if (resolution === 0) return value;
  const perUnit = Math.round(1 / resolution);
  return perUnit >= 1 ? Math.round(value * perUnit) / perUnit : Math.round(value / resolution) * resolution;
}
