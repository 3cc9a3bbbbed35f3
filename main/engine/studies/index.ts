/** One model solved many times with other values, and the band that comes of it. */
export { designRows, USUAL_SEED } from "./designRows.ts";
export { NINE_IN_TEN, stepsOf } from "./bandSteps.ts";
export { solveBand, withUnits, type SolvedBand } from "./solveBand.ts";
export { storeBand } from "./storeBand.ts";
export { UseTrials, type UseDraft } from "./UseTrials.ts";
export { Studies, type RowMakerOptions } from "./Studies.ts";
export { RowWorkers } from "./RowWorkers.ts";
export { readRowRules, rowPrograms } from "./rowRules.ts";
export { withRuleInputs } from "./ruleDigests.ts";
export { watchedOutputs } from "./solveRow.ts";
export { serveRows } from "./serveRows.ts";
export { serveTrials } from "./serveTrials.ts";
export type { RowResult, RowRules, StudyMessage, StudyProblem, WatchedOutput } from "./studyTypes.ts";
