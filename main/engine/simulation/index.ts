/** Simulations of models over history, and the runs they leave. */
export { ExpressionGraph, parameterVariable, type NodeId } from "./ExpressionGraph.ts";
export { lowerExpression } from "./lowerExpression.ts";
export { OutputStore } from "./OutputStore.ts";
export { outputSignalId, outputTargets } from "./outputSignals.ts";
export { readInputs, signalsRead } from "./readInputs.ts";
export { RunBook, type KeptRun } from "./RunBook.ts";
export { projectModels, type RunModels } from "./RunModels.ts";
export type { InputSeries, OutputChunk, SystemTask } from "./simulationTypes.ts";
export { planForecast, type ForecastPlan } from "./planForecast.ts";
export { knownUntil } from "./planRun.ts";
export { scenarioInputs } from "./inputScenarios.ts";
export { begunRun, LONGEST_NAME, namesOf, RunMaker, usesNamed, usesOf, WARM_UP_SHARE, within, type RunMakerOptions } from "./RunMaker.ts";
export { runInWorker } from "./runInWorker.ts";
export { Simulations, type SimulateRequest } from "./Simulations.ts";
export { solveSystem } from "./solveSystem.ts";
export { sortSystems, withSources } from "./sortSystem.ts";
export { storeRun } from "./storeRun.ts";
export { changedUses } from "./whatIfChanges.ts";
