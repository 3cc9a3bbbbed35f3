/** What is chosen in the forecast dialog, and the request that it comes to. Pure. */
import { MOST_EARLIER, type ForecastRequest, type InputScenario, type ScenarioKind } from "../../../shared/contract/forecasts.ts";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { USUAL_WARM_UP_US } from "../../../shared/contract/whatIf.ts";
import { US_PER_HOUR } from "../../../shared/time/time.ts";
import { changeables, changesFrom, idOf, lengthsOf, rowsOf, type ChangeRow } from "../Runs/whatIfForm.ts";
import { rangesOf, variableRow, variablesOf, type VariableRow } from "../Study/studyForm.ts";

export interface ForecastForm {
  /** Undefined: all uses as one system. */
  readonly use: string | undefined;
  readonly hours: number | undefined;
  readonly warmUpHours: number | undefined;
  readonly name: string;
  /** By input; those that are missing keep their last value. */
  readonly scenarios: Readonly<Record<string, ScenarioKind>>;
  readonly changes: readonly ChangeRow[];
  /** What is only known as a range. */
  readonly variables: readonly VariableRow[];
  readonly samples: number | undefined;
  readonly seed: number | undefined;
  /** Earlier instants at which it is made too. */
  readonly earlier: number | undefined;
}

const FIRST_HOURS = 2;
const FIRST_SAMPLES = 256;
/** Enough to tell a model from a guess, and a second or two of solving. */
const FIRST_EARLIER = 10;

export const FIRST_FORECAST: ForecastForm = { use: undefined, hours: FIRST_HOURS, warmUpHours: USUAL_WARM_UP_US / US_PER_HOUR, name: "", scenarios: {}, changes: [], variables: [], samples: FIRST_SAMPLES, seed: 1, earlier: FIRST_EARLIER };

/** An input that signals feed, on some asset at least. */
export interface FedInput {
  readonly id: string;
  readonly use: string;
  readonly name: string;
  /** Assets on which a signal feeds it; undefined: on every one. */
  readonly onlyOn: readonly string[] | undefined;
}

/** The inputs that have a past to go on from. */
export function fedInputs(uses: readonly UseInfo[], use: string | undefined): FedInput[] {
  return uses.filter(({ name }) => use === undefined || name === use).flatMap(({ name: ofUse, assetIds, inputs }) => inputs.flatMap(({ name, signals }): FedInput[] => {
    const fed = assetIds.filter((_, i) => signals[i] !== undefined);
    return fed.length === 0 ? [] : [{ id: idOf("input", ofUse, name), use: ofUse, name, onlyOn: fed.length === assetIds.length ? undefined : fed }];
  }));
}

/** The form with another choice of what is solved: only what there is stays. */
export function withUse(form: ForecastForm, uses: readonly UseInfo[], use: string | undefined): ForecastForm {
  const left = new Set(changeables(uses, use).map(({ id }) => id));
  return { ...form, use, changes: form.changes.filter(({ target }) => left.has(target)), variables: form.variables.filter(({ target }) => left.has(target)) };
}

/** The form that a forecast was made from, to be changed in one thing. */
export function forecastFormOf({ forecast, origin, fromUs, toUs }: Run): ForecastForm {
  const hours = (toUs - fromUs) / US_PER_HOUR;
  if (!forecast) return { ...FIRST_FORECAST, hours };
  const { scenarios, changes, warmUpUs, uncertainty, earlier } = forecast;
  return {
    use: origin?.use, hours, warmUpHours: warmUpUs / US_PER_HOUR, name: "", changes: rowsOf(changes), variables: (uncertainty?.variables ?? []).map(variableRow),
    scenarios: Object.fromEntries(scenarios.map(({ use, name, how }) => [idOf("input", use, name), how])),
    samples: uncertainty?.rows ?? FIRST_FORECAST.samples, seed: uncertainty?.seed ?? FIRST_FORECAST.seed, earlier: earlier?.asked ?? 0,
  };
}

/** The request, or what is still missing in plain words. */
export function forecastRequestOf({ use, hours, warmUpHours, name, scenarios, changes, variables, samples, seed, earlier }: ForecastForm, uses: readonly UseInfo[]): ForecastRequest | string {
  const solved = uses.filter((one) => use === undefined || one.name === use);
  const lengths = lengthsOf(hours, warmUpHours);
  if (typeof lengths === "string") return lengths;
  const made = changesFrom(changes, changeables(solved, undefined));
  if (typeof made === "string") return made;
  const vary = rangesOf("monte-carlo", variables, variablesOf(solved));
  if (typeof vary === "string") return vary;
  const isVaried = vary.length > 0;
  if (isVaried && !(samples !== undefined && Number.isInteger(samples) && samples >= 2)) return "a whole number of samples, at least 2";
  if (isVaried && !(seed !== undefined && Number.isInteger(seed) && seed >= 0)) return "a whole number as seed";
  if (!(earlier !== undefined && Number.isInteger(earlier) && earlier >= 0 && earlier <= MOST_EARLIER)) return `a whole number of earlier instants, at most ${MOST_EARLIER}`;
  const followed = fedInputs(uses, use).flatMap(({ id, use: ofUse, name: input, onlyOn }): InputScenario[] => {
    const how = scenarios[id] ?? "hold";
    if (how === "hold") return [];
    return onlyOn ? onlyOn.map((asset) => ({ use: ofUse, name: input, asset, how })) : [{ use: ofUse, name: input, how }];
  });
  return { ...lengths, scenarios: followed, changes: made, vary, ...(isVaried && { samples, seed }), ...(earlier > 0 && { earlier }), ...(use !== undefined && { use }), ...(name.trim() !== "" && { name: name.trim() }) };
}
