/** Parameters of models, fitted to what was measured. */
export type { CalibrationTask } from "./calibrationTypes.ts";
export { serveFit } from "./serveFit.ts";
export { Calibrations, type CalibrationsOptions } from "./Calibrations.ts";
