/** A rolling bearing: friction heat, heat conducted from the motor, and its share of the machine's vibration. */
export class Bearing {
  temperatureC: number;
  vibrationMmS = 0;
  readonly #frictionK: number;
  readonly #conduction: number;
  readonly #vibrationShare: number;

  /** `frictionK`: rise at rated speed; `conduction`: share of the winding's rise that arrives; `vibrationShare`: of the pump's. */
  constructor(ambientC: number, frictionK: number, conduction: number, vibrationShare: number) {
    this.temperatureC = ambientC;
    this.#frictionK = frictionK;
    this.#conduction = conduction;
    this.#vibrationShare = vibrationShare;
  }

  /** Thermal lag of housing and grease. */
  static readonly lagS = 420;

  step(dtS: number, ambientC: number, windingC: number, speedRatio: number, vibrationMmS: number): void {
    const settled = ambientC + this.#frictionK * speedRatio + this.#conduction * (windingC - ambientC) + 0.4 * Math.max(0, vibrationMmS - 4);
    this.temperatureC += (settled - this.temperatureC) * (1 - Math.exp(-dtS / Bearing.lagS));
    this.vibrationMmS = vibrationMmS * this.#vibrationShare;
  }

  /** Envelope acceleration, m/s² r.m.s.: impacts rise faster than velocity. */
  get acceleration(): number {
    return 0.8 + this.vibrationMmS * 1.9;
  }
}
