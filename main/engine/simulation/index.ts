/** Simulations of models over history, and the runs they leave. */
export { outputSignalId } from "./outputSignals.ts";
export { Simulations, type SimulateRequest, type SimulationsOptions } from "./Simulations.ts";
