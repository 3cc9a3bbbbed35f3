/** The look at what changes before a text is applied: the text beside the version that runs, and what each rule would have done otherwise. */
import type { ReactNode } from "react";
import type { EditorHub } from "../../editor/EditorHub.ts";
import { unappliedTables } from "../../../shared/language/unappliedTables.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { previewLine } from "../../editor/previewWords.ts";
import { TextDiff } from "../../editor/TextDiff.tsx";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";

export interface ApplyDialogProps {
  readonly hub: EditorHub;
  readonly file: string;
  /** Offered as the reason. */
  readonly why?: string;
  readonly onClose: () => void;
}

export function ApplyDialog({ hub, file, why = "", onClose }: ApplyDialogProps): ReactNode {
  const { project } = useWorkbench();
  const { model, state } = hub.open(file);
  const { previews } = useStore(state);
  const known = useStore(project);
  const running = known.texts[file]?.applied;
  const tables = unappliedTables(known, [{ id: file, text: model.getValue() }]);
  return (
    <FieldDialog
      title={`Apply ${file}`}
      widthPx={1000}
      action="Apply"
      onClose={onClose}
      fields={[{ name: "why", label: "Why", kind: "text", help: "Kept with the version. May be left empty." }]}
      values={{ why }}
      onSubmit={(values) => hub.apply(file, String(values["why"] ?? "").trim())}
    >
      <TextDiff before={running ?? ""} after={model.getValue()} beforeName={running === undefined ? "applied: nothing of it yet" : "applied"} afterName="to be applied" />
      {tables.length > 0 && <p className="editor-hint">Applied with it, because its models read {tables.length === 1 ? "this table" : "these tables"}: {tables.map(({ id }) => id).join(", ")}.</p>}
      {previews && previews.length > 0 && (
        <ul className="editor-effects" aria-label="What each rule would have done">
          {previews.map((preview) => <li key={preview.rule}><b>{preview.rule}</b> {previewLine(preview, hub.words())}</li>)}
        </ul>
      )}
    </FieldDialog>
  );
}
