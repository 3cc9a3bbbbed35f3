/** One model solved many times with other values, and the band that comes of it. */
export { designRows, USUAL_SEED } from "./designRows.ts";
export { makeBand, withUnits } from "./makeBand.ts";
export { solveRow } from "./solveRow.ts";
export { NINE_IN_TEN } from "./storeBand.ts";
export { Studies, type StudiesOptions } from "./Studies.ts";
export type { StudyMessage, StudyTask } from "./studyTypes.ts";
