/** What is best and within which limits, as it is chosen in the study panel. Pure. */
import { USUAL_EVALUATIONS } from "../../../shared/contract/optimisation.ts";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import type { StudyFigure } from "../../../shared/contract/studies.ts";

/** A limit of an output, or a rule that is to be quiet. */
export type LimitRow =
  | { readonly kind: "figure"; readonly output: string; readonly figure: StudyFigure; readonly side: "below" | "above"; readonly limit: number | undefined }
  | { readonly kind: "rule"; readonly rule: string; readonly mostMinutes: number | undefined };

export interface GoalForm {
  readonly sense: "minimise" | "maximise";
  readonly output: string;
  readonly figure: StudyFigure;
  readonly limits: readonly LimitRow[];
  readonly evaluations: number | undefined;
}

export function goalFor({ outputs }: UseInfo): GoalForm {
  return { sense: "minimise", output: outputs[0]?.name ?? "", figure: "mean", limits: [], evaluations: USUAL_EVALUATIONS };
}
