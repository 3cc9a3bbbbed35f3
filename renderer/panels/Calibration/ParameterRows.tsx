/** The parameters of a model: which are fitted, and within which bounds. */
import type { ReactNode } from "react";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { FlagField, NumberField } from "../../widgets/controls/fields.tsx";
import type { CalibrationForm, ParameterChoice } from "./calibrationForm.ts";

export interface ParameterRowsProps {
  readonly use: UseInfo;
  readonly asset: string | undefined;
  readonly choices: CalibrationForm["parameters"];
  readonly onChange: (choices: CalibrationForm["parameters"]) => void;
}

const UNTOUCHED: ParameterChoice = { isFitted: false, low: undefined, high: undefined };

export function ParameterRows({ use, asset, choices, onChange }: ParameterRowsProps): ReactNode {
  const now = (values: readonly number[]): string => [...new Set(asset === undefined ? values : values.slice(use.assetIds.indexOf(asset)).slice(0, 1))].map((value) => formatNumber(value)).join(", ");
  return (
    <div className="parameters" role="group" aria-label="Parameters to fit">
      <span className="head">Fit</span><span className="head">Now</span><span className="head">At least</span><span className="head">At most</span><span className="head">Unit</span>
      {use.parameters.map(({ name, unit, values }) => {
        const choice = choices[name] ?? UNTOUCHED;
        const set = (part: Partial<ParameterChoice>): void => onChange({ ...choices, [name]: { ...choice, ...part } });
        return (
          <div className="row" key={`${use.name} ${name}`}>
            <FlagField label={name} value={choice.isFitted} onChange={(isFitted) => set({ isFitted })} />
            <span className="tb-num">{now(values)}</span>
            <NumberField label={`${name} at least`} hideLabel isDisabled={!choice.isFitted} value={choice.low} onChange={(low) => set({ low })} />
            <NumberField label={`${name} at most`} hideLabel isDisabled={!choice.isFitted} value={choice.high} onChange={(high) => set({ high })} />
            <span>{displayUnit(unit)}</span>
          </div>
        );
      })}
    </div>
  );
}
