/** Runs the plant by the wall clock and puts what its instruments read into the address space. */
import { coerceStatusCode, DataType, type StatusCode } from "node-opcua";
import { LIVE_CYCLE_S, LIVE_PERIOD_S, liveFaults, Plant, Sampler, type PlantSignal } from "../physics/index.ts";
import { HISTORY_S, opcDataType, type PlantNodes } from "./addressSpace.ts";

const US_PER_S = 1_000_000;
const STEP_S = 0.2;
/** Settling in steps of 1 s, then the last hour, which history keeps. */
const WARM_UP_S = 6 * 3600;
const WARM_UP_STEP_S = 1;
/** After a sleep of the machine the plant catches up for this long at most, then jumps. */
const CATCH_UP_S = 120;

export interface LivePlantOptions {
  readonly seed: number;
  /** Whether faults come and go by the timetable. */
  readonly faults: boolean;
  /** Wall clock, µs. */
  readonly clock: () => number;
}

/** The plant and its last hour, ready for `start`. */
export class LivePlant {
  readonly plant: Plant;
  readonly #options: LivePlantOptions;
  readonly #startUs: number;
  readonly #statusCodes = new Map<number, StatusCode>();
  #nodes: PlantNodes | undefined;
  #sampler: Sampler | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cycle = 0;

  constructor(options: LivePlantOptions) {
    this.#options = options;
    this.#startUs = Math.floor(options.clock() / US_PER_S) * US_PER_S;
    this.plant = new Plant(options.seed, this.#startUs - WARM_UP_S * US_PER_S);
  }

  /** Runs the plant up to now, filling the variables' history with its last hour. */
  warmUp(nodes: PlantNodes): void {
    this.#nodes = nodes;
    const { plant } = this;
    const { signals } = plant.catalogue;
    const { seed } = this.#options;
    const group = (signal: PlantSignal): string => signal.pace;
    while (plant.tUs < this.#startUs - HISTORY_S * US_PER_S) plant.step(WARM_UP_STEP_S);
    const past = new Sampler(signals, { seed, startUs: plant.tUs, group, periodS: (signal) => Math.max(WARM_UP_STEP_S, 5 * LIVE_PERIOD_S[signal.pace]) });
    while (plant.tUs < this.#startUs) {
      plant.step(WARM_UP_STEP_S);
      past.collect(plant.tUs, (signal, tUs, value, status) => nodes.historians[signal]?.add(Math.floor(tUs / 1000), value, status));
    }
    this.#sampler = new Sampler(signals, { seed: seed + 1, startUs: plant.tUs, group, periodS: (signal) => LIVE_PERIOD_S[signal.pace] });
    this.#publish();
    this.#takeWrites(nodes);
  }

  start(): void {
    this.#timer = setInterval(() => this.#advance(), STEP_S * 1000);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #advance(): void {
    const nowUs = this.#options.clock();
    if (nowUs - this.plant.tUs > CATCH_UP_S * US_PER_S) this.plant.moveClock(nowUs - STEP_S * US_PER_S);
    while (this.plant.tUs + STEP_S * US_PER_S <= nowUs) {
      this.#planFaults();
      this.plant.step(STEP_S);
      this.#publish();
    }
  }

  #planFaults(): void {
    if (!this.#options.faults || this.plant.tUs < this.#startUs + this.#cycle * LIVE_CYCLE_S * US_PER_S) return;
    for (const fault of liveFaults(this.#startUs, this.#cycle)) if (fault.toUs > this.plant.tUs) this.plant.inject(fault);
    this.#cycle++;
  }

  #publish(): void {
    const { plant } = this;
    const nodes = this.#nodes;
    this.#sampler?.collect(plant.tUs, (index, tUs, value, status) => {
      const signal = plant.catalogue.signals[index];
      if (signal) nodes?.variables[index]?.setValueFromSource(variantOf(signal, value), this.#statusCode(status), new Date(Math.floor(tUs / 1000)));
    });
  }

  /** A client's write reaches the plant; what the sampler publishes is what the plant already has and changes nothing. */
  #takeWrites(nodes: PlantNodes): void {
    this.plant.catalogue.signals.forEach((signal, i) => {
      const { write } = signal;
      if (!write) return;
      nodes.variables[i]?.on("value_changed", (dataValue) => {
        const value: unknown = dataValue.value.value;
        if ((typeof value === "number" || typeof value === "string") && value !== (signal.readText?.() ?? signal.read())) write(value);
      });
    });
  }

  #statusCode(status: number): StatusCode {
    const known = this.#statusCodes.get(status);
    if (known) return known;
    const made = coerceStatusCode(status);
    this.#statusCodes.set(status, made);
    return made;
  }
}

/** A failed instrument has no value at all. */
function variantOf(signal: PlantSignal, value: number): { dataType: DataType; value?: number | boolean | string } {
  if (signal.readText) return { dataType: DataType.String, value: signal.readText() };
  if (value !== value) return { dataType: DataType.Null };
  return { dataType: opcDataType(signal), value: signal.dataType === "boolean" ? value === 1 : value };
}
