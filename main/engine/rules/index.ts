/** Rules at work: the public file of this module. */
export { applicationOf, checkApplication } from "./checkApplication.ts";
export { takeUpTexts } from "./runningTexts.ts";
export { intervalsOver, rulesOver } from "./overRun.ts";
export type { ReplayedHistory } from "./replayRules.ts";
export type { CalcSink, RulesHistory } from "./ports.ts";
export { RulesEngine, type RulesEngineOptions } from "./RulesEngine.ts";
export { fileMemory, noMemory, type RulesMemory } from "./RulesMemory.ts";
