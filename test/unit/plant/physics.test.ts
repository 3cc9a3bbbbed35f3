/** The plant obeys the laws it is made of: affinity, continuity, first law, friction. */
import { describe, expect, it } from "vitest";
import { demandProfile } from "../../../main/plant/physics/environment.ts";
import { capacityRate, effectiveness, HeatExchanger } from "../../../main/plant/physics/heatExchanger.ts";
import { solveFlows } from "../../../main/plant/physics/hydraulics.ts";
import { Plant } from "../../../main/plant/physics/index.ts";
import { Motor } from "../../../main/plant/physics/motor.ts";
import { HEADER_TANK, MOTOR, PUMP, SUCTION_TANK } from "../../../main/plant/physics/parameters.ts";
import { hydraulicPower, pumpEfficiency, pumpHead, shaftPower } from "../../../main/plant/physics/pump.ts";
import { Valve } from "../../../main/plant/physics/valve.ts";

const HOUR_US = 3_600_000_000;
const MORNING_US = Date.UTC(2026, 4, 12, 9) * 1000;

describe("centrifugal pump", () => {
  it("follows the affinity laws: flow with speed, head with its square, power with its cube", () => {
    const [flow, speed, ratio] = [110, 1480, 0.8];
    const head = pumpHead(flow, speed);
    expect(pumpHead(flow * ratio, speed * ratio)).toBeCloseTo(head * ratio * ratio, 9);
    expect(shaftPower(flow * ratio, head * ratio * ratio, speed * ratio)).toBeCloseTo(shaftPower(flow, head, speed) * ratio ** 3, 9);
    expect(pumpEfficiency(flow * ratio, speed * ratio)).toBeCloseTo(pumpEfficiency(flow, speed), 12);
  });

  it("is most efficient at its best flow and draws power even at shut-off", () => {
    expect(pumpEfficiency(PUMP.bestFlow, PUMP.ratedSpeedRpm)).toBeCloseTo(PUMP.bestEfficiency, 12);
    expect(pumpEfficiency(60, 1480)).toBeLessThan(PUMP.bestEfficiency);
    expect(shaftPower(0, PUMP.headShutOffM, 1480)).toBeGreaterThan(5);
  });

  it("puts hydraulic power, efficiency and shaft power into one relation", () => {
    const head = pumpHead(100, 1450);
    expect(hydraulicPower(100, head) / pumpEfficiency(100, 1450)).toBeCloseTo(shaftPower(100, head, 1450), 9);
  });
});

describe("two pumps on one system", () => {
  const open = { headFactor: 1, loss: 5e-5 };

  it("meet both pump curves and the system curve at one head", () => {
    const flows = new Float64Array(2);
    solveFlows({ ...open, speedRpm: 1450 }, { ...open, speedRpm: 1400 }, 21, 6e-4, flows);
    const [a = 0, b = 0] = flows;
    const junctionA = pumpHead(a, 1450) - open.loss * a * a;
    const junctionB = pumpHead(b, 1400) - open.loss * b * b;
    expect(junctionA).toBeCloseTo(junctionB, 5);
    expect(junctionA).toBeCloseTo(21 + 6e-4 * (a + b) ** 2, 5);
  });

  it("never let water flow back through the one that is too slow", () => {
    const flows = new Float64Array(2);
    solveFlows({ ...open, speedRpm: 1450 }, { ...open, speedRpm: 900 }, 21, 6e-4, flows);
    expect(flows[0]).toBeGreaterThan(50);
    expect(flows[1]).toBe(0);
  });
});

describe("motor", () => {
  it("settles where loss and cooling balance: ambient + loss · P · R", () => {
    const motor = new Motor(20, 1, 0, 0);
    for (let s = 0; s < 60; s++) motor.drive(1, true, 1450);
    motor.load(13, 400);
    for (let s = 0; s < 7200; s++) motor.heat(1, 25);
    expect(motor.windingC).toBeCloseTo(25 + MOTOR.lossShare * motor.powerKw * 1000 * MOTOR.thermalResistance, 2);
  });

  it("heats alike in steps of 0.2 s and of 2 s", () => {
    const [fine, coarse] = [new Motor(20, 1, 0, 0), new Motor(20, 1, 0, 0)];
    for (const motor of [fine, coarse]) {
      for (let s = 0; s < 60; s++) motor.drive(1, true, 1450);
      motor.load(13, 400);
    }
    for (let s = 0; s < 3000; s++) fine.heat(0.2, 25);
    for (let s = 0; s < 300; s++) coarse.heat(2, 25);
    expect(fine.windingC).toBeCloseTo(coarse.windingC, 9);
  });
});

describe("valve", () => {
  it("follows its set-point with lag", () => {
    const valve = new Valve(20, 4, 1e-4);
    valve.setpointPercent = 60;
    valve.step(4);
    expect(valve.positionPercent).toBeCloseTo(20 + 40 * (1 - Math.exp(-1)), 9);
    for (let s = 0; s < 60; s++) valve.step(1);
    expect(valve.positionPercent).toBeCloseTo(60, 0);
  });

  it("slips shut and stays there when its packing seizes", () => {
    const valve = new Valve(50, 4, 1e-4);
    valve.sticking = true;
    valve.setpointPercent = 55;
    for (let s = 0; s < 600; s++) valve.step(1);
    expect(valve.positionPercent).toBe(41);
  });
});

describe("heat exchanger", () => {
  it("hands over on one side what it takes on the other", () => {
    const exchanger = new HeatExchanger();
    for (let s = 0; s < 600; s++) exchanger.step(1, 100, 42, 17);
    expect(capacityRate(100) * (42 - exchanger.hotOutC)).toBeCloseTo(exchanger.dutyKw, 6);
    expect(capacityRate(exchanger.coldFlow) * (exchanger.coldOutC - 17)).toBeCloseTo(exchanger.dutyKw, 6);
  });

  it("has the textbook's effectiveness in the limits", () => {
    expect(effectiveness(2, 0)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(effectiveness(2, 1)).toBeCloseTo(2 / 3, 12);
    expect(effectiveness(2, 0.999)).toBeCloseTo(2 / 3, 3);
  });
});

describe("the plant", () => {
  it("loses no water: what comes in and is not drawn is in the tanks", () => {
    const plant = new Plant(3, MORNING_US);
    const stored = (): number => plant.lines.reduce((sum, line) => sum + line.suctionTank.levelM * SUCTION_TANK.areaM2 + line.headerTank.levelM * HEADER_TANK.areaM2, 0);
    const before = stored();
    let balance = 0;
    for (let s = 0; s < 3600; s++) {
      plant.step(1);
      for (const line of plant.lines) balance += (line.suctionTank.inflow - line.headerTank.outflow) / 3600;
    }
    expect(stored() - before).toBeCloseTo(balance, 9);
  });

  it("turns electrical into hydraulic power with plausible losses", () => {
    const plant = new Plant(3, MORNING_US);
    for (let s = 0; s < 3600; s++) plant.step(1);
    const running = plant.lines.flatMap((line) => line.pumps).filter((pump) => pump.motor.running);
    expect(running.length).toBeGreaterThanOrEqual(2);
    for (const pump of running) {
      const efficiency = pump.hydraulicKw / pump.motor.powerKw;
      expect(efficiency).toBeGreaterThan(0.4);
      expect(efficiency).toBeLessThan(PUMP.bestEfficiency * MOTOR.efficiency);
    }
  });

  it("keeps its levels and stays out of trouble for a day without faults", () => {
    const plant = new Plant(11, MORNING_US);
    let [header, suction, winding] = [0, 0, 0];
    for (let s = 0; s < 24 * 3600; s += 2) {
      plant.step(2);
      for (const line of plant.lines) {
        header = Math.max(header, Math.abs(line.headerTank.levelM - HEADER_TANK.levelSetpointM));
        suction = Math.max(suction, Math.abs(line.suctionTank.levelM - SUCTION_TANK.levelSetpointM));
        winding = Math.max(winding, line.pumps[0].motor.windingC, line.pumps[1].motor.windingC);
      }
    }
    expect(header).toBeLessThan(0.8);
    expect(suction).toBeLessThan(0.5);
    expect(winding).toBeLessThan(100);
  });

  it("sees low demand at night and peaks in the morning and the evening", () => {
    const at = (hour: number): number => demandProfile(Date.UTC(2026, 4, 12, hour) * 1000, 0);
    expect(at(3)).toBeLessThan(at(12));
    expect(at(7)).toBeGreaterThan(at(10));
    expect(at(18)).toBeGreaterThan(at(15));
  });

  it("changes duty every day, and the other pump helps when demand is high", () => {
    const plant = new Plant(5, MORNING_US);
    const ran = new Set<string>();
    let together = false;
    for (let tUs = 0; tUs < 30 * HOUR_US; tUs += 2_000_000) {
      plant.step(2);
      const [first, second] = plant.lines[0].pumps;
      for (const pump of [first, second]) if (pump.motor.running) ran.add(pump.tag);
      together ||= first.motor.running && second.motor.running;
    }
    expect([...ran].sort()).toEqual(["P-101", "P-102"]);
    expect(together).toBe(true);
  });

  it("runs at least ten thousand times faster than real time", () => {
    const plant = new Plant(5, MORNING_US);
    const startedMs = performance.now();
    for (let s = 0; s < 6 * 3600; s += 2) plant.step(2);
    expect(6 * 3_600_000 / (performance.now() - startedMs)).toBeGreaterThan(10_000);
  });
});
