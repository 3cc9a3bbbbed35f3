/** Said where something is to be solved and no model is in use. */
import type { ReactNode } from "react";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { TextFaults } from "./TextFaults.tsx";

export function NoModelDialog({ title, onClose }: { readonly title: string; readonly onClose: () => void }): ReactNode {
  return (
    <Dialog title={title} onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      <EmptyState title="No model is in use">Write a model and a use in “Rules and models”: the use says on which assets the model runs and which measured signals are its inputs.</EmptyState>
      <TextFaults />
    </Dialog>
  );
}
