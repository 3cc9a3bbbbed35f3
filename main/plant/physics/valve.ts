/** Valves: a stem that follows its set-point with lag, friction and, when sticking, not at all. */
import { PIPEWORK } from "./parameters.ts";

/** Healthy packing: the stem rests until the set-point is this far away, %. */
const FRICTION_PERCENT = 0.4;
/** A sticking stem breaks loose only beyond this, %. */
const STICKING_PERCENT = 26;
/** When packing seizes, the stem slips shut by this much first, %. */
const SLIP_PERCENT = 9;
const SETTLED_PERCENT = 0.1;

export class Valve {
  positionPercent: number;
  setpointPercent: number;
  /** Strokes summed up, full strokes. */
  travel = 0;
  #moving = false;
  #sticking = false;
  readonly #lagS: number;
  readonly #lossOpen: number;

  /** `lagS`: first-order time constant; `lossOpen`: head loss fully open, m per (m³/h)². */
  constructor(positionPercent: number, lagS: number, lossOpen: number) {
    this.positionPercent = positionPercent;
    this.setpointPercent = positionPercent;
    this.#lagS = lagS;
    this.#lossOpen = lossOpen;
  }

  set sticking(sticking: boolean) {
    if (sticking && !this.#sticking) this.positionPercent = Math.max(0, this.positionPercent - SLIP_PERCENT);
    this.#sticking = sticking;
  }

  get sticking(): boolean {
    return this.#sticking;
  }

  step(dtS: number): void {
    const away = this.setpointPercent - this.positionPercent;
    if (away === 0) return;
    const distance = Math.abs(away);
    if (distance > (this.#sticking ? STICKING_PERCENT : FRICTION_PERCENT)) this.#moving = true;
    else if (distance < SETTLED_PERCENT || this.#sticking) this.#moving = false;
    if (!this.#moving) return;
    const moved = away * (1 - Math.exp(-dtS / this.#lagS));
    this.positionPercent += moved;
    this.travel += Math.abs(moved) / 100;
  }

  get shut(): boolean {
    return this.positionPercent < PIPEWORK.shutBelowPercent;
  }

  /** Head loss coefficient at the present opening, m per (m³/h)²; infinite when shut. */
  get loss(): number {
    const opening = this.positionPercent / 100;
    return this.shut ? Number.POSITIVE_INFINITY : this.#lossOpen / (opening * opening);
  }

  /** Actuator air, bar: proportional to stem force, higher while sticking. */
  get actuatorBar(): number {
    return 0.2 + (0.8 * this.setpointPercent) / 100 + (this.#sticking ? 0.15 : 0);
  }
}
