/** A vertical tank of constant cross-section: volume and heat balance. Overflow and running dry are clamped. */
import { WATER } from "./parameters.ts";

const SECONDS_PER_HOUR = 3600;

export class Tank {
  levelM: number;
  temperatureC: number;
  /** m³/h, what went in and out in the last step. */
  inflow = 0;
  outflow = 0;
  /** Spilled since the start, m³. */
  overflowM3 = 0;
  readonly areaM2: number;
  readonly heightM: number;

  constructor(areaM2: number, heightM: number, levelM: number, temperatureC: number) {
    this.areaM2 = areaM2;
    this.heightM = heightM;
    this.levelM = levelM;
    this.temperatureC = temperatureC;
  }

  /** A · dL/dt = inflow − outflow; flows in m³/h, the inflow's temperature mixes in. */
  step(dtS: number, inflow: number, outflow: number, inflowC: number): void {
    const before = this.levelM * this.areaM2;
    const in3 = (inflow * dtS) / SECONDS_PER_HOUR;
    const out3 = Math.min((outflow * dtS) / SECONDS_PER_HOUR, before + in3);
    let volume = before + in3 - out3;
    this.temperatureC += ((inflowC - this.temperatureC) * in3) / Math.max(0.5, before + in3);
    const capacity = this.areaM2 * this.heightM;
    if (volume > capacity) {
      this.overflowM3 += volume - capacity;
      volume = capacity;
    }
    this.levelM = volume / this.areaM2;
    this.inflow = inflow;
    this.outflow = dtS > 0 ? (out3 * SECONDS_PER_HOUR) / dtS : outflow;
  }

  get dry(): boolean {
    return this.levelM < 0.05;
  }

  /** Gauge pressure at the floor, bar. */
  get bottomPressureBar(): number {
    return (WATER.density * WATER.gravity * this.levelM) / 1e5;
  }
}
