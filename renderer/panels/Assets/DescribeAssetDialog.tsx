/** Edits what one asset is: description, own parameter values, and facts. An empty parameter follows the type. */
import { Plus, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { describeAsset } from "../../../shared/model/edits/assets.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatWithUnit, shownUnit } from "../../charts/formatValue.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";

export function DescribeAssetDialog({ assetId, onClose }: { readonly assetId: string; readonly onClose: () => void }): ReactNode {
  const { project, engine } = useWorkbench();
  const asset = project.value.assets[assetId];
  const type = project.value.types[asset?.type ?? ""];
  const [description, setDescription] = useState(asset?.description ?? "");
  const [own, setOwn] = useState<Readonly<Record<string, number | undefined>>>(asset?.parameters ?? {});
  const [facts, setFacts] = useState<readonly (readonly [string, string])[]>(() => Object.entries(asset?.facts ?? {}));
  const [error, setError] = useState<unknown>();
  const save = async (): Promise<void> => {
    const parameters = Object.fromEntries(Object.entries(own).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])));
    const named = facts.filter(([name]) => name.trim() !== "").map(([name, text]) => [name.trim(), text]);
    try {
      await engine.project.change(describeAsset(project.value, assetId, { parameters, facts: Object.fromEntries(named), ...(description.trim() !== "" && { description: description.trim() }) }));
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const setFact = (at: number, fact: readonly [string, string]): void => setFacts(facts.map((other, index) => (index === at ? fact : other)));
  return (
    <Dialog title={asset?.name ?? "Asset"} onClose={onClose} onSubmit={() => void save()} buttons={<><Button onPress={onClose}>Cancel</Button><Button look="primary" type="submit">Save</Button></>}>
      <TextField label="Description" value={description} onChange={setDescription} lines={2} />
      {type?.parameters.map((parameter) => (
        <NumberField
          key={parameter.id}
          label={`${parameter.name}${parameter.unit === undefined ? "" : ` in ${shownUnit({ ...parameter, dataType: "number" }) || "1"}`}`}
          value={own[parameter.id]}
          onChange={(value) => setOwn({ ...own, [parameter.id]: value })}
          help={`Empty: as the type says, ${formatWithUnit(parameter.value, { ...parameter, dataType: "number" })}.`}
        />
      ))}
      <fieldset className="tb-fieldset">
        <legend>Facts</legend>
        {facts.map(([name, text], index) => (
          <div key={index} className="tb-pair">
            <TextField label="Name" hideLabel value={name} onChange={(next) => setFact(index, [next, text])} placeholder="serial number" />
            <TextField label="Text" hideLabel value={text} onChange={(next) => setFact(index, [name, next])} />
            <IconButton icon={Trash2} label={`Remove ${name || "this fact"}`} onPress={() => setFacts(facts.filter((_, at) => at !== index))} />
          </div>
        ))}
        <Button icon={Plus} look="quiet" onPress={() => setFacts([...facts, ["", ""]])}>Add a fact</Button>
      </fieldset>
      <ErrorText error={error} />
    </Dialog>
  );
}
