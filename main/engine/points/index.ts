/** Points that fill a unit cube evenly, the same for the same seed. */
export { latinHypercube } from "./latinHypercube.ts";
export { MAX_SOBOL_DIMENSIONS, sobolPoints } from "./sobol.ts";
