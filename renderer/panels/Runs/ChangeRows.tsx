/** The changes of a what-if or a forecast: what, on which asset, how, by how much. */
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { changeKinds } from "../../../shared/contract/whatIf.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField } from "../../widgets/controls/fields.tsx";
import { firstRow, HOW_WORDS, unitOfAmount, type Changeable, type ChangeRow } from "./whatIfForm.ts";

export interface ChangeRowsProps {
  readonly among: readonly Changeable[];
  readonly changes: readonly ChangeRow[];
  readonly onChange: (changes: readonly ChangeRow[]) => void;
  /** How many there are at least. */
  readonly fewest: 0 | 1;
}

const EVERY = "every asset";

export function ChangeRows({ among, changes, onChange, fewest }: ChangeRowsProps): ReactNode {
  const project = useStore(useWorkbench().project);
  const several = new Set(among.map(({ use }) => use)).size > 1;
  const targets = among.map((one) => ({ value: one.id, label: several ? `${one.use} ${one.name}` : one.name, hint: hintOf(one) }));
  return (
    <div className="tb-changes" role="group" aria-label="Changes">
      {changes.map((row, index) => {
        const set = (part: Partial<ChangeRow>): void => onChange(changes.map((one, i) => (i === index ? { ...one, ...part } : one)));
        const chosen = among.find(({ id }) => id === row.target);
        const assets = (chosen?.assetIds ?? []).map((id) => ({ value: id, label: assetLabel(project, id) }));
        return (
          // Rows have no identity but their place: two may say the same while they are filled in.
          <div className="row" key={index}>
            <ChoiceField label={`Change ${index + 1}`} hideLabel value={row.target} choices={targets} onChange={(target) => set({ target, asset: undefined })} />
            <ChoiceField label={`On, change ${index + 1}`} hideLabel value={row.asset ?? EVERY} choices={[{ value: EVERY, label: assets.length === 1 ? (assets[0]?.label ?? EVERY) : `all ${assets.length} assets` }, ...(assets.length === 1 ? [] : assets)]} onChange={(asset) => set({ asset: asset === EVERY ? undefined : asset })} />
            <ChoiceField label={`How, change ${index + 1}`} hideLabel value={row.how} choices={changeKinds.map((how) => ({ value: how, label: HOW_WORDS[how] }))} onChange={(how) => set({ how: changeKinds.find((kind) => kind === how) ?? row.how })} />
            <NumberField label={`Amount, change ${index + 1}`} hideLabel value={row.amount} onChange={(amount) => set({ amount })} />
            <span className="unit">{chosen && displayUnit(unitOfAmount(chosen, row.how))}</span>
            <IconButton icon={X} label={`Leave out change ${index + 1}`} isDisabled={changes.length <= fewest} onPress={() => onChange(changes.filter((_, i) => i !== index))} />
          </div>
        );
      })}
      <Button icon={Plus} onPress={() => onChange([...changes, firstRow(among)])}>{changes.length === 0 ? "Change something" : "Change something else too"}</Button>
    </div>
  );
}

function hintOf({ of, unit, values }: Changeable): string {
  const now = values === undefined ? "" : `, now ${[...new Set(values)].map((value) => formatNumber(value)).join(", ")}`;
  return `${of}${now} ${displayUnit(unit)}`.trim();
}
