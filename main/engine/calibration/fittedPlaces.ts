/** Where fitted parameters stand in the uses that are solved. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { CalibrationProblem } from "./calibrationTypes.ts";

/** A fitted parameter, by its place among those fitted, that is one of a use's own, by its index in the model. */
export interface OwnParameter {
  readonly place: number;
  readonly index: number;
}

/** The fitted parameters that are a use's own; none where its values are not those fitted. */
export function ownParameters({ id, name: own, model }: UseProgram, { members, fitted }: Pick<CalibrationProblem, "members" | "fitted">): OwnParameter[] {
  if (!members.includes(id)) return [];
  return fitted.flatMap(({ use, name }, place) => (use === own ? [{ place, index: model.parameters.findIndex((parameter) => parameter.name === name) }] : []));
}

/** The system with these values of the fitted parameters. */
export function withParameters(system: readonly UseProgram[], problem: Pick<CalibrationProblem, "members" | "fitted">, values: readonly number[]): UseProgram[] {
  return system.map((use) => {
    const own = ownParameters(use, problem);
    if (own.length === 0) return use;
    const parameters = [...use.parameters];
    for (const { place, index } of own) parameters[index] = values[place] ?? problem.fitted[place]?.before ?? Number.NaN;
    return { ...use, parameters };
  });
}
