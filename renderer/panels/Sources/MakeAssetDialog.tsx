/** "Make asset from this object": shows what would become signals, lets some be left out, and makes type, asset and bindings at once. */
import { useEffect, useState, type ReactNode } from "react";
import type { CollectedVariable } from "../../../shared/contract/sources.ts";
import { factsOf, makeAssetFromObject, signalNameOf, typeNameOf } from "../../../shared/model/edits/fromObject.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { newId } from "../../app/newId.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, FlagField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { placeChoices } from "../Assets/placeChoices.ts";

const AT_TOP = "at the top";

export interface MakeAssetDialogProps {
  readonly source: string;
  readonly address: string;
  readonly onClose: () => void;
}

export function MakeAssetDialog({ source, address, onClose }: MakeAssetDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { project: store, engine, selection, cursor } = workbench;
  const { commands, say } = useWindow();
  const [variables, setVariables] = useState<readonly CollectedVariable[]>();
  const [isTruncated, setTruncated] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState("");
  const [typeName, setTypeName] = useState("");
  const [parent, setParent] = useState(selection.value.assets[0] ?? AT_TOP);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    engine.sources.collect({ source, address }).then((found) => {
      setVariables(found.variables.filter((variable) => factsOf(variable, "signal") !== undefined));
      setTruncated(found.truncated);
      setName(found.name);
      setTypeName(typeNameOf(found.typeName !== undefined && found.typeName !== "BaseObjectType" && found.typeName !== "FolderType" ? found.typeName.replace(/Type$/, "") : found.name));
    }, setError);
  }, [engine, source, address]);
  const kept = variables?.filter((variable) => !left.has(variable.address)) ?? [];
  const known = Object.values(store.value.types).some((type) => type.name === typeNameOf(typeName));
  const make = async (): Promise<void> => {
    setError(undefined);
    try {
      const { change, asset } = makeAssetFromObject(store.value, { source, name: name.trim(), typeName, variables: kept, nowUs: cursor.nowUs, ...(parent !== AT_TOP && { parent }) }, newId);
      await engine.project.change(change);
      selection.set({ assets: [asset], signals: [], madeIn: "dialog" });
      void commands.find("view.assets")?.run(workbench);
      say(`${name.trim()} made with ${kept.length} bound signals. Undo takes all of it back.`);
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const toggle = (variable: CollectedVariable, isKept: boolean): void => setLeft(new Set(isKept ? [...left].filter((other) => other !== variable.address) : [...left, variable.address]));
  return (
    <Dialog
      title="Make an asset from this object"
      widthPx={760}
      onClose={onClose}
      onSubmit={() => void make()}
      buttons={
        <>
          <span className="left">{variables && `${kept.length} of ${variables.length} variables become signals of ${known ? "the existing type" : "the new type"} ${typeNameOf(typeName)}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={kept.length === 0 || name.trim() === "" || typeName.trim() === ""}>Make asset</Button>
        </>
      }
    >
      <div className="tb-three">
        <TextField label="Name of the asset" value={name} onChange={setName} required />
        <TextField label="Type" value={typeName} onChange={setTypeName} required help={known ? "Known here: it is extended where it lacks a signal." : "New; one word, as rules name it."} />
        <ChoiceField label="Part of" value={parent} choices={[{ value: AT_TOP, label: "Nothing: at the top" }, ...placeChoices(store.value, [])]} onChange={setParent} />
      </div>
      {!variables && error === undefined && <p role="status">Reading what lies below the object …</p>}
      {isTruncated && <p>More lies below the object than can be taken at once; the first variables are listed. Choose a smaller object for the rest.</p>}
      {variables && (
        <div className="tb-collected">
          <Table
            label="Variables below the object"
            rows={variables}
            rowId={(variable) => variable.address}
            columns={[
              { id: "keep", label: "", width: "34px", value: (variable) => (left.has(variable.address) ? "" : "yes"), render: (variable) => <FlagField label={`Take ${variable.name}`} hideLabel value={!left.has(variable.address)} onChange={(isKept) => toggle(variable, isKept)} /> },
              { id: "signal", label: "Signal", width: "minmax(150px, 1.2fr)", value: (variable) => signalNameOf(variable.path) },
              { id: "unit", label: "Unit", width: "70px", value: (variable) => (variable.unit ? displayUnit(variable.unit.ucum ?? variable.unit.text) : "") },
              { id: "value", label: "Value", width: "110px", value: (variable) => variable.value },
              { id: "description", label: "Description", width: "minmax(120px, 1fr)", value: (variable) => variable.description },
            ]}
            empty={<p className="tb-no-match">Nothing below this object can be a signal.</p>}
          />
        </div>
      )}
      <ErrorText error={error} />
    </Dialog>
  );
}
