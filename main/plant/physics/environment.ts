/** What the plant cannot influence: weather, consumers, mains voltage. Functions of time plus slow seeded wander. */
import type { NoiseStream } from "./random.ts";

const US_PER_HOUR = 3_600_000_000;
const TURN = 2 * Math.PI;

/** Hour of the UTC day, [0, 24). */
export function hourOfDay(tUs: number): number {
  const hours = tUs / US_PER_HOUR;
  return hours - Math.floor(hours / 24) * 24;
}

/** A raised cosine of width ±`half` hours around `at`, peak 1. */
function bump(hour: number, at: number, half: number): number {
  const off = Math.abs(((hour - at + 36) % 24) - 12);
  return off >= half ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * off) / half);
}

/** Water drawn by the consumers of one line, m³/h: low at night, peaks in the morning and the evening. */
export function demandProfile(tUs: number, line: number): number {
  const hour = hourOfDay(tUs) - line * 0.75;
  return 62 + 30 * bump((hour + 24) % 24, 13, 9) + 74 * bump((hour + 24) % 24, 7.5, 2.5) + 70 * bump((hour + 24) % 24, 18.5, 3);
}

/** An Ornstein–Uhlenbeck process: wanders around 0 with the given standard deviation and correlation time. */
export class Wander {
  value = 0;
  readonly #deviation: number;
  readonly #timeS: number;
  readonly #noise: NoiseStream;

  constructor(deviation: number, timeS: number, noise: NoiseStream) {
    this.#deviation = deviation;
    this.#timeS = timeS;
    this.#noise = noise;
  }

  step(dtS: number): void {
    const share = Math.min(1, dtS / this.#timeS);
    this.value += -this.value * share + this.#deviation * Math.sqrt(2 * share) * this.#noise.normal();
  }
}

export class Environment {
  /** Outdoor air, °C. */
  ambientC = 20;
  /** Line to line, V. */
  voltageV = 400;
  /** Cooling water supply of the heat exchangers, °C. */
  coldWaterC = 18;
  /** Water arriving at the station, °C. */
  supplyC = 42;
  humidityPercent = 55;
  readonly #weather: Wander;
  readonly #mains: Wander;
  readonly #supply: Wander;

  constructor(noise: NoiseStream) {
    this.#weather = new Wander(1.1, 3 * 3600, noise);
    this.#mains = new Wander(2, 120, noise);
    this.#supply = new Wander(0.6, 1800, noise);
  }

  step(tUs: number, dtS: number): void {
    this.#weather.step(dtS);
    this.#mains.step(dtS);
    this.#supply.step(dtS);
    const day = Math.sin((TURN * (hourOfDay(tUs) - 9)) / 24);
    this.ambientC = 21 + 4.5 * day + this.#weather.value;
    this.voltageV = 401 - 2.5 * day + this.#mains.value;
    this.coldWaterC = 17 + 1.2 * day + 0.3 * this.#weather.value;
    this.supplyC = 42 + 1.5 * day + this.#supply.value;
    this.humidityPercent = 58 - 14 * day - 2 * this.#weather.value;
  }
}
