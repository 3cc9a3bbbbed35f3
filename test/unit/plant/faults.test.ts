/** Each fault shows in the signals that an engineer would look at, comes when it was announced, and goes away again. */
import { describe, expect, it } from "vitest";
import { dutyPump } from "../../../main/plant/physics/line.ts";
import { BAD_SENSOR_FAILURE, faultSchedule, LIVE_CYCLE_S, liveFaults, Plant, Sampler, severityAt, type FaultKind } from "../../../main/plant/physics/index.ts";

const NOON_US = Date.UTC(2026, 4, 12, 12) * 1000;
const MIN_US = 60_000_000;
const DAY_US = 86_400_000_000;

/** Two plants of one seed, an hour old; the first gets the fault for `minutes` and both run on for that time. */
function withAndWithout<T>(kind: FaultKind, target: string, minutes: number, look: (plant: Plant) => T): readonly [faulty: T, healthy: T] {
  const plants = [new Plant(4, NOON_US), new Plant(4, NOON_US)] as const;
  for (const plant of plants) for (let s = 0; s < 3600; s++) plant.step(1);
  const [faulty] = plants;
  faulty.inject({ kind, target, fromUs: faulty.tUs, toUs: faulty.tUs + (minutes + 1) * MIN_US, drift: 1 });
  for (const plant of plants) for (let s = 0; s < minutes * 60; s++) plant.step(1);
  return [look(faulty), look(plants[1])];
}

const duty = dutyPump(NOON_US, 0);

describe("faults", () => {
  it("blocked cooling heats winding and drive-end bearing at the same power", () => {
    const [faulty, healthy] = withAndWithout("blocked-cooling", `P-10${1 + duty}.motor`, 60, (plant) => plant.lines[0].pumps[duty]);
    expect(faulty.motor.powerKw).toBeCloseTo(healthy.motor.powerKw, 6);
    expect(faulty.motor.windingC - healthy.motor.windingC).toBeGreaterThan(25);
    expect(faulty.bearingDE.temperatureC - healthy.bearingDE.temperatureC).toBeGreaterThan(10);
  });

  it("cavitation shakes the pump, takes head and lowers suction pressure", () => {
    const [faulty, healthy] = withAndWithout("cavitation", `P-10${1 + duty}`, 2, (plant) => plant.lines[0].pumps[duty]);
    expect(faulty.vibrationMmS).toBeGreaterThan(healthy.vibrationMmS + 4);
    expect(faulty.headM).toBeLessThan(healthy.headM);
    expect(faulty.suctionBar).toBeLessThan(0.1);
  });

  it("a sticking valve stays away from its set-point", () => {
    const [faulty, healthy] = withAndWithout("sticking-valve", "FV-101", 5, (plant) => plant.lines[0].controlValve);
    expect(Math.abs(faulty.positionPercent - faulty.setpointPercent)).toBeGreaterThan(5);
    expect(Math.abs(healthy.positionPercent - healthy.setpointPercent)).toBeLessThan(1);
  });

  it("a frozen level reading misleads the controller, so that the true level wanders off", () => {
    const [faulty, healthy] = withAndWithout("frozen-sensor", "T-102.level", 45, (plant) => plant.lines[0]);
    expect(faulty.controlValve.positionPercent).not.toBeCloseTo(healthy.controlValve.positionPercent, 0);
    expect(Math.abs(faulty.headerTank.levelM - healthy.headerTank.levelM)).toBeGreaterThan(0.1);
  });

  it("a drifting level reading pulls the true level the other way", () => {
    const [faulty, healthy] = withAndWithout("drifting-sensor", "T-101.level", 60, (plant) => plant.lines[0].suctionTank.levelM);
    expect(healthy - faulty).toBeGreaterThan(0.35);
  });

  it("a frozen sensor reports Good and one value; a failed one Bad and none", () => {
    const plant = new Plant(4, NOON_US);
    const { signals } = plant.catalogue;
    const sampler = new Sampler(signals, { seed: 1, startUs: NOON_US, group: ({ pace }) => pace, periodS: () => 1 });
    const inject = (kind: FaultKind, target: string): void => plant.inject({ kind, target, fromUs: NOON_US + MIN_US, toUs: NOON_US + 10 * MIN_US });
    inject("frozen-sensor", "T-102.level");
    inject("failed-sensor", "E-101.duty");
    const frozen = new Set<number>();
    const failed: [number, number][] = [];
    for (let s = 0; s < 300; s++) {
      plant.step(1);
      sampler.collect(plant.tUs, (index, tUs, value, status) => {
        const id = signals[index]?.id;
        if (tUs > NOON_US + 2 * MIN_US && id === "T-102.level") frozen.add(value).add(status);
        if (tUs > NOON_US + MIN_US - 1_000_000 && status !== 0 && id === "E-101.duty") failed.push([value, status]);
      });
    }
    expect(frozen.size).toBe(2);
    expect(frozen).toContain(0);
    expect(failed).toEqual([[Number.NaN, BAD_SENSOR_FAILURE]]);
  });

  it("go away when their time is over", () => {
    const plant = new Plant(4, NOON_US);
    plant.inject({ kind: "sticking-valve", target: "FV-201", fromUs: NOON_US + MIN_US, toUs: NOON_US + 5 * MIN_US });
    for (let s = 0; s < 120; s++) plant.step(1);
    expect(plant.acting.map(({ target }) => target)).toEqual(["FV-201"]);
    for (let s = 0; s < 600; s++) plant.step(1);
    expect(plant.acting).toEqual([]);
    expect(Math.abs(plant.lines[1].controlValve.positionPercent - plant.lines[1].controlValve.setpointPercent)).toBeLessThan(1);
  });

  it("are refused for machines that do not exist", () => {
    const plant = new Plant(4, NOON_US);
    expect(() => plant.inject({ kind: "cavitation", target: "P-999", fromUs: 0, toUs: 1 })).toThrow("P-999");
    expect(() => plant.inject({ kind: "frozen-sensor", target: "T-101.nothing", fromUs: 0, toUs: 1 })).toThrow("T-101.nothing");
  });
});

describe("fault schedule", () => {
  const toUs = NOON_US;
  const fromUs = toUs - 7 * DAY_US;

  it("has ten faults of all kinds in a week, every one inside it and on a machine on duty", () => {
    const faults = faultSchedule(1, fromUs, toUs);
    expect(faults).toHaveLength(10);
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(6);
    for (const fault of faults) {
      expect(fault.fromUs).toBeGreaterThan(fromUs);
      expect(fault.toUs).toBeLessThan(toUs);
      const pump = /^P-(\d)0(\d)/.exec(fault.target);
      if (!pump) continue;
      for (const tUs of [fault.fromUs, fault.toUs]) expect(dutyPump(tUs, Number(pump[1]) - 1) + 1).toBe(Number(pump[2]));
    }
  });

  it("is the same for the same seed and another for another", () => {
    expect(faultSchedule(1, fromUs, toUs)).toEqual(faultSchedule(1, fromUs, toUs));
    expect(faultSchedule(2, fromUs, toUs)).not.toEqual(faultSchedule(1, fromUs, toUs));
  });

  it("begins 75 s after a live start and repeats", () => {
    const [first] = liveFaults(NOON_US, 0);
    expect(first).toMatchObject({ kind: "cavitation", fromUs: NOON_US + 75_000_000 });
    expect(liveFaults(NOON_US, 1)[0]?.fromUs).toBe(NOON_US + (LIVE_CYCLE_S + 75) * 1_000_000);
  });

  it("lets drift grow to its end and nothing act outside its time", () => {
    const fault = { kind: "drifting-sensor", target: "T-101.level", fromUs: 100, toUs: 200 } as const;
    expect([99, 100, 150, 199, 200].map((tUs) => severityAt(fault, tUs))).toEqual([0, 0, 0.5, 0.99, 0]);
  });
});
