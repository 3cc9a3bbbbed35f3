/** Objects and signals of one pump set. */
import { SPEED_RANGE, valveSignals, type CatalogueBuilder } from "./catalogueBuilder.ts";
import type { Bearing } from "./bearing.ts";
import { MODES } from "./motor.ts";
import type { Plant } from "./plant.ts";
import type { PumpSet } from "./pumpSet.ts";

/** OPC UA Part 8: the reading is there, but air in the water spoils its accuracy. */
const UNCERTAIN_SENSOR_NOT_ACCURATE = 0x40930000;

export function pumpSignals(build: CatalogueBuilder, pump: PumpSet, lineId: string, plant: Plant): void {
  const id = pump.tag;
  build.object(id, id, "CentrifugalPump", "Single-stage centrifugal pump with motor and drive", lineId);
  build.number(id, "flow", "m3/h", {
    description: "Flow meter in the discharge", range: [0, 200], pace: "medium", resolution: 0.1, jump: 12,
    noise: 0.3, read: () => Math.max(0, pump.flow + pump.flowNoise),
    status: () => (pump.cavitation > 0.5 ? UNCERTAIN_SENSOR_NOT_ACCURATE : 0),
  });
  build.number(id, "suction.pressure", "bar", { description: "Gauge pressure at the inlet", range: [-1, 3], pace: "fast", noise: 0.002, resolution: 0.001, read: () => pump.suctionBar });
  build.number(id, "discharge.pressure", "bar", { description: "Gauge pressure at the outlet", range: [0, 6], pace: "fast", noise: 0.006, resolution: 0.002, jump: 0.8, read: () => pump.dischargeBar });
  build.number(id, "head", "m", { description: "Head over the pump, by the differential pressure transmitter", range: [0, 60], pace: "medium", noise: 0.05, resolution: 0.02, read: () => pump.headM });
  build.number(id, "ambient.temperature", "Cel", { description: "Air around the pump set", range: [-30, 60], pace: "slow", noise: 0.04, resolution: 0.1, read: () => pump.ambientC });
  build.number(id, "seal.pressure", "bar", { description: "Pressure in the shaft seal chamber", range: [0, 6], pace: "medium", noise: 0.004, resolution: 0.002, read: () => pump.sealBar });
  build.number(id, "speed.setpoint", "{rev}/min", { description: "Speed asked for", range: SPEED_RANGE, pace: "change", read: () => pump.speedSetpointRpm, write: (value) => { pump.speedSetpointRpm = Number(value); } });
  build.boolean(id, "running", "Motor up to speed", () => pump.motor.running);
  build.choice(id, "mode", MODES, "What the drive is doing", () => pump.motor.mode);
  build.number(id, "starts", "1", { description: "Starts since commissioning", pace: "change", read: () => pump.motor.starts });
  build.number(id, "running.time", "h", { description: "Running hours since commissioning", pace: "rare", resolution: 0.01, read: () => pump.motor.runningHours });
  motorSignals(build, pump, plant);
  bearingSignals(build, `${id}.bearingDE`, "bearingDE", "Bearing at the drive end", id, pump.bearingDE);
  bearingSignals(build, `${id}.bearingNDE`, "bearingNDE", "Bearing at the non-drive end", id, pump.bearingNDE);
  valveSignals(build, `${id}.suctionValve`, "suctionValve", "Valve", "On/off valve before the pump", id, pump.suctionValve);
  valveSignals(build, `${id}.dischargeValve`, "dischargeValve", "Valve", "On/off valve after the pump", id, pump.dischargeValve);
}

function motorSignals(build: CatalogueBuilder, pump: PumpSet, plant: Plant): void {
  const id = `${pump.tag}.motor`;
  const { motor } = pump;
  build.object(id, "motor", "Motor", "Induction motor on a variable speed drive, 18.5 kW", pump.tag);
  build.number(id, "electrical.power", "kW", { description: "Power drawn from the drive", range: [0, 30], pace: "medium", noise: 0.03, resolution: 0.01, jump: 1.5, read: () => motor.powerKw });
  build.number(id, "current", "A", { description: "Phase current", range: [0, 60], pace: "fast", noise: 0.06, resolution: 0.02, jump: 3, read: () => motor.currentA });
  build.number(id, "voltage", "V", { description: "Drive output, line to line", range: [0, 500], pace: "medium", noise: 0.4, resolution: 0.2, read: () => (motor.speedRpm > 0 ? plant.environment.voltageV * Math.min(1, motor.speedRpm / 1480) : 0) });
  build.number(id, "speed", "{rev}/min", { description: "Shaft speed", range: [0, 1800], pace: "medium", noise: 0.4, resolution: 0.2, jump: 40, read: () => motor.speedRpm });
  build.number(id, "torque", "N.m", { description: "Shaft torque, as the drive computes it", range: [0, 250], pace: "medium", noise: 0.3, resolution: 0.1, read: () => motor.torqueNm });
  build.number(id, "winding.temperature", "Cel", { description: "Hottest of three winding sensors", range: [-30, 200], pace: "slow", noise: 0.12, resolution: 0.1, read: () => motor.windingC });
}

function bearingSignals(build: CatalogueBuilder, id: string, name: string, what: string, pumpId: string, bearing: Bearing): void {
  build.object(id, name, "Bearing", what, pumpId);
  build.number(id, "temperature", "Cel", { description: "Temperature of the outer ring", range: [-30, 150], pace: "slow", noise: 0.08, resolution: 0.1, read: () => bearing.temperatureC });
  build.number(id, "vibration", "mm/s", { description: "Vibration velocity, r.m.s., 10 Hz to 1 kHz (ISO 20816)", range: [0, 25], pace: "fast", noise: 0.06, resolution: 0.01, read: () => bearing.vibrationMmS });
  build.number(id, "acceleration", "m/s2", { description: "Envelope acceleration, r.m.s.", range: [0, 100], pace: "fast", noise: 0.12, resolution: 0.02, read: () => bearing.acceleration });
}
