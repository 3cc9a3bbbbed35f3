/** Asks for the name of a new text and makes it. */
import type { ReactNode } from "react";
import { TwinError } from "../../../shared/contract/errors.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import { newText } from "./newText.ts";

export interface NewTextDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (file: string) => void;
}

/** File names that every file system and git take alike. */
const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u;

export function NewTextDialog({ onClose, onCreated }: NewTextDialogProps): ReactNode {
  const { project, engine } = useWorkbench();
  return (
    <FieldDialog
      title="New text"
      action="Create"
      onClose={onClose}
      fields={[
        { name: "folder", label: "What for", kind: "choice", choices: [{ value: "rules", label: "Rules and calculations" }, { value: "models", label: "Models" }] },
        { name: "name", label: "Name", kind: "text", required: true, help: "Becomes the file's name in the project folder: overheating." },
      ]}
      onSubmit={async ({ folder, name }) => {
        const stem = String(name).trim().replace(/\.twin$/, "");
        const file = `${String(folder)}/${stem}.twin`;
        if (!FILE_NAME.test(stem)) throw new TwinError("bad-input", "Use letters, digits, spaces, - and _ for the name.");
        if (project.value.texts[file]) throw new TwinError("refused", `There is already a ${file}. Choose another name.`);
        await engine.project.change({ label: `Create ${file}`, changes: [newText(file)] });
        onCreated(file);
      }}
    />
  );
}
