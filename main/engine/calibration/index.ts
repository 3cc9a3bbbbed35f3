/** Parameters of models, fitted to what was measured. */
export { Calibrations, type CalibrationsOptions } from "./Calibrations.ts";
