/** What the scenarios of inputs are called. */
import type { ScenarioKind } from "../../../shared/contract/forecasts.ts";

export const SCENARIO_WORDS: Readonly<Record<ScenarioKind, string>> = { hold: "keeps its last value", day: "as over the last 24 hours", week: "as over the last 7 days" };
