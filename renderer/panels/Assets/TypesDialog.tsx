/** The project's asset types: choose one, edit what its assets have in common, save it as one change. */
import { Plus, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { withTypeRenamed } from "../../../shared/language/renameInTexts.ts";
import { deleteType, emptyType, saveType, typeProblems } from "../../../shared/model/edits/types.ts";
import { freeName } from "../../../shared/model/edits/edit.ts";
import type { AssetType } from "../../../shared/model/project.ts";
import { newId } from "../../app/newId.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { TypeEditor } from "./TypeEditor.tsx";
import "./types.css";

export function TypesDialog({ typeId, onClose }: { readonly typeId?: string | undefined; readonly onClose: () => void }): ReactNode {
  const { project: store, engine } = useWorkbench();
  const { say } = useWindow();
  const project = useStore(store);
  const types = Object.values(project.types).sort((a, b) => a.name.localeCompare(b.name));
  const [draft, setDraft] = useState<AssetType | undefined>(() => project.types[typeId ?? ""] ?? types[0]);
  const [error, setError] = useState<unknown>();
  const problems = draft ? typeProblems(project, draft) : [];
  const isChanged = draft !== undefined && JSON.stringify(draft) !== JSON.stringify(project.types[draft.id]);
  const users = Object.values(project.assets).filter((asset) => asset.type === draft?.id).length;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const save = (type: AssetType): Promise<void> =>
    attempt(async () => {
      await engine.project.change(withTypeRenamed(saveType(project, type), project, type));
      say(`Type ${type.name} saved.`);
    });
  const create = (): void => setDraft(emptyType(newId(), freeName("NewType", new Set(types.map((type) => type.name))).replaceAll(" ", "")));
  return (
    <Dialog
      title="Asset types"
      widthPx={980}
      onClose={onClose}
      buttons={
        <>
          <span className="left">{draft && (problems[0] ?? (users === 0 ? "No asset is of this type yet." : `${users} ${users === 1 ? "asset is" : "assets are"} of this type and ${users === 1 ? "follows" : "follow"} it.`))}</span>
          <Button onPress={onClose}>Close</Button>
          <Button look="primary" isDisabled={!draft || problems.length > 0 || !isChanged} onPress={() => draft && void save(draft)}>Save type</Button>
        </>
      }
    >
      <div className="tb-types-bar">
        <ChoiceField
          label="Type"
          hideLabel
          value={draft?.id ?? ""}
          onChange={(id) => setDraft(project.types[id])}
          choices={[...types.map((type) => ({ value: type.id, label: type.name })), ...(draft && !project.types[draft.id] ? [{ value: draft.id, label: `${draft.name} (new)` }] : [])]}
        />
        <Button icon={Plus} onPress={create}>New type</Button>
        <Button icon={Trash2} isDisabled={!draft || !project.types[draft.id]} onPress={() => void attempt(async () => {
          await engine.project.change(deleteType(project, draft?.id ?? ""));
          setDraft(types.find((type) => type.id !== draft?.id));
        })}>Delete type</Button>
      </div>
      <ErrorText error={error} />
      {draft ? <TypeEditor key={draft.id} type={draft} onChange={setDraft} /> : <EmptyState title="No types yet">A type says what assets of a kind have in common: their signals with units and limits, parameters, and how they look.</EmptyState>}
    </Dialog>
  );
}
