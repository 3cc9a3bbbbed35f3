/** Asks for a new asset: name, type (an existing one, or a new one by name), and place. */
import type { ReactNode } from "react";
import { createAsset } from "../../../shared/model/edits/assets.ts";
import { put } from "../../../shared/model/edits/edit.ts";
import { typeNameOf } from "../../../shared/model/edits/fromObject.ts";
import { emptyType, typeProblems } from "../../../shared/model/edits/types.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { newId } from "../../app/newId.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import { placeChoices } from "./placeChoices.ts";

const NEW_TYPE = "new type";
const AT_TOP = "at the top";

export function CreateAssetDialog({ parent, onClose }: { readonly parent: string | undefined; readonly onClose: () => void }): ReactNode {
  const { project: store, engine, selection, cursor } = useWorkbench();
  const project = store.value;
  const types = Object.values(project.types).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <FieldDialog
      title="New asset"
      action="Create"
      onClose={onClose}
      fields={[
        { name: "name", label: "Name", kind: "text", required: true, help: "As the plant calls it: P-101." },
        { name: "type", label: "Type", kind: "choice", choices: [...types.map((type) => ({ value: type.id, label: type.name })), { value: NEW_TYPE, label: "A new type …" }] },
        { name: "typeName", label: "Name of the new type", kind: "text", required: true, help: "One word, as rules will name it: CentrifugalPump.", showWhen: { field: "type", is: [NEW_TYPE] } },
        { name: "parent", label: "Part of", kind: "choice", choices: [{ value: AT_TOP, label: "Nothing: it stands at the top" }, ...placeChoices(project, [])] },
      ]}
      values={{ parent: parent ?? AT_TOP, type: types[0]?.id ?? NEW_TYPE }}
      onSubmit={async ({ name, type, typeName, parent: place }) => {
        const made = type === NEW_TYPE ? emptyType(newId(), typeNameOf(String(typeName))) : undefined;
        const [problem] = made ? typeProblems(project, made) : [];
        if (problem !== undefined) throw new TwinError("bad-input", problem);
        const { change, id } = createAsset(store.value, { name: String(name), type: made?.id ?? String(type), nowUs: cursor.nowUs, ...(place !== AT_TOP && { parent: String(place) }) }, newId);
        await engine.project.change({ ...change, changes: [...(made ? [put("types", made)] : []), ...change.changes] });
        selection.set({ assets: [id], signals: [], madeIn: "dialog" });
      }}
    />
  );
}
