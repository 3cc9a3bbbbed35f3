/** One model solved many times with other values, and the band that comes of it. */
export { designRows, USUAL_SEED } from "./designRows.ts";
export { watchedOutputs } from "./solveRow.ts";
export { solveRows } from "./solveRows.ts";
export { NINE_IN_TEN, stepsOf, storeBand } from "./storeBand.ts";
export { Studies, type StudiesOptions } from "./Studies.ts";
export type { StudyProblem } from "./studyTypes.ts";
