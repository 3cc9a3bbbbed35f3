/** What a row's figures come to: the objective, and by how much each limit is passed. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OptimisationConstraint, OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import { studyFigures, type StudyFigure } from "../../../shared/contract/studies.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { convert } from "../../../shared/units/convert.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { nearest } from "../../../shared/units/nearest.ts";
import { codeOfDifference, isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import type { RowResult, RowRules, WatchedOutput } from "../studies/index.ts";
import type { Evaluated } from "./ranking.ts";

/** One figure of one output: its places in a row's figures, an asset each. */
interface Measure {
  readonly places: readonly number[];
  readonly unit: string;
}

/** A constraint as a row is held to it. */
export interface Goal {
  readonly constraint: OptimisationConstraint;
  readonly unit: string;
  readonly limit: number;
  /** At the asset that is worst off. */
  readonly valueOf: (row: RowResult) => number;
  /** By how much the limit is passed; at most 0 where it is kept. */
  readonly excessOf: (value: number) => number;
}

export class Goals {
  readonly goals: readonly Goal[];
  readonly unit: string;
  readonly #sign: 1 | -1;
  readonly #measure: Measure;

  /** Throws `not-found` for an output or figure that is not there, `bad-input` for a unit that does not fit. */
  constructor({ objective, constraints }: Pick<OptimiseRequest, "objective" | "constraints">, outputs: readonly WatchedOutput[], rules: RowRules | undefined) {
    this.#sign = objective.sense === "minimise" ? 1 : -1;
    this.#measure = measureOf(outputs, objective.output, objective.figure);
    this.unit = this.#measure.unit;
    this.goals = constraints.map((constraint) => (constraint.kind === "figure" ? figureGoal(constraint, outputs) : ruleGoal(constraint, rules)));
  }

  /** The mean over the assets, in the sense of the request. */
  objectiveOf({ figures }: Pick<RowResult, "figures">): number {
    return this.#measure.places.reduce((sum, place) => sum + (figures[place] ?? Number.NaN), 0) / this.#measure.places.length;
  }

  evaluated(point: readonly number[], row: RowResult): Evaluated {
    const values = this.goals.map((goal) => goal.valueOf(row));
    const objective = row.isSolved && values.every((value) => !Number.isNaN(value)) ? this.#sign * this.objectiveOf(row) : Number.NaN;
    return { point, objective, excess: this.goals.map((goal, i) => goal.excessOf(values[i] ?? Number.NaN)) };
  }

  /** From what is minimised to what was asked for. */
  shown(minimised: number): number {
    return this.#sign * minimised;
  }
}

function figureGoal(constraint: Extract<OptimisationConstraint, { kind: "figure" }>, outputs: readonly WatchedOutput[]): Goal {
  const { output, figure, side, limit, unit } = constraint;
  const measure = measureOf(outputs, output, figure);
  const worst = side === "below" ? Math.max : Math.min;
  const own = unit === undefined ? limit : inUnit(limit, unit, measure.unit, output);
  return {
    constraint, unit: measure.unit, limit: own,
    valueOf: ({ figures }) => worst(...measure.places.map((place) => figures[place] ?? Number.NaN)),
    excessOf: (value) => (side === "below" ? value - own : own - value),
  };
}

function ruleGoal(constraint: Extract<OptimisationConstraint, { kind: "rule" }>, rules: RowRules | undefined): Goal {
  const places = (rules?.programs ?? []).flatMap(({ rule }, i) => (rule === constraint.rule ? [i] : []));
  const limit = constraint.mostUs / US_PER_S;
  return { constraint, unit: "s", limit, valueOf: ({ activeUs }) => Math.max(...places.map((place) => activeUs?.[place] ?? Number.NaN)) / US_PER_S, excessOf: (value) => value - limit };
}

function measureOf(outputs: readonly WatchedOutput[], name: string, figure: StudyFigure): Measure {
  const named = outputs.flatMap((output, place) => (output.name === name ? [{ output, place }] : []));
  const near = nearest(name, outputs.map((output) => output.name));
  if (named.length === 0) throw new TwinError("not-found", `The model has no output ${name}.${near === undefined ? "" : ` Nearest: ${near}.`} It has: ${[...new Set(outputs.map((output) => output.name))].join(", ")}.`);
  const usable = figure === "rmse" ? named.filter(({ output }) => output.compared !== undefined) : named;
  // An output may be compared with several signals of one asset.
  const each = usable.filter(({ output }, i) => usable.findIndex((other) => other.output.assetId === output.assetId) === i);
  const [first] = each;
  if (!first) throw new TwinError("bad-input", `${name} is compared with nothing that was measured, so it is not off from anything.`);
  const at = studyFigures.indexOf(figure);
  return { places: each.map(({ place }) => place * studyFigures.length + at), unit: figure === "rmse" ? codeOfDifference(first.output.unit) : first.output.unit };
}

function inUnit(limit: number, given: string, own: string, output: string): number {
  const [from, to] = [parseUnit(given), parseUnit(own)];
  if (isUnitError(from)) throw new TwinError("bad-input", `${given} is no unit.`);
  const value = isUnitError(to) ? undefined : convert(limit, from, to);
  if (value === undefined) throw new TwinError("bad-input", `A limit of ${output} is in ${displayUnit(own)}; ${given} is another quantity.`);
  return value;
}
