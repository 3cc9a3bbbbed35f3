/** What is chosen in the study panel, and the request that it comes to. Pure. */
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { MAX_SENSITIVITY_VARIABLES, MAX_STUDY_VARIABLES, type StudyKind, type StudyRequest, type StudyVariable } from "../../../shared/contract/studies.ts";
import type { ChangeKind } from "../../../shared/contract/whatIf.ts";
import type { Span } from "../../../shared/time/time.ts";
import { goalFor, type GoalForm } from "./goalForm.ts";
import { changeables, idOf, type Changeable } from "../Runs/whatIfForm.ts";

export interface VariableRow {
  readonly target: string;
  readonly how: ChangeKind;
  readonly range: "even" | "normal";
  /** The lower end, or the middle of a normal range. */
  readonly first: number | undefined;
  /** The upper end, or one standard deviation. */
  readonly second: number | undefined;
  /** Of a sweep. */
  readonly steps: number | undefined;
}

/** What the panel offers: studies, and the search for the best values. */
export type PanelKind = StudyKind | "optimisation";

export interface StudyForm {
  readonly kind: PanelKind;
  readonly use: string;
  /** Undefined: every asset of the use. */
  readonly asset: string | undefined;
  readonly variables: readonly VariableRow[];
  readonly samples: number | undefined;
  readonly seed: number | undefined;
  /** Tried on every row of a study. */
  readonly rules: readonly string[];
  /** Of an optimisation. */
  readonly goal: GoalForm;
}

const FIRST_STEPS = 5;
const FIRST_SAMPLES = 256;
/** A parameter without bounds is varied by this share of its value at first. */
const FIRST_SHARE = 0.2;

/** A fresh form: the first parameter of the use between its bounds, on the asset that comes first. */
export function studyFormFor(use: UseInfo, kind: PanelKind): StudyForm {
  return { kind, use: use.name, asset: use.assetIds[0], variables: [rowFor(variablesOf([use])[0], kind)], samples: FIRST_SAMPLES, seed: 1, rules: [], goal: goalFor(use) };
}

/** Parameters first: a study asks about them before it asks about inputs. */
export function variablesOf(uses: readonly UseInfo[]): Changeable[] {
  return changeables(uses, undefined).toSorted((a, b) => (a.of === b.of ? 0 : a.of === "parameter" ? -1 : 1));
}

export function rowFor(one: Changeable | undefined, kind: PanelKind): VariableRow {
  const now = one?.values?.[0];
  const reach = now === undefined ? undefined : Math.abs(now) * FIRST_SHARE || 1;
  // An input moves with history, so it is varied by a factor.
  if (!one || now === undefined || reach === undefined) return { target: one?.id ?? "", how: "scale", range: "even", first: 1 - FIRST_SHARE, second: 1 + FIRST_SHARE, steps: FIRST_STEPS };
  if (one.deviation !== undefined && isDrawn(kind)) return { target: one.id, how: "set", range: "normal", first: now, second: one.deviation, steps: FIRST_STEPS };
  return { target: one.id, how: "set", range: "even", first: one.low ?? now - reach, second: one.high ?? now + reach, steps: FIRST_STEPS };
}

/** Whether amounts are drawn by chance, so that a range may be normal. */
export function isDrawn(kind: PanelKind): boolean {
  return kind === "monte-carlo" || kind === "sensitivity";
}

/** The row that a variable came from. */
export function variableRow({ of, use, name, how, range }: StudyVariable): VariableRow {
  const [first, second] = range.kind === "even" ? [range.low, range.high] : [range.mean, range.deviation];
  return { target: idOf(of, use, name), how, range: range.kind, first, second, steps: FIRST_STEPS };
}

/** The request, or what is still missing in plain words. */
export function studyRequestOf({ use: name, asset, variables, samples, seed, rules }: StudyForm, kind: StudyKind, use: UseInfo, { fromUs, toUs }: Span): StudyRequest | string {
  const among = variablesOf([use]);
  const most = kind === "sensitivity" ? MAX_SENSITIVITY_VARIABLES : MAX_STUDY_VARIABLES;
  if (variables.length === 0) return "Choose at least one thing to vary.";
  if (variables.length > most) return `At most ${most} things are varied at once.`;
  const made = rangesOf(kind, variables, among);
  if (typeof made === "string") return made;
  if (isDrawn(kind) && !(samples !== undefined && Number.isInteger(samples) && samples >= 2)) return "Samples is a whole number, at least 2.";
  if (isDrawn(kind) && !(seed !== undefined && Number.isInteger(seed) && seed >= 0)) return "The seed is a whole number.";
  return {
    kind, use: name, variables: asset === undefined ? made : made.map((one) => ({ ...one, asset })), span: { fromUs: Math.round(fromUs), toUs: Math.round(toUs) },
    ...(asset !== undefined && { asset }), ...(rules.length > 0 && { rules: [...new Set(rules)] }), ...(isDrawn(kind) && samples !== undefined && { samples }), ...(isDrawn(kind) && seed !== undefined && { seed }),
  };
}

/** What the rows say, or what is still missing in plain words. */
export function rangesOf(kind: PanelKind, rows: readonly VariableRow[], among: readonly Changeable[]): StudyVariable[] | string {
  const made: StudyVariable[] = [];
  for (const row of rows) {
    const found = among.find(({ id }) => id === row.target);
    if (!found) return "Choose what is varied.";
    if (made.some((other) => other.of === found.of && other.use === found.use && other.name === found.name)) return `${found.name} is varied twice.`;
    const range = rangeOf(kind, row, found.name);
    if (typeof range === "string") return range;
    made.push({ of: found.of, use: found.use, name: found.name, how: row.how, range });
  }
  return made;
}

function rangeOf(kind: PanelKind, { range, first, second, steps }: VariableRow, name: string): StudyVariable["range"] | string {
  if (first === undefined || second === undefined) return `${name} needs two numbers.`;
  if (isDrawn(kind) && range === "normal") return second > 0 ? { kind: "normal", mean: first, deviation: second } : `The deviation of ${name} is above zero.`;
  if (first >= second) return `The range of ${name} leaves it no room.`;
  if (kind !== "sweep") return { kind: "even", low: first, high: second };
  return steps !== undefined && Number.isInteger(steps) && steps >= 2 ? { kind: "even", low: first, high: second, steps } : `${name} takes a whole number of steps, at least 2.`;
}
