/**
 * One pumping line: suction tank, two pump sets, control valve, heat exchanger, header tank, consumers, and the
 * automatic that holds levels and decides which pumps run.
 */
import { demandProfile, Wander, type Environment } from "./environment.ts";
import { HeatExchanger } from "./heatExchanger.ts";
import { Mode } from "./motor.ts";
import { solveFlows } from "./hydraulics.ts";
import { COUNTED_PER_HOUR, DUTY_CHANGE_HOUR, hoursInService, HEADER_TANK, LEVEL_CONTROL, PIPEWORK, STAGING, SUCTION_TANK } from "./parameters.ts";
import { PumpSet } from "./pumpSet.ts";
import type { NoiseStream } from "./random.ts";
import { Sensor } from "./sensor.ts";
import { Tank } from "./tank.ts";
import { Valve } from "./valve.ts";

const US_PER_DAY = 86_400_000_000;
const SUCTION_GAIN_PER_M = 40;
const INFLOW_LAG_S = 90;

/** Which of a line's two pumps (0 or 1) has duty at a time: they change over every day. */
export function dutyPump(tUs: number, line: number): 0 | 1 {
  const day = Math.floor((tUs - DUTY_CHANGE_HOUR * 3_600_000_000) / US_PER_DAY) + line;
  return (((day % 2) + 2) % 2) as 0 | 1; // the remainder by 2 of an integer
}

export class PumpLine {
  readonly index: number;
  readonly pumps: readonly [PumpSet, PumpSet];
  readonly suctionTank = new Tank(SUCTION_TANK.areaM2, SUCTION_TANK.heightM, SUCTION_TANK.levelSetpointM, 42);
  readonly headerTank = new Tank(HEADER_TANK.areaM2, HEADER_TANK.heightM, HEADER_TANK.levelSetpointM, 31);
  readonly exchanger = new HeatExchanger();
  readonly controlValve = new Valve(40, 4, PIPEWORK.controlValveLoss);
  /** The level transmitters stand between the tanks and the controllers, so their faults mislead the plant too. */
  readonly suctionLevel = new Sensor();
  readonly headerLevel = new Sensor();
  headerSetpointM: number = HEADER_TANK.levelSetpointM;
  suctionSetpointM: number = SUCTION_TANK.levelSetpointM;
  /** m³/h through the control valve. */
  flow = 0;
  demand = 0;
  /** Share of the usual demand, %; a set-point of the consumers. */
  demandPercent = 100;
  inflow = 70;
  energyKwh: number;
  pumpedM3: number;
  #integralPercent = 40;
  #startWaitS = 0;
  #stopWaitS = 0;
  #assist = false;
  readonly #wander: Wander;
  readonly #flows = new Float64Array(2);

  constructor(index: number, startUs: number, noise: NoiseStream) {
    this.index = index;
    const hundred = (index + 1) * 100;
    this.pumps = [new PumpSet(`P-${hundred + 1}`, index * 2, startUs), new PumpSet(`P-${hundred + 2}`, index * 2 + 1, startUs)];
    this.#wander = new Wander(3.5, 900, noise);
    const hours = hoursInService(startUs);
    this.energyKwh = Math.floor(COUNTED_PER_HOUR.energyKwh * hours);
    this.pumpedM3 = Math.floor(COUNTED_PER_HOUR.volumeM3 * hours);
    this.controlValve.travel = Math.floor(COUNTED_PER_HOUR.controlStrokes * hours);
  }

  step(tUs: number, dtS: number, environment: Environment): void {
    this.#wander.step(dtS);
    this.demand = Math.max(15, demandProfile(tUs, this.index) + this.#wander.value) * (this.demandPercent / 100);
    this.#controlLevel(dtS);
    this.#stage(tUs, dtS);
    for (const pump of this.pumps) pump.actuate(dtS);
    this.controlValve.step(dtS);
    this.#pumpWater(dtS, environment);
    this.#balanceTanks(dtS, environment);
  }

  /** Averaging PI control: the header level may wander a little so that the valve need not. */
  #controlLevel(dtS: number): void {
    const error = this.headerSetpointM - this.headerLevel.measure(this.headerTank.levelM);
    const { gainPercentPerM, integralTimeS, minimumPercent, maximumPercent } = LEVEL_CONTROL;
    this.#integralPercent = clamp(this.#integralPercent + (gainPercentPerM * error * dtS) / integralTimeS, minimumPercent, maximumPercent);
    this.controlValve.setpointPercent = clamp(this.#integralPercent + gainPercentPerM * error, minimumPercent, maximumPercent);
  }

  /** Duty pump always, the other one when the control valve runs out of range or the duty pump is not available. */
  #stage(tUs: number, dtS: number): void {
    const setpoint = this.controlValve.setpointPercent;
    this.#startWaitS = !this.#assist && setpoint > STAGING.startAbovePercent ? this.#startWaitS + dtS : 0;
    this.#stopWaitS = this.#assist && setpoint < STAGING.stopBelowPercent ? this.#stopWaitS + dtS : 0;
    if (this.#startWaitS > STAGING.startAfterS) this.#assist = true;
    if (this.#stopWaitS > STAGING.stopAfterS) this.#assist = false;
    const duty = dutyPump(tUs, this.index);
    this.pumps.forEach((pump, i) => {
      const other = this.pumps[i === 0 ? 1 : 0];
      const otherOut = other.command === "off" || other.motor.mode === Mode.tripped;
      pump.wanted = i === duty || this.#assist || otherOut;
    });
  }

  #pumpWater(dtS: number, environment: Environment): void {
    const [first, second] = this.pumps;
    const suctionM = SUCTION_TANK.floorM + this.suctionTank.levelM;
    const staticM = HEADER_TANK.floorM + this.headerTank.levelM - suctionM;
    if (this.suctionTank.dry || this.controlValve.shut) this.#flows.fill(0);
    else solveFlows(first, second, staticM, PIPEWORK.pipeAndExchangerLoss + this.controlValve.loss, this.#flows);
    this.flow = 0;
    for (let i = 0; i < 2; i++) {
      const pump = i === 0 ? first : second;
      const flow = this.#flows[i] ?? 0;
      pump.settle(dtS, flow, this.suctionTank.levelM, HEADER_TANK.floorM + this.headerTank.levelM, environment.ambientC, environment.voltageV);
      this.flow += flow;
      this.energyKwh += (pump.motor.powerKw * dtS) / 3600;
    }
    this.pumpedM3 += (this.flow * dtS) / 3600;
  }

  #balanceTanks(dtS: number, environment: Environment): void {
    const wanted = clamp(this.flow + SUCTION_GAIN_PER_M * (this.suctionSetpointM - this.suctionLevel.measure(this.suctionTank.levelM)), 0, 260);
    this.inflow += (wanted - this.inflow) * (1 - Math.exp(-dtS / INFLOW_LAG_S));
    this.suctionTank.step(dtS, this.inflow, this.flow, environment.supplyC);
    this.exchanger.step(dtS, this.flow, this.suctionTank.temperatureC, environment.coldWaterC);
    this.headerTank.step(dtS, this.flow, this.demand, this.exchanger.hotOutC);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
