/** Brings an FMU into the project and shows what it is. Nothing of it runs. */
import type { ReactNode } from "react";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { AddFileDialog } from "../Import/AddFileDialog.tsx";
import { FmuDialog } from "./FmuDialog.tsx";
import { loadFmus } from "./fmuFiles.ts";

export interface AddFmuDialogProps {
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File;
  readonly onClose: () => void;
}

export function AddFmuDialog({ file, onClose }: AddFmuDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { openDialog } = useWindow();
  const add = async (path: string, signal?: AbortSignal): Promise<void> => {
    const inspection = await workbench.engine.fmus.add({ path }, signal ? { signal } : {});
    await loadFmus(workbench);
    onClose();
    openDialog((close) => <FmuDialog inspection={inspection} onClose={close} />);
  };
  return (
    <AddFileDialog
      title="Add an FMU"
      text="A model that another tool has exported for co-simulation, FMI 2.0 or 3.0. It is copied into the project and looked at; it runs only after you allow it."
      adding="Looking at the FMU and copying it …"
      endings={[".fmu"]} file={file} onAdd={add} onClose={onClose}
    />
  );
}
