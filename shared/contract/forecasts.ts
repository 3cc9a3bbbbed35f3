/** Forecasts: how things go on from now, each input by a scenario, with a band where values are only known as ranges. */
import { z } from "zod";
import { US_PER_DAY } from "../time/time.ts";
import { MAX_STUDY_ROWS, MAX_STUDY_VARIABLES, studyVariable, type Study } from "./studies.ts";
import { LONGEST_WHAT_IF_US, USUAL_WARM_UP_US, whatIfChange, type HeldInput, type MadeChange, type StartState } from "./whatIf.ts";

/** How an input goes on: with its last value, or as over the last 24 hours or seven days, again and again. */
export const scenarioKinds = ["hold", "day", "week"] as const;
export type ScenarioKind = (typeof scenarioKinds)[number];

/** The stretch before now that is repeated. */
export const REPEATED_US: Readonly<Record<Exclude<ScenarioKind, "hold">, number>> = { day: US_PER_DAY, week: 7 * US_PER_DAY };

/** Each follows history anew; a hundred of a day reach back over three months. */
export const MOST_EARLIER = 100;

const name = z.string().min(1).max(200);

/** Of an input of a use: on one asset, or wherever the use stands. */
export const inputScenario = z.object({ use: name, name, asset: z.string().max(200).optional(), how: z.enum(scenarioKinds) });
export type InputScenario = z.infer<typeof inputScenario>;

export const forecastRequest = z.object({
  /** Without it all uses are solved as one system. */
  use: z.string().optional(),
  forUs: z.number().int().positive().max(LONGEST_WHAT_IF_US),
  /** How long the models follow history before now; 0 begins at the models' own start values. */
  warmUpUs: z.number().int().min(0).max(LONGEST_WHAT_IF_US).default(USUAL_WARM_UP_US).optional(),
  /** Inputs that are not named keep their last value. */
  scenarios: z.array(inputScenario).max(200).optional(),
  /** What is other from now on; of an input that follows a scenario, on top of it. */
  changes: z.array(whatIfChange).max(200).optional(),
  /** What is only known as a range, from now on: makes the band. */
  vary: z.array(studyVariable).max(MAX_STUDY_VARIABLES).optional(),
  samples: z.number().int().min(2).max(MAX_STUDY_ROWS).optional(),
  seed: z.number().int().nonnegative().optional(),
  /** At so many earlier instants too, to see how far off such forecasts are. */
  earlier: z.number().int().min(0).max(MOST_EARLIER).optional(),
  name: z.string().max(200).optional(),
});
export type ForecastRequest = z.infer<typeof forecastRequest>;

/** What makes a forecast's band. */
export type Uncertainty = Pick<Study, "variables" | "rows" | "failed" | "seed" | "band">;

/** How far off forecasts were up to some part of their length; in the unit of a difference of the signal's. */
export interface EarlierLead {
  readonly untilUs: number;
  readonly samples: number;
  /** Root mean square of measured minus forecast. */
  readonly rms: number;
  /** Nine in ten of measured minus forecast lie between. */
  readonly low: number;
  readonly high: number;
  /** Root mean square of the guess that needs no model: the value measured at the begin goes on. */
  readonly held: number;
}

/** Forecasts asked for in the same way, made at earlier instants, each its own length before the next, and compared with what came. */
export interface EarlierForecasts {
  readonly asked: number;
  /** So many could be made. */
  readonly made: number;
  readonly signals: readonly { readonly signal: string; readonly use: string; readonly unit: string; readonly leads: readonly EarlierLead[] }[];
}

/** What a forecast records of itself; it begins at the begin of its run. */
export interface Forecast {
  readonly warmUpUs: number;
  readonly scenarios: readonly InputScenario[];
  readonly changes: readonly MadeChange[];
  readonly start: readonly StartState[];
  /** Inputs that keep their last value, and since when. */
  readonly held: readonly HeldInput[];
  readonly uncertainty?: Uncertainty;
  readonly earlier?: EarlierForecasts;
}
