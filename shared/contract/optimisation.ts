/** Optimisation: which values of what can be set are best within limits and rules, and what each of these costs. A recommendation, never a write. */
import { z } from "zod";
import { stream } from "./define.ts";
import type { Run } from "./runs.ts";
import { studyFigures, studyVariable, type StudyFigure, type StudyVariable } from "./studies.ts";
import type { MadeChange } from "./whatIf.ts";

/** Each is searched again without it, so that what it costs can be said. */
export const MAX_CONSTRAINTS = 8;
/** More dimensions need more solutions than a person waits for. */
export const MAX_OPTIMISED = 12;
export const USUAL_EVALUATIONS = 1_000;
export const FEWEST_EVALUATIONS = 50;
export const MOST_EVALUATIONS = 20_000;

const name = z.string().min(1).max(200);
const figure = z.enum(studyFigures);

/** A figure of an output held to a limit, on each asset; in the unit of its signal unless one is given. */
export const figureLimit = z.object({ kind: z.literal("figure"), output: name, figure, side: z.enum(["below", "above"]), limit: z.number(), unit: z.string().max(40).optional() });
/** A rule that is active for no longer than this over the span, on each asset. */
export const ruleLimit = z.object({ kind: z.literal("rule"), rule: name, mostUs: z.number().int().nonnegative() });
export const optimisationConstraint = z.discriminatedUnion("kind", [figureLimit, ruleLimit]);
export type OptimisationConstraint = z.infer<typeof optimisationConstraint>;

export const optimiseRequest = z.object({
  /** Whose outputs are looked at; what feeds it is solved with it. */
  use: name,
  /** Without, on every asset of the use: one amount for all, the objective is their mean, limits hold on each. */
  asset: z.string().max(200).optional(),
  span: z.object({ fromUs: z.number().int(), toUs: z.number().int() }),
  /** Bounded: ranges from an end to another. */
  variables: z.array(studyVariable).min(1).max(MAX_OPTIMISED),
  objective: z.object({ sense: z.enum(["minimise", "maximise"]), output: name, figure }),
  constraints: z.array(optimisationConstraint).max(MAX_CONSTRAINTS),
  /** How often the model is solved in the search; what constraints cost takes more. */
  evaluations: z.number().int().min(FEWEST_EVALUATIONS).max(MOST_EVALUATIONS).optional(),
  seed: z.number().int().nonnegative().optional(),
  name: z.string().max(200).optional(),
});
export type OptimiseRequest = z.infer<typeof optimiseRequest>;

/** A variable with what is recommended for it. */
export interface RecommendedValue {
  readonly variable: StudyVariable & { readonly unit: string };
  readonly amount: number;
  /** Of a parameter that is set; of a shift 0, of a factor 1. Undefined: history moves it, or assets differ. */
  readonly present?: number;
  /** The bound it lies at. */
  readonly atBound?: "low" | "high";
  /** Amounts over which, the others held, the objective stays as good as the best to a hundredth of its spread, and limits are kept. */
  readonly alike: readonly [low: number, high: number];
}

/** How one constraint stands at the recommended values. */
export interface ConstraintFound {
  readonly constraint: OptimisationConstraint;
  /** Of value, limit and slack; seconds for a rule. */
  readonly unit: string;
  /** The furthest over any asset. */
  readonly value: number;
  readonly limit: number;
  /** Room left; negative where it is not kept. */
  readonly slack: number;
  readonly present?: number;
  readonly binding: boolean;
  /** How much better the objective is without this constraint, the others kept, in the objective's unit; undefined where nothing feasible was found. */
  readonly costs?: number;
  /** How much better the objective gets for each unit that the limit is moved, by first order at the optimum. Undefined where it is not binding or derivatives do not say. */
  readonly price?: number;
}

export interface OptimisationFound {
  readonly values: readonly RecommendedValue[];
  readonly constraints: readonly ConstraintFound[];
  /** The objective at the recommended values, and at the present ones where these have a solution. */
  readonly best: number;
  readonly present?: number;
  readonly unit: string;
  /** Whether all limits are kept at the recommended values. Where not, they are those that come nearest to it. */
  readonly feasible: boolean;
  /** Of `constraints`: the one furthest off, in shares of its spread. */
  readonly furthestOff?: number;
  /** Solutions of the model: in the search, and all. */
  readonly searched: number;
  readonly solved: number;
  /** Whether the search came to rest before its solutions were used up. */
  readonly settled: boolean;
  /** Best objective found so far over the solutions of the search; only from where it is feasible on. */
  readonly curve: { readonly solved: readonly number[]; readonly best: readonly number[] };
}

/** What a run records of an optimisation. */
export interface Optimisation {
  readonly use: string;
  readonly asset?: string;
  readonly objective: OptimiseRequest["objective"];
  readonly seed: number;
  /** None: the course with the present values, which the recommended one is seen beside. */
  readonly changes: readonly MadeChange[];
  /** Id of the course with the present values. */
  readonly baseline?: string;
  readonly found?: OptimisationFound;
}

export type OptimisationEvent =
  /** The best found so far: how it stands after so many solutions. Not feasible: how far off in all, in shares of the spreads. */
  | { readonly kind: "best"; readonly solved: number; readonly feasible: boolean; readonly objective: number; readonly off: number; readonly amounts: readonly number[] }
  | { readonly kind: "done"; readonly run: Run };

const FIGURE_WORDS: Readonly<Record<StudyFigure, string>> = { mean: "mean", lowest: "lowest", highest: "highest", last: "end", rmse: "RMS off from measured" };

/** `temperature highest below 80 °C`, `Overheat never`; the unit is that which is given. */
export function constraintText(constraint: OptimisationConstraint, limit: string): string {
  if (constraint.kind === "rule") return constraint.mostUs === 0 ? `${constraint.rule} is quiet` : `${constraint.rule} is active at most ${limit}`;
  return `${constraint.output} ${FIGURE_WORDS[constraint.figure]} ${constraint.side} ${limit}`;
}

/** What to say of the whole in one plain sentence or two. */
export function outcomeWords({ feasible, values, settled }: OptimisationFound, furthest: string | undefined): string[] {
  const flat = values.filter(({ variable: { range }, alike: [low, high] }) => range.kind === "even" && high - low > FLAT_SHARE * (range.high - range.low)).map(({ variable }) => variable.name);
  return [
    ...(feasible ? [] : [`No values were found that keep all limits. These come nearest${furthest === undefined ? "" : `; furthest off is: ${furthest}`}.`]),
    ...(flat.length === 0 ? [] : [`Flat: ${flat.join(", ")} ${flat.length === 1 ? "is" : "are"} not sharply determined; much of the range does as well.`]),
    ...(settled ? [] : ["The search used up its solutions before it came to rest: more may find better."]),
  ];
}
/** A variable that may move over this share of its range at no loss is not determined. */
const FLAT_SHARE = 0.25;

export const optimisationService = {
  /** The best so far as it goes, then the run, once it and the course with the present values are stored. Nothing is written anywhere but there. */
  optimise: stream<OptimisationEvent>()(optimiseRequest),
};
