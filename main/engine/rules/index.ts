/** Rules at work: the public file of this module. */
export type { CalcSink, RulesHistory } from "./ports.ts";
export { DEFAULT_LATENESS_US, RulesEngine, type RulesEngineOptions } from "./RulesEngine.ts";
export { fileMemory, noMemory, type RulesMemory } from "./RulesMemory.ts";
