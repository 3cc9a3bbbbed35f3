/** How things go on from now. */
export { Forecasts, type ForecastsOptions } from "./Forecasts.ts";
