/** What a study or a forecast varies: which input or parameter, how, and from where to where. */
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { changeKinds } from "../../../shared/contract/whatIf.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField } from "../../widgets/controls/fields.tsx";
import { HOW_WORDS, unitOfAmount, type Changeable } from "../Runs/whatIfForm.ts";
import "./study.css";
import { isDrawn, rowFor, variablesOf, type PanelKind, type VariableRow } from "./studyForm.ts";

export interface VariableRowsProps {
  readonly kind: PanelKind;
  /** Whose inputs and parameters there are to choose from. */
  readonly uses: readonly UseInfo[];
  readonly rows: readonly VariableRow[];
  readonly onChange: (rows: readonly VariableRow[]) => void;
  /** How many there are at least. */
  readonly fewest: 0 | 1;
}

const RANGES = [{ value: "even", label: "from … to" }, { value: "normal", label: "about … ±" }] as const;

export function VariableRows({ kind, uses, rows, onChange, fewest }: VariableRowsProps): ReactNode {
  const among = variablesOf(uses);
  const nameOf = (one: Changeable): string => (uses.length > 1 ? `${one.use} ${one.name}` : one.name);
  return (
    <div className="tb-variables" role="group" aria-label="What is varied">
      {rows.map((row, index) => {
        const set = (part: Partial<VariableRow>): void => onChange(rows.map((one, i) => (i === index ? { ...one, ...part } : one)));
        const chosen = among.find(({ id }) => id === row.target);
        const place = `variable ${index + 1}`;
        const isNormal = isDrawn(kind) && row.range === "normal";
        return (
          // Rows have no identity but their place: two may say the same while they are filled in.
          <div className="row" key={index}>
            <span className="pick">
              <ChoiceField label={`What, ${place}`} hideLabel value={row.target} choices={among.map((one) => ({ value: one.id, label: nameOf(one), hint: `${one.of} ${displayUnit(one.unit)}`.trim() }))} onChange={(target) => onChange(rows.map((one, i) => (i === index ? rowFor(among.find(({ id }) => id === target), kind) : one)))} />
              <ChoiceField label={`How, ${place}`} hideLabel value={row.how} choices={changeKinds.map((how) => ({ value: how, label: HOW_WORDS[how] }))} onChange={(how) => set({ how: changeKinds.find((one) => one === how) ?? row.how })} />
              {!isDrawn(kind) ? <span className="word">from … to</span> : <ChoiceField label={`Range, ${place}`} hideLabel value={row.range} choices={RANGES} onChange={(range) => set({ range: range === "normal" ? "normal" : "even" })} />}
            </span>
            <span className="amounts">
              <NumberField label={isNormal ? `Middle, ${place}` : `From, ${place}`} hideLabel value={row.first} onChange={(first) => set({ first })} />
              <NumberField label={isNormal ? `Standard deviation, ${place}` : `To, ${place}`} hideLabel value={row.second} onChange={(second) => set({ second })} />
              {kind === "sweep" && <NumberField label={`Steps, ${place}`} hideLabel value={row.steps} onChange={(steps) => set({ steps })} />}
              <span className="unit">{chosen && displayUnit(unitOfAmount(chosen, row.how))}{kind === "sweep" && <span className="quiet"> in steps</span>}</span>
              <IconButton icon={X} label={`Leave out ${place}`} isDisabled={rows.length <= fewest} onPress={() => onChange(rows.filter((_, i) => i !== index))} />
            </span>
          </div>
        );
      })}
      <Button icon={Plus} onPress={() => onChange([...rows, rowFor(among.find(({ id }) => rows.every(({ target }) => target !== id)) ?? among[0], kind)])}>{rows.length === 0 ? "Vary something" : "Vary something else too"}</Button>
    </div>
  );
}
