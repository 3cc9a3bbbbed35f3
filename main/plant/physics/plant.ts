/** The whole plant: environment, two lines, faults, and its catalogue of signals. Deterministic for a seed and its steps. */
import { makeCatalogue } from "./catalogue.ts";
import type { Catalogue } from "./catalogueBuilder.ts";
import { Environment } from "./environment.ts";
import { severityAt, type FaultEvent } from "./faults.ts";
import { PumpLine } from "./line.ts";
import { NoiseStream } from "./random.ts";
import type { PlantSignal } from "./signal.ts";

const US_PER_S = 1_000_000;
const STREAM = { environment: 1, lineA: 2, lineB: 3, turbulence: 4 } as const;
/** Flow noise of full cavitation, m³/h. */
const CAVITATION_FLOW_NOISE = 7;

export class Plant {
  readonly environment: Environment;
  readonly lines: readonly [PumpLine, PumpLine];
  readonly catalogue: Catalogue;
  operatorNote = "";
  /** Time of the plant's present state, µs. */
  tUs: number;
  #faults: FaultEvent[] = [];
  readonly #acting = new Set<FaultEvent>();
  readonly #turbulence: NoiseStream;
  readonly #signals: ReadonlyMap<string, PlantSignal>;

  constructor(seed: number, startUs: number) {
    this.environment = new Environment(new NoiseStream(seed, STREAM.environment));
    this.lines = [new PumpLine(0, startUs, new NoiseStream(seed, STREAM.lineA)), new PumpLine(1, startUs, new NoiseStream(seed, STREAM.lineB))];
    this.#turbulence = new NoiseStream(seed, STREAM.turbulence);
    this.tUs = startUs;
    this.catalogue = makeCatalogue(this);
    this.#signals = new Map(this.catalogue.signals.map((signal) => [signal.id, signal]));
  }

  /** Moves the plant on by `dtS` seconds; steps of 0.05 to 2 s keep the valves' and drives' dynamics accurate. */
  step(dtS: number): void {
    this.tUs += Math.round(dtS * US_PER_S);
    this.#actFaults();
    this.environment.step(this.tUs, dtS);
    for (const line of this.lines) {
      line.step(this.tUs, dtS, this.environment);
      for (const pump of line.pumps) pump.flowNoise = CAVITATION_FLOW_NOISE * pump.cavitation * this.#turbulence.normal();
    }
  }

  /** Adds a fault; it acts from its start to its end. A target that does not exist is an error at once. */
  inject(event: FaultEvent): void {
    this.#apply(event, 0);
    this.#faults.push(event);
  }

  /** Leaves out a stretch of time: the plant is at `tUs` as it was before. */
  moveClock(tUs: number): void {
    this.tUs = tUs;
  }

  /** Faults that act now. */
  get acting(): readonly FaultEvent[] {
    return [...this.#acting];
  }

  #actFaults(): void {
    if (this.#faults.length === 0) return;
    for (const event of this.#faults) {
      const severity = severityAt(event, this.tUs);
      if (severity > 0) {
        this.#acting.add(event);
        this.#apply(event, severity);
      } else if (this.#acting.delete(event)) this.#apply(event, 0);
    }
    this.#faults = this.#faults.filter((event) => event.toUs > this.tUs);
  }

  #apply(event: FaultEvent, severity: number): void {
    const { kind, target } = event;
    switch (kind) {
      case "blocked-cooling": this.#pump(target.replace(/\.motor$/, ""), event).motor.coolingResistanceFactor = 1 + BLOCKED_COOLING * severity; return;
      case "cavitation": this.#pump(target, event).cavitation = severity; return;
      case "sticking-valve": this.#controlValve(event).sticking = severity > 0; return;
      case "frozen-sensor": this.#sensor(event).frozen = severity > 0; return;
      case "failed-sensor": this.#sensor(event).failed = severity > 0; return;
      case "drifting-sensor": this.#sensor(event).drift = severity * (event.drift ?? 0); return;
    }
  }

  /** The pump set with this tag, or an error that names what asked for it. */
  #pump(tag: string, event: FaultEvent): PumpLine["pumps"][number] {
    const found = this.lines.flatMap((line) => line.pumps).find((pump) => pump.tag === tag);
    if (!found) throw unknownTarget(event);
    return found;
  }

  #controlValve(event: FaultEvent): PumpLine["controlValve"] {
    const line = this.lines.find(({ index }) => event.target === `FV-${(index + 1) * 100 + 1}`);
    if (!line) throw unknownTarget(event);
    return line.controlValve;
  }

  #sensor(event: FaultEvent): PlantSignal["sensor"] {
    const signal = this.#signals.get(event.target);
    if (!signal) throw unknownTarget(event);
    return signal.sensor;
  }
}

/** Blocked cooling nearly doubles the thermal resistance. */
const BLOCKED_COOLING = 0.9;

function unknownTarget(event: FaultEvent): Error {
  return new Error(`The plant has no “${event.target}” that could have the fault “${event.kind}”.`);
}
