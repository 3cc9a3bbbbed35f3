/** One model solved many times with other values, and the band that comes of it. */
export { designRows, USUAL_SEED } from "./designRows.ts";
export { makeBand, withUnits } from "./makeBand.ts";
export { NINE_IN_TEN } from "./storeBand.ts";
export { UseTrials, type UseDraft } from "./UseTrials.ts";
export { Studies, type StudiesOptions } from "./Studies.ts";
export { RowWorkers } from "./RowWorkers.ts";
export { readRowRules, rowPrograms } from "./rowRules.ts";
export { watchedOutputs } from "./solveRow.ts";
export { serveRows } from "./serveRows.ts";
export { stepsOf } from "./storeBand.ts";
export type { RowResult, RowRules, StudyMessage, StudyProblem, WatchedOutput } from "./studyTypes.ts";
