/** Motor with drive: speed ramp, modes, electrical quantities and the heat of its winding. */
import { MOTOR } from "./parameters.ts";

/** Members of the `mode` signal, in this order. */
export const MODES = ["stopped", "starting", "running", "tripped"] as const;
export const Mode = { stopped: 0, starting: 1, running: 2, tripped: 3 } as const;

export class Motor {
  speedRpm = 0;
  mode: number = Mode.stopped;
  powerKw = 0;
  currentA = 0;
  torqueNm = 0;
  windingC: number;
  /** Multiplies the thermal resistance: 1 healthy, more when the cooling is blocked. */
  coolingResistanceFactor = 1;
  runningHours: number;
  starts: number;
  /** Manufacturing tolerance on thermal resistance: no two motors are alike. */
  readonly #tolerance: number;

  constructor(ambientC: number, tolerance: number, runningHours: number, starts: number) {
    this.windingC = ambientC;
    this.#tolerance = tolerance;
    this.runningHours = runningHours;
    this.starts = starts;
  }

  /** Speed and mode after `dtS` under a run command and a speed set-point, rpm. */
  drive(dtS: number, commanded: boolean, setpointRpm: number): void {
    if (this.windingC > MOTOR.tripTemperature) this.mode = Mode.tripped;
    if (this.mode === Mode.tripped && !commanded && this.windingC < MOTOR.tripTemperature - 40) this.mode = Mode.stopped;
    const run = commanded && this.mode !== Mode.tripped;
    if (run && this.mode === Mode.stopped) {
      this.mode = Mode.starting;
      this.starts++;
    }
    const target = run ? setpointRpm : 0;
    const step = (target > this.speedRpm ? MOTOR.accelerationRpmPerS : MOTOR.decelerationRpmPerS) * dtS;
    this.speedRpm = Math.abs(target - this.speedRpm) <= step ? target : this.speedRpm + Math.sign(target - this.speedRpm) * step;
    if (this.mode === Mode.starting && this.speedRpm >= target * 0.98) this.mode = Mode.running;
    if (!run && this.mode !== Mode.tripped) this.mode = Mode.stopped;
    if (this.mode === Mode.running) this.runningHours += dtS / 3600;
  }

  get running(): boolean {
    return this.mode === Mode.running;
  }

  /** Electrical side for a shaft power in kW at a mains voltage in V. */
  load(shaftKw: number, voltageV: number): void {
    const energised = this.speedRpm > 0 && (this.mode === Mode.running || this.mode === Mode.starting);
    this.powerKw = energised ? shaftKw / MOTOR.efficiency + MOTOR.idlePowerKw : 0;
    this.currentA = (this.powerKw * 1000) / (Math.sqrt(3) * voltageV * MOTOR.powerFactor);
    // P = M·ω, ω = 2πn/60
    this.torqueNm = this.speedRpm > 1 ? (shaftKw * 1000 * 60) / (2 * Math.PI * this.speedRpm) : 0;
  }

  /** C · dT/dt = loss · P − (T − Tambient)/R, solved exactly over the step for constant P and Tambient. */
  heat(dtS: number, ambientC: number): void {
    const resistance = MOTOR.thermalResistance * this.#tolerance * this.coolingResistanceFactor;
    const settled = ambientC + MOTOR.lossShare * this.powerKw * 1000 * resistance;
    this.windingC += (settled - this.windingC) * (1 - Math.exp(-dtS / (resistance * MOTOR.heatCapacity)));
  }
}
