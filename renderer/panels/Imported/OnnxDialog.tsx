/** An ONNX model and its sidecar: whether it can run, what it was trained on, its inputs and outputs with units and scales; makes a model text of it. */
import { useState, type ReactNode } from "react";
import type { ImportedInspection } from "../../../shared/contract/imported.ts";
import { sizeText } from "../../../shared/contract/importedTexts.ts";
import type { OnnxFacts, OnnxInput, OnnxOutput } from "../../../shared/contract/onnx.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { openText } from "../../app/openText.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { loadImported, makeModelText } from "./importedFiles.ts";
import { tensorText, trainedText } from "./importedWords.ts";
import { SidecarDialog } from "./SidecarDialog.tsx";
import "./imported.css";

type Signal = ({ readonly role: "input" } & OnnxInput) | ({ readonly role: "output" } & OnnxOutput);

const COLUMNS: readonly TableColumn<Signal>[] = [
  { id: "name", label: "Signal", width: "minmax(140px, 1.2fr)", value: ({ name }) => name },
  { id: "role", label: "Is", width: "64px", value: ({ role }) => role },
  { id: "unit", label: "Unit", width: "72px", value: ({ unit }) => unit },
  { id: "samples", label: "Samples", width: "72px", isNumeric: true, value: (signal) => (signal.role === "input" ? signal.samples : undefined) },
  { id: "mean", label: "Mean", width: "84px", isNumeric: true, value: ({ mean }) => mean },
  { id: "deviation", label: "Deviation", width: "84px", isNumeric: true, value: ({ deviation }) => deviation },
  { id: "place", label: "Place", width: "minmax(100px, 0.8fr)", value: (signal) => `${signal.tensor} ${signal.role === "input" ? signal.channel : signal.index}` },
  { id: "description", label: "Description", width: "minmax(120px, 1fr)", value: ({ description }) => description ?? "" },
];

export function OnnxDialog({ facts: first, onClose }: { readonly facts: OnnxFacts; readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const { openPanel, openDialog } = useWindow();
  const [facts, setFacts] = useState(first);
  const [error, setError] = useState<unknown>();
  const { file, sidecar, layouts, unfit } = facts;
  const attempt = (task: Promise<void>): void => {
    setError(undefined);
    task.catch(setError);
  };
  const lookAgain = async (): Promise<void> => {
    const inspection = await workbench.engine.imported.inspect({ file });
    if (inspection.kind === "onnx") setFacts(inspection.facts);
    await loadImported(workbench);
  };
  const edit = async (): Promise<void> => {
    const read = await workbench.engine.imported.sidecar({ file });
    onClose();
    const show = (inspection: ImportedInspection): void => {
      if (inspection.kind === "onnx") openDialog((close) => <OnnxDialog facts={inspection.facts} onClose={close} />);
    };
    openDialog((close) => <SidecarDialog file={file} sidecar={read} onSaved={show} onClose={close} />);
  };
  const makeText = async (): Promise<void> => {
    const id = await makeModelText(workbench, file);
    onClose();
    openText(openPanel, id);
  };
  const signals: readonly Signal[] = [...facts.inputs.map((input) => ({ role: "input" as const, ...input })), ...facts.outputs.map((output) => ({ role: "output" as const, ...output }))];
  return (
    <Dialog
      title={file.replace(/^models\//, "")} widthPx={860} onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Close</Button>
          {unfit !== undefined && <Button onPress={() => attempt(lookAgain())}>Look again</Button>}
          <Button look={unfit === undefined ? "plain" : "primary"} onPress={() => attempt(edit())}>Edit the sidecar …</Button>
          {unfit === undefined && <Button look="primary" onPress={() => attempt(makeText())}>Make a model text</Button>}
        </>
      }
    >
      <p>{unfit === undefined ? "It can run: every value of its tensors is a signal with a unit and a scale. It runs in a process of its own." : `Which signals stand in its tensors, in which units and scales, is said by ${sidecar.file} in the project's folder.`}</p>
      <ErrorText error={error ?? (unfit === undefined ? undefined : `It cannot run yet. ${unfit}`)} />
      <dl className="tb-facts">
        {facts.description !== undefined && <Fact name="model">{facts.description}</Fact>}
        <Fact name="file">{sizeText(facts.sizeBytes)}, {facts.producer === undefined ? "" : `made by ${facts.producer}, `}operators {facts.opsets.map(({ domain, version }) => `${domain} ${version}`).join(", ")}</Fact>
        <Fact name="trained">{trainedText(facts.origin)}</Fact>
        {facts.sampleTimeUs !== undefined && <Fact name="step">{facts.sampleTimeUs / US_PER_S} s</Fact>}
        <Fact name="takes">{facts.inputTensors.map((tensor) => tensorText(tensor, layouts[tensor.name])).join(" · ")}</Fact>
        <Fact name="gives">{facts.outputTensors.map((tensor) => tensorText(tensor)).join(" · ")}</Fact>
        <Fact name="SHA-256"><span className="tb-num tb-imported-hash">{facts.hash}</span></Fact>
        {sidecar.hash !== undefined && <Fact name="sidecar"><span className="tb-num tb-imported-hash">{sidecar.hash}</span></Fact>}
      </dl>
      <div className="tb-imported-variables">
        <Table label={`Signals of ${file}`} rows={signals} rowId={({ role, name }) => `${role} ${name}`} columns={COLUMNS} empty={<p>Its sidecar names no signals yet.</p>} />
      </div>
    </Dialog>
  );
}
