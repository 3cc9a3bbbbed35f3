/** The request that a chosen optimisation comes to. Pure. */
import { FEWEST_EVALUATIONS, MAX_CONSTRAINTS, MAX_OPTIMISED, MOST_EVALUATIONS, type OptimisationConstraint, type OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { US_PER_MIN, type Span } from "../../../shared/time/time.ts";
import type { LimitRow } from "./goalForm.ts";
import { rangesOf, variablesOf, type StudyForm } from "./studyForm.ts";

/** The request, or what is still missing in plain words. */
export function optimiseRequestOf({ use: name, asset, variables, seed, goal }: StudyForm, use: UseInfo, { fromUs, toUs }: Span): OptimiseRequest | string {
  if (variables.length > MAX_OPTIMISED) return `At most ${MAX_OPTIMISED} things are searched over at once.`;
  if (goal.limits.length > MAX_CONSTRAINTS) return `At most ${MAX_CONSTRAINTS} limits are kept at once.`;
  const made = rangesOf("optimisation", variables, variablesOf([use]));
  if (typeof made === "string") return made;
  const constraints: OptimisationConstraint[] = [];
  for (const limit of goal.limits) {
    const constraint = constraintOf(limit);
    if (typeof constraint === "string") return constraint;
    constraints.push(constraint);
  }
  const { evaluations } = goal;
  if (evaluations === undefined || !Number.isInteger(evaluations) || evaluations < FEWEST_EVALUATIONS || evaluations > MOST_EVALUATIONS) return `Solutions is a whole number, ${FEWEST_EVALUATIONS} to ${MOST_EVALUATIONS.toLocaleString("en")}.`;
  if (seed === undefined || !Number.isInteger(seed) || seed < 0) return "The seed is a whole number.";
  return {
    use: name, span: { fromUs: Math.round(fromUs), toUs: Math.round(toUs) }, variables: asset === undefined ? made : made.map((one) => ({ ...one, asset })),
    objective: { sense: goal.sense, output: goal.output, figure: goal.figure }, constraints, evaluations, seed, ...(asset !== undefined && { asset }),
  };
}

function constraintOf(row: LimitRow): OptimisationConstraint | string {
  if (row.kind === "figure") return row.limit === undefined ? `The limit of ${row.output} needs a number.` : { ...row, limit: row.limit };
  if (row.rule === "") return "Choose the rule that is to be quiet.";
  return row.mostMinutes === undefined || row.mostMinutes < 0 ? `Say for how long ${row.rule} may be active; 0 is never.` : { kind: "rule", rule: row.rule, mostUs: Math.round(row.mostMinutes * US_PER_MIN) };
}
