/** Public face of the plant's physics: pure, seeded, no Node APIs. The server and the sample's past are made from it. */
export { Plant } from "./plant.ts";
export type { Catalogue } from "./catalogueBuilder.ts";
export { SPEED_RANGE } from "./catalogueBuilder.ts";
export { STATION_ID } from "./catalogue.ts";
export { faultWindows, generatePast } from "./past.ts";
export type { PastChunk } from "./past.ts";
export { faultSchedule, liveFaults, severityAt, LIVE_CYCLE_S } from "./faults.ts";
export type { FaultEvent, FaultKind } from "./faults.ts";
export { LIVE_PERIOD_S } from "./signal.ts";
export type { Pace, PlantDataType, PlantObject, PlantSignal } from "./signal.ts";
export { Sampler, BAD_SENSOR_FAILURE } from "./sampler.ts";
export type { SampleSink } from "./sampler.ts";
export { MODES } from "./motor.ts";
export type { Command } from "./pumpSet.ts";
