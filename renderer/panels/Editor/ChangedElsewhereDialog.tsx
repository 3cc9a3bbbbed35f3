/** Two texts where there should be one: what was saved elsewhere since the draft was begun, and the draft. A person decides. */
import type { ReactNode } from "react";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { EditorHub } from "../../editor/EditorHub.ts";
import { TextDiff } from "../../editor/TextDiff.tsx";
import { Button } from "../../widgets/controls/Button.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";

export interface ChangedElsewhereDialogProps {
  readonly hub: EditorHub;
  readonly file: string;
  /** What was about to be done with the draft, once it is decided that it stays. */
  readonly onKept: () => void;
  readonly onClose: () => void;
}

export function ChangedElsewhereDialog({ hub, file, onKept, onClose }: ChangedElsewhereDialogProps): ReactNode {
  const { project } = useWorkbench();
  const saved = useStore(project).texts[file]?.text ?? "";
  const settle = (keep: "draft" | "saved"): void => {
    hub.settle(file, keep);
    onClose();
    if (keep === "draft") onKept();
  };
  return (
    <Dialog
      title={`${file} was changed elsewhere`}
      widthPx={1000}
      onClose={onClose}
      buttons={
        <>
          <span className="left">What is given up can be had back: yours by Ctrl+Z in the editor, the other by Undo.</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button onPress={() => settle("saved")}>Take what is saved</Button>
          <Button look="primary" onPress={() => settle("draft")}>Keep mine</Button>
        </>
      }
    >
      <p>Another window, an undo or another program saved this text after you had begun to change it. To keep parts of both, cancel and copy them over.</p>
      <TextDiff before={saved} after={hub.open(file).model.getValue()} beforeName="saved elsewhere" afterName="yours, not saved" />
    </Dialog>
  );
}
