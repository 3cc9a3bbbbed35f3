/** An FMU as people judge it before they let it run: what it is, who made it, what it can, and all its variables; allows it, takes that back, makes a model text of it. */
import { useState, type ReactNode } from "react";
import type { FmuInspection, FmuVariable } from "../../../shared/contract/fmus.ts";
import type { ImportedInspection } from "../../../shared/contract/imported.ts";
import { exchangeText, sizeText } from "../../../shared/contract/importedTexts.ts";
import { openText } from "../../app/openText.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDate, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { loadImported, makeModelText } from "./importedFiles.ts";
import { capabilityText, originText } from "./importedWords.ts";
import "./imported.css";

const COLUMNS: readonly TableColumn<FmuVariable>[] = [
  { id: "name", label: "Variable", width: "minmax(160px, 1.4fr)", value: ({ name }) => name },
  { id: "causality", label: "Is", width: "90px", value: ({ causality }) => causality },
  { id: "type", label: "Type", width: "72px", value: ({ type }) => type },
  { id: "unit", label: "Unit", width: "72px", value: ({ unit }) => unit ?? "" },
  { id: "start", label: "Start", width: "80px", value: ({ start }) => start ?? "" },
  { id: "description", label: "Description", width: "minmax(140px, 1fr)", value: ({ description, unusable }) => (unusable === undefined ? (description ?? "") : `Cannot be used: ${unusable}`) },
];

export function FmuDialog({ inspection: first, onClose }: { readonly inspection: FmuInspection; readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const { openPanel } = useWindow();
  const zone = useZone();
  const [{ facts, consent }, setInspection] = useState(first);
  const [filter, setFilter] = useState("");
  const [error, setError] = useState<unknown>();
  const { file, hash, capabilities } = facts;
  const attempt = (task: Promise<void>): void => {
    setError(undefined);
    task.catch(setError);
  };
  const decide = async (asked: Promise<ImportedInspection>): Promise<void> => {
    const decided = await asked;
    if (decided.kind === "fmu") setInspection(decided);
    await loadImported(workbench);
  };
  const makeText = async (): Promise<void> => {
    const id = await makeModelText(workbench, file);
    onClose();
    openText(openPanel, id);
  };
  return (
    <Dialog
      title={file.replace(/^models\//, "")} widthPx={860} onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Close</Button>
          {consent && <Button look="danger" onPress={() => attempt(decide(workbench.engine.imported.forbid({ file })))}>Do not allow it any more</Button>}
          <Button look={consent ? "primary" : "plain"} onPress={() => attempt(makeText())}>Make a model text</Button>
          {!consent && facts.unfit === undefined && <Button look="primary" onPress={() => attempt(decide(workbench.engine.imported.allow({ file, hash })))}>Allow it to run on this machine</Button>}
        </>
      }
    >
      <p>{consent ? `Allowed to run on this machine since ${formatDate(consent.allowedUs, zone)}.` : "An FMU is a program that somebody else made. It runs in a process of its own, with your rights: allow it only where you trust who made it. It is asked once for this file on this machine."}</p>
      <ErrorText error={error ?? (facts.unfit === undefined ? undefined : `It cannot run here. ${facts.unfit}`)} />
      <dl className="tb-facts">
        <Fact name="model">{facts.model}{facts.description !== undefined && `: ${facts.description}`}</Fact>
        <Fact name="standard">FMI {facts.fmiVersion}, {facts.interfaces.join(" and ")}, {sizeText(facts.sizeBytes)}</Fact>
        <Fact name="made by">{originText(facts.origin)}</Fact>
        <Fact name="platforms">{facts.platforms.join(", ") || "none"}</Fact>
        {capabilities?.exchange && <Fact name="solved by Twinbench">{exchangeText(capabilities.exchange)}</Fact>}
        {capabilities && <Fact name="can">{capabilityText(capabilities)}</Fact>}
        <Fact name="SHA-256"><span className="tb-num tb-imported-hash">{hash}</span></Fact>
        {facts.notes.length > 0 && <Fact name="notes">{facts.notes.join(" ")}</Fact>}
      </dl>
      <SearchField label="Filter the variables" value={filter} onChange={setFilter} />
      <div className="tb-imported-variables">
        <Table label={`Variables of ${facts.model}`} rows={facts.variables} rowId={({ name, reference }) => `${name} ${reference}`} columns={COLUMNS} filter={filter} empty={<p>It has no variables.</p>} />
      </div>
    </Dialog>
  );
}
