/** Studies: one model solved many times with other values: over a grid, one at a time, by chance, or to see which value matters most. */
import { z } from "zod";
import { request } from "./define.ts";
import type { Run } from "./runs.ts";
import { changeKinds } from "./whatIf.ts";

export const studyKinds = ["sweep", "one-at-a-time", "monte-carlo", "sensitivity"] as const;
export type StudyKind = (typeof studyKinds)[number];
export const STUDY_TITLES: Readonly<Record<StudyKind, string>> = { sweep: "Sweep", "one-at-a-time": "One at a time", "monte-carlo": "Monte Carlo", sensitivity: "Sensitivity" };

/** One study solves no more often than this. */
export const MAX_STUDY_ROWS = 20_000;
/** Each variable of a sensitivity takes two dimensions of the points it is drawn from. */
export const MAX_SENSITIVITY_VARIABLES = 10;
export const MAX_STUDY_VARIABLES = 20;
/** Each is replayed over every row. */
export const MAX_STUDY_RULES = 8;
const MAX_SWEEP_STEPS = 1_000;

const name = z.string().min(1).max(200);

/** What is other in each row: an input or a parameter, set, shifted or scaled by an amount from a range. */
export const studyVariable = z.object({
  of: z.enum(["input", "parameter"]),
  use: name,
  name,
  asset: z.string().max(200).optional(),
  how: z.enum(changeKinds),
  range: z.discriminatedUnion("kind", [
    /** All amounts between the ends alike. A sweep takes so many `steps`, both ends among them. */
    z.object({ kind: z.literal("even"), low: z.number(), high: z.number(), steps: z.number().int().min(2).max(MAX_SWEEP_STEPS).optional() }),
    z.object({ kind: z.literal("normal"), mean: z.number(), deviation: z.number().positive() }),
  ]),
});
export type StudyVariable = z.infer<typeof studyVariable>;

export const studyRequest = z.object({
  kind: z.enum(studyKinds),
  /** Whose outputs are looked at; what feeds it is solved with it. */
  use: name,
  /** Without, on every asset of the use. */
  asset: z.string().max(200).optional(),
  span: z.object({ fromUs: z.number().int(), toUs: z.number().int() }),
  variables: z.array(studyVariable).min(1).max(MAX_STUDY_VARIABLES),
  /** Rules that are tried on every row, on each asset they run on: would this alarm come? */
  rules: z.array(name).max(MAX_STUDY_RULES).optional(),
  /** Rows of a Monte Carlo study; of a sensitivity, points of which each is taken once for each variable and twice more. */
  samples: z.number().int().min(2).max(MAX_STUDY_ROWS).optional(),
  sampling: z.enum(["sobol", "latin-hypercube"]).optional(),
  seed: z.number().int().nonnegative().optional(),
  name: z.string().max(200).optional(),
});
export type StudyRequest = z.infer<typeof studyRequest>;

export const studyFigures = ["mean", "lowest", "highest", "last", "rmse"] as const;
export type StudyFigure = (typeof studyFigures)[number];

/** A figure of an output, or how long a rule is active. */
export type ColumnFigure = StudyFigure | "active";

/** Share of a figure's variance that a variable makes, with the ends of its 95 % interval. */
export interface StudyShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One figure of one output or rule on one asset. */
export interface StudyColumn {
  /** Of the output; of a rule, what tells it from itself on other assets. */
  readonly signal: string;
  readonly assetId: string;
  /** Name of the output; of the rule where the figure is `active`. */
  readonly output: string;
  readonly figure: ColumnFigure;
  readonly unit: string;
  /** By row; NaN where the model had no solution. */
  readonly values: Float64Array;
  /** Of a sensitivity, by variable: by itself, and with all it does together with others. */
  readonly first?: readonly StudyShare[];
  readonly total?: readonly StudyShare[];
}

/** What a run's list says of a study. */
export interface Study {
  readonly kind: StudyKind;
  readonly use: string;
  readonly variables: readonly (StudyVariable & { readonly unit: string })[];
  readonly rules?: readonly string[];
  readonly rows: number;
  /** Rows in which the model had no solution. */
  readonly failed: number;
  readonly sampling?: "sobol" | "latin-hypercube";
  readonly seed?: number;
  /** Shares of the rows below the ends of the band that is kept beside the run's own series, its middle. */
  readonly band: readonly [low: number, high: number];
}

export interface StudyResult {
  /** Amounts of each variable, by row; NaN where it is as it is now. */
  readonly amounts: readonly Float64Array[];
  readonly columns: readonly StudyColumn[];
}

/** The run under whose name one end of a band is kept. */
export function bandRun(run: string, end: "low" | "high"): string {
  return `${run}:${end}`;
}

export const studiesService = {
  /** Returns when the study is stored as a run; progress and cancel through the job too. */
  study: request<Run>()(studyRequest),
  /** What a study found. Throws `not-found`, `bad-input` for a run that is none. */
  result: request<StudyResult>()(z.object({ run: z.string() })),
};
