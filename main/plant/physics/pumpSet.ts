/** One pump set: pump, motor with drive, two bearings, suction and discharge valve, and who commands it. */
import { Bearing } from "./bearing.ts";
import { Motor } from "./motor.ts";
import { COUNTED_PER_HOUR, hoursInService, PIPEWORK, PUMP, WATER } from "./parameters.ts";
import type { PumpBranch } from "./hydraulics.ts";
import { hydraulicPower, pumpEfficiency, pumpHead, shaftPower, vibration } from "./pump.ts";
import { Valve } from "./valve.ts";

/** Who decides whether a pump runs: the line's automatic, or a person's start or stop. */
export type Command = "auto" | "on" | "off";

const BAR_PER_METRE = (WATER.density * WATER.gravity) / 1e5;
const VALVE_LAG_S = 3;
/** Everything is this cold when the plant begins, °C. */
const START_AMBIENT_C = 20;

export class PumpSet implements PumpBranch {
  readonly tag: string;
  readonly motor: Motor;
  readonly bearingDE: Bearing;
  readonly bearingNDE: Bearing;
  readonly suctionValve = new Valve(0, VALVE_LAG_S, PIPEWORK.isolationValveLoss);
  readonly dischargeValve = new Valve(0, VALVE_LAG_S, PIPEWORK.isolationValveLoss);
  command: Command = "auto";
  /** Wish of the line's automatic. */
  wanted = false;
  speedSetpointRpm: number = PUMP.defaultSpeedRpm;
  /** 0 none .. 1 full. */
  cavitation = 0;
  flow = 0;
  headM = 0;
  efficiency = 0;
  hydraulicKw = 0;
  suctionBar = 0;
  dischargeBar = 0;
  /** Air around the set, °C. */
  ambientC: number;
  vibrationMmS = 0;
  sealBar = 0;
  /** What turbulence adds to the flow reading, m³/h. */
  flowNoise = 0;
  readonly #unbalance: number;
  readonly #hallOffsetK: number;

  /** `number` 0 to 3 tells the sets apart: no two machines are alike. */
  constructor(tag: string, number: number, startUs: number) {
    this.tag = tag;
    const hours = hoursInService(startUs);
    this.motor = new Motor(START_AMBIENT_C, 1 + 0.006 * (number - 1.5), COUNTED_PER_HOUR.pumpHours * hours, Math.floor(COUNTED_PER_HOUR.pumpStarts * hours));
    this.suctionValve.travel = Math.floor(COUNTED_PER_HOUR.isolationStrokes * hours);
    this.dischargeValve.travel = this.suctionValve.travel;
    this.bearingDE = new Bearing(START_AMBIENT_C, 15, 0.5, 1);
    this.bearingNDE = new Bearing(START_AMBIENT_C, 13, 0.28, 0.82);
    this.#unbalance = 0.95 + 0.15 * number;
    this.#hallOffsetK = 0.8 + 0.3 * number;
    this.ambientC = START_AMBIENT_C + this.#hallOffsetK;
  }

  get commanded(): boolean {
    return this.command === "on" || (this.command === "auto" && this.wanted);
  }

  get speedRpm(): number {
    return this.motor.speedRpm;
  }

  get headFactor(): number {
    return 1 - PUMP.cavitationHeadLoss * this.cavitation;
  }

  get loss(): number {
    return this.suctionValve.loss + this.dischargeValve.loss;
  }

  /** Drive, valves: everything before the hydraulic operating point is known. */
  actuate(dtS: number): void {
    this.motor.drive(dtS, this.commanded, this.speedSetpointRpm);
    const open = this.commanded ? 100 : 0;
    this.suctionValve.setpointPercent = this.motor.speedRpm > 100 ? 100 : open;
    this.dischargeValve.setpointPercent = this.motor.speedRpm > 300 ? open : 0;
    this.suctionValve.step(dtS);
    this.dischargeValve.step(dtS);
  }

  /** Everything that follows from the flow: pressures, power, heat, vibration. */
  settle(dtS: number, flow: number, suctionLevelM: number, staticDischargeM: number, outdoorC: number, voltageV: number): void {
    const { motor } = this;
    this.flow = flow;
    this.headM = Math.max(0, pumpHead(flow, motor.speedRpm) * this.headFactor);
    this.efficiency = pumpEfficiency(flow, motor.speedRpm) * this.headFactor;
    this.hydraulicKw = hydraulicPower(flow, this.headM);
    this.suctionBar = BAR_PER_METRE * (suctionLevelM - PIPEWORK.suctionLoss * flow * flow - 2.6 * this.cavitation);
    this.dischargeBar = motor.speedRpm > 100 ? this.suctionBar + BAR_PER_METRE * this.headM : this.dischargeValve.shut ? this.suctionBar : BAR_PER_METRE * staticDischargeM;
    this.ambientC += (outdoorC + this.#hallOffsetK + 0.03 * motor.powerKw - this.ambientC) * (1 - Math.exp(-dtS / 900));
    motor.load(shaftPower(flow, this.headM, motor.speedRpm), voltageV);
    motor.heat(dtS, this.ambientC);
    const ratio = motor.speedRpm / PUMP.ratedSpeedRpm;
    this.vibrationMmS = vibration(flow, motor.speedRpm, this.cavitation, this.#unbalance);
    this.bearingDE.step(dtS, this.ambientC, motor.windingC, ratio, this.vibrationMmS);
    this.bearingNDE.step(dtS, this.ambientC, motor.windingC, ratio, this.vibrationMmS);
    this.sealBar = this.suctionBar + 0.35 * (this.dischargeBar - this.suctionBar);
  }
}
