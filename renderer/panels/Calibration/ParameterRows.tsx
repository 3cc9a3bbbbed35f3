/** The parameters of a model and of the others in its system: which are fitted, and within which bounds. */
import type { ReactNode } from "react";
import { parameterName } from "../../../shared/contract/calibration.ts";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { FlagField, NumberField } from "../../widgets/controls/fields.tsx";
import { choiceOf, type CalibrationForm, type ParameterChoice, type UsesTogether } from "./calibrationForm.ts";

export interface ParameterRowsProps {
  readonly uses: UsesTogether;
  readonly form: CalibrationForm;
  readonly onChange: (choices: CalibrationForm["parameters"]) => void;
}

export function ParameterRows({ uses, form, onChange }: ParameterRowsProps): ReactNode {
  return (
    <div className="parameters" role="group" aria-label="Parameters to fit">
      <span className="head">Fit</span><span className="head">Now</span><span className="head">At least</span><span className="head">At most</span><span className="head">Unit</span>
      {uses.filter(({ parameters }) => parameters.length > 0).map((use) => (
        <div className="row" key={use.name} role="group" aria-label={use.name}>
          {uses.length > 1 && <span className="use">{use.name}</span>}
          <UseRows use={use} form={form} onChange={onChange} />
        </div>
      ))}
    </div>
  );
}

function UseRows({ use, form, onChange }: Omit<ParameterRowsProps, "uses"> & { readonly use: UseInfo }): ReactNode {
  const place = form.asset === undefined ? -1 : use.assetIds.indexOf(form.asset);
  const now = (values: readonly number[]): string => [...new Set(place < 0 ? values : values.slice(place, place + 1))].map((value) => formatNumber(value)).join(", ");
  return use.parameters.map((parameter) => {
    const key = parameterName({ use: use.name, name: parameter.name }, form.use);
    const choice = choiceOf(form, use, parameter);
    const set = (part: Partial<ParameterChoice>): void => onChange({ ...form.parameters, [key]: { ...choice, ...part } });
    return (
      <div className="row" key={key}>
        <FlagField label={parameter.name} value={choice.isFitted} onChange={(isFitted) => set({ isFitted })} />
        <span className="tb-num">{now(parameter.values)}</span>
        <NumberField label={`${key} at least`} hideLabel isDisabled={!choice.isFitted} value={choice.low} onChange={(low) => set({ low })} />
        <NumberField label={`${key} at most`} hideLabel isDisabled={!choice.isFitted} value={choice.high} onChange={(high) => set({ high })} />
        <span>{displayUnit(parameter.unit)}</span>
      </div>
    );
  });
}
