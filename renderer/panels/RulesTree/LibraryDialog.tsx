/** Offers the models that come with the product and makes a text of the project from the chosen one. Applies nothing. */
import type { ReactNode } from "react";
import type { LibraryModel } from "../../../shared/contract/project.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { put } from "../../../shared/model/edits/edit.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";

export interface LibraryDialogProps {
  readonly models: readonly LibraryModel[];
  readonly onClose: () => void;
  readonly onCreated: (file: string) => void;
}

export function LibraryDialog({ models, onClose, onCreated }: LibraryDialogProps): ReactNode {
  const { project, engine } = useWorkbench();
  return (
    <FieldDialog
      title="New file from library"
      text="The text is copied into the project and is yours to change. Nothing of it runs until it is used on a type and applied."
      action="Create"
      onClose={onClose}
      fields={[{ name: "model", label: "Model", kind: "choice", required: true, choices: models.map(({ name, model, summary }) => ({ value: name, label: model, hint: summary })) }]}
      onSubmit={async ({ model: chosen }) => {
        const found = models.find(({ name }) => name === chosen);
        if (!found) throw new TwinError("bad-input", "Choose a model.");
        const file = `models/${found.name}.twin`;
        if (project.value.texts[file]) throw new TwinError("refused", `There is already a ${file}. Rename or delete it first.`);
        await engine.project.change({ label: `Create ${file} from the library`, changes: [put("texts", { id: file, text: found.text })] });
        onCreated(file);
      }}
    />
  );
}
