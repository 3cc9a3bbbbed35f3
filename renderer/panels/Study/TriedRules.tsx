/** Which rules a study tries on every row. */
import { Bell, X } from "lucide-react";
import type { ReactNode } from "react";
import { MAX_STUDY_RULES } from "../../../shared/contract/studies.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import "./study.css";
import { useRunningRules } from "./useRunningRules.ts";

export interface TriedRulesProps {
  readonly tried: readonly string[];
  readonly onChange: (tried: readonly string[]) => void;
}

export function TriedRules({ tried, onChange }: TriedRulesProps): ReactNode {
  const running = useRunningRules();
  const choices = running.map((rule) => ({ value: rule, label: rule }));
  const next = running.find((rule) => !tried.includes(rule));
  return (
    <div className="tb-variables" role="group" aria-label="Rules tried on every row">
      {tried.map((rule, index) => (
        // Rows have no identity but their place: two may say the same while they are filled in.
        <div className="row" key={index}>
          <span className="word">would it come:</span>
          <ChoiceField label={`Rule ${index + 1}`} hideLabel value={rule} choices={choices} onChange={(chosen) => onChange(tried.with(index, chosen))} />
          <IconButton icon={X} label={`Leave out rule ${index + 1}`} onPress={() => onChange(tried.toSpliced(index, 1))} />
        </div>
      ))}
      <Button icon={Bell} isDisabled={next === undefined || tried.length >= MAX_STUDY_RULES} onPress={() => next !== undefined && onChange([...tried, next])}>Try a rule on every row</Button>
    </div>
  );
}
