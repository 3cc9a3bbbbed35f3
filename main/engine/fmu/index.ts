/** Imported models: FMUs of the project, looked at without running them, and run in processes of their own. */
export { Fmus, type FmusOptions } from "./Fmus.ts";
export type { FmuLimits } from "./hostTypes.ts";
