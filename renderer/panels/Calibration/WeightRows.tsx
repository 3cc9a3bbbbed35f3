/** How much each compared output counts in a fit; there is something to weigh from two on. */
import type { ReactNode } from "react";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { NumberField } from "../../widgets/controls/fields.tsx";
import { comparedOutputs, type CalibrationForm, type UsesTogether } from "./calibrationForm.ts";

export interface WeightRowsProps {
  readonly uses: UsesTogether;
  readonly form: CalibrationForm;
  readonly onChange: (weights: CalibrationForm["weights"]) => void;
}

export function WeightRows({ uses, form, onChange }: WeightRowsProps): ReactNode {
  const { weights } = form;
  const compared = comparedOutputs(form, uses);
  if (compared.length < 2) return undefined;
  return (
    <div className="weights" role="group" aria-label="What the compared outputs count">
      <span className="head">Compared output</span><span className="head">Counts, 0 leaves it out</span>
      {compared.map(({ name, unit }) => (
        <div className="row" key={name}>
          <span>{name} <span className="head">{displayUnit(unit)}</span></span>
          <NumberField label={`${name} counts`} hideLabel value={name in weights ? weights[name] : 1} onChange={(weight) => onChange({ ...weights, [name]: weight })} />
        </div>
      ))}
    </div>
  );
}
