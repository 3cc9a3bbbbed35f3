/** Uses of models that run along with the plant. The one file of this module that others import. */
export type { DriftChange } from "./LiveFollower.ts";
export { driftText } from "./driftText.ts";
export { LiveRuns, type LiveRunsOptions } from "./LiveRuns.ts";
export { serveLive } from "./serveLive.ts";
export type { LivePlan } from "./LiveRecords.ts";
