/** What is best, and which limits and rules are kept. */
import { BellOff, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { isCompared, type UseInfo } from "../../../shared/contract/runs.ts";
import { studyFigures, type StudyFigure } from "../../../shared/contract/studies.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField } from "../../widgets/controls/fields.tsx";
import type { GoalForm, LimitRow } from "./goalForm.ts";
import "./study.css";
import { FIGURE_TITLES } from "./studyWords.ts";
import { useRunningRules } from "./useRunningRules.ts";

export interface GoalRowsProps {
  readonly use: UseInfo;
  readonly goal: GoalForm;
  readonly onChange: (goal: GoalForm) => void;
}

const SENSES = [{ value: "minimise", label: "Least" }, { value: "maximise", label: "Most" }] as const;
const SIDES = [{ value: "below", label: "below" }, { value: "above", label: "above" }] as const;

export function GoalRows({ use, goal, onChange }: GoalRowsProps): ReactNode {
  const rules = useRunningRules();
  const unitOf = (name: string, figure: StudyFigure): string => {
    const unit = use.outputs.find((output) => output.name === name)?.unit ?? "1";
    return displayUnit(figure === "rmse" ? codeOfDifference(unit) : unit);
  };
  const outputs = use.outputs.map(({ name, unit }) => ({ value: name, label: name, hint: displayUnit(unit) }));
  const figures = (name: string) => studyFigures.filter((figure) => figure !== "rmse" || use.outputs.some((output) => output.name === name && isCompared(output))).map((figure) => ({ value: figure, label: FIGURE_TITLES[figure] }));
  const figure = (text: string): StudyFigure => studyFigures.find((one) => one === text) ?? "mean";
  const put = (index: number, row: LimitRow | undefined): void => onChange({ ...goal, limits: goal.limits.flatMap((one, i) => (i !== index ? [one] : row ? [row] : [])) });
  const first = use.outputs[0]?.name ?? "";
  return (
    <div className="tb-variables" role="group" aria-label="What is best">
      <div className="row">
        <ChoiceField label="Best is" hideLabel value={goal.sense} choices={SENSES} onChange={(sense) => onChange({ ...goal, sense: sense === "maximise" ? "maximise" : "minimise" })} />
        <ChoiceField label="Figure of the objective" hideLabel value={goal.figure} choices={figures(goal.output)} onChange={(text) => onChange({ ...goal, figure: figure(text) })} />
        <ChoiceField label="Output of the objective" hideLabel value={goal.output} choices={outputs} onChange={(output) => onChange({ ...goal, output })} />
      </div>
      {goal.limits.map((row, index) => {
        const place = `limit ${index + 1}`;
        return (
          // Rows have no identity but their place: two may say the same while they are filled in.
          <div className="row" key={index}>
            {row.kind === "figure" ? (
              <span className="pick">
                <ChoiceField label={`Output, ${place}`} hideLabel value={row.output} choices={outputs} onChange={(output) => put(index, { ...row, output })} />
                <ChoiceField label={`Figure, ${place}`} hideLabel value={row.figure} choices={figures(row.output)} onChange={(text) => put(index, { ...row, figure: figure(text) })} />
                <ChoiceField label={`Side, ${place}`} hideLabel value={row.side} choices={SIDES} onChange={(side) => put(index, { ...row, side: side === "above" ? "above" : "below" })} />
              </span>
            ) : (
              <span className="pick">
                <ChoiceField label={`Rule, ${place}`} hideLabel value={row.rule} choices={rules.map((rule) => ({ value: rule, label: rule }))} onChange={(rule) => put(index, { ...row, rule })} />
                <span className="word">active at most</span>
              </span>
            )}
            <span className="amounts">
              {row.kind === "figure" ? <NumberField label={`Value, ${place}`} hideLabel value={row.limit} onChange={(limit) => put(index, { ...row, limit })} /> : <NumberField label={`Minutes, ${place}`} hideLabel value={row.mostMinutes} onChange={(mostMinutes) => put(index, { ...row, mostMinutes })} />}
              <span className="unit">{row.kind === "figure" ? unitOf(row.output, row.figure) : "min"}</span>
              <IconButton icon={X} label={`Leave out ${place}`} onPress={() => put(index, undefined)} />
            </span>
          </div>
        );
      })}
      <div className="row">
        <Button icon={Plus} onPress={() => onChange({ ...goal, limits: [...goal.limits, { kind: "figure", output: first, figure: "highest", side: "below", limit: undefined }] })}>Keep a limit</Button>
        <Button icon={BellOff} isDisabled={rules.length === 0} onPress={() => onChange({ ...goal, limits: [...goal.limits, { kind: "rule", rule: rules[0] ?? "", mostMinutes: 0 }] })}>Keep a rule quiet</Button>
      </div>
    </div>
  );
}
