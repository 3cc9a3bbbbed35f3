/** The sidecar of an ONNX model as text, to be filled in; what is wrong with it is said with its place before it is written. */
import { useState, type ReactNode } from "react";
import type { ImportedInspection } from "../../../shared/contract/imported.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { loadImported } from "./importedFiles.ts";
import "./imported.css";

export interface SidecarDialogProps {
  /** The model's. */
  readonly file: string;
  /** As it was read, with its fingerprint; without one it is a draft that nobody has written yet. */
  readonly sidecar: { readonly text: string; readonly hash?: string };
  readonly onSaved: (inspection: ImportedInspection) => void;
  readonly onClose: () => void;
}

export function SidecarDialog({ file, sidecar: { text: first, hash }, onSaved, onClose }: SidecarDialogProps): ReactNode {
  const workbench = useWorkbench();
  const [text, setText] = useState(first);
  const [error, setError] = useState<unknown>();
  const save = async (): Promise<void> => {
    setError(undefined);
    try {
      const inspection = await workbench.engine.imported.writeSidecar({ file, text, ...(hash !== undefined && { hash }) });
      await loadImported(workbench);
      onClose();
      onSaved(inspection);
    } catch (trouble) {
      setError(trouble);
    }
  };
  return (
    <Dialog
      title={`${file.replace(/^models\//, "")}.json`} widthPx={860} onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" onPress={() => void save()} isDisabled={text === first && hash !== undefined}>Save</Button>
        </>
      }
    >
      <p>Names, units, mean and deviation as the model was trained with: what it works with is (value − mean) ÷ deviation. Take the line "draft" out when all is filled in.</p>
      <ErrorText error={error} />
      <div className="tb-sidecar"><TextField label={`Text of ${file}.json`} hideLabel value={text} onChange={setText} lines={22} /></div>
    </Dialog>
  );
}
