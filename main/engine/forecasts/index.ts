/** How things go on from now. */
export { Forecasts } from "./Forecasts.ts";
