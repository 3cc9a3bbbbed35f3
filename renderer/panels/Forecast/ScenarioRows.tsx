/** How each input of a forecast goes on. */
import type { ReactNode } from "react";
import { scenarioKinds, type ScenarioKind } from "../../../shared/contract/forecasts.ts";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import type { FedInput } from "./forecastForm.ts";
import { SCENARIO_WORDS } from "./scenarioWords.ts";

export interface ScenarioRowsProps {
  readonly inputs: readonly FedInput[];
  readonly scenarios: Readonly<Record<string, ScenarioKind>>;
  readonly onChange: (scenarios: Readonly<Record<string, ScenarioKind>>) => void;
}

const CHOICES = scenarioKinds.map((how) => ({ value: how, label: SCENARIO_WORDS[how] }));

export function ScenarioRows({ inputs, scenarios, onChange }: ScenarioRowsProps): ReactNode {
  const several = new Set(inputs.map(({ use }) => use)).size > 1;
  return (
    <div className="tb-scenarios" role="group" aria-label="Inputs">
      {inputs.map(({ id, use, name }) => (
        <ChoiceField key={id} label={several ? `${use} ${name}` : name} value={scenarios[id] ?? "hold"} choices={CHOICES} onChange={(how) => onChange({ ...scenarios, [id]: scenarioKinds.find((kind) => kind === how) ?? "hold" })} />
      ))}
    </div>
  );
}
