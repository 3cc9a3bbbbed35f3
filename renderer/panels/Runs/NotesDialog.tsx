/** What a person has to say of a run. */
import { useState, type ReactNode } from "react";
import type { Run } from "../../../shared/contract/runs.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";

const LINES = 7;

export function NotesDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }): ReactNode {
  const { engine } = useWorkbench();
  const { report } = useWindow();
  const [notes, setNotes] = useState(run.notes ?? "");
  const save = (): void => {
    engine.runs.describe({ run: run.id, notes: notes.trim() }).catch(report);
    onClose();
  };
  return (
    <Dialog title={`Notes on ${run.name}`} onClose={onClose} onSubmit={save} buttons={<><Button onPress={onClose}>Cancel</Button><Button look="primary" type="submit">Save</Button></>}>
      <TextField label="Notes" hideLabel lines={LINES} value={notes} onChange={setNotes} autoFocus />
    </Dialog>
  );
}
