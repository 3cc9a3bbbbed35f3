/** Brings an FMU or an ONNX model into the project and shows what it is. Nothing of it runs. */
import type { ReactNode } from "react";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { AddFileDialog } from "../Import/AddFileDialog.tsx";
import { uploadFile } from "../Import/uploadFile.ts";
import { ImportedDialog } from "./ImportedDialog.tsx";
import { loadImported } from "./importedFiles.ts";

export interface AddImportedDialogProps {
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File;
  /** Of an ONNX model, dropped with it. */
  readonly sidecar?: File;
  readonly onClose: () => void;
}

export function AddImportedDialog({ file, sidecar, onClose }: AddImportedDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { openDialog } = useWindow();
  const add = async (path: string, signal?: AbortSignal): Promise<void> => {
    const options = signal ? { signal } : {};
    const beside = sidecar && (await uploadFile(workbench.engine, sidecar, signal ?? new AbortController().signal, () => undefined));
    const inspection = await workbench.engine.imported.add({ path, ...(beside !== undefined && { sidecar: beside }) }, options);
    await loadImported(workbench);
    onClose();
    openDialog((close) => <ImportedDialog inspection={inspection} onClose={close} />);
  };
  return (
    <AddFileDialog
      title="Add an FMU or ONNX model"
      text="An FMU is a model that another tool has exported for co-simulation or model exchange, FMI 2.0 or 3.0; it runs only after you allow it. An ONNX model predicts from windows of signals, which the file NAME.onnx.json beside it names. Either is copied into the project and looked at."
      adding="Looking at the model and copying it …"
      endings={[".fmu", ".onnx"]} file={file} onAdd={add} onClose={onClose}
    />
  );
}
