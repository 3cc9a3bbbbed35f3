/** The sample project and its past, as content; the engine's services write, import and start it. */
export { sampleProject, sampleSignals, SAMPLE_NAME, SAMPLE_SEED, SAMPLE_SOURCE_ID } from "./sampleProject.ts";
export type { SampleOptions } from "./sampleProject.ts";
export { importPast } from "./importPast.ts";
export { SamplePlant } from "./SamplePlant.ts";
export { samplePast, PAST_DAYS } from "./samplePast.ts";
export type { SamplePast } from "./samplePast.ts";
