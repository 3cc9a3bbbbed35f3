/** Moves assets to another place: the keyboard's twin of dragging them in the tree. */
import type { ReactNode } from "react";
import { moveAssets } from "../../../shared/model/edits/assets.ts";
import { namesOf } from "../../../shared/model/edits/edit.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import { placeChoices } from "./placeChoices.ts";

const AT_TOP = "at the top";

export function MoveAssetsDialog({ assetIds, onClose }: { readonly assetIds: readonly string[]; readonly onClose: () => void }): ReactNode {
  const { project, engine } = useWorkbench();
  const names = assetIds.map((id) => project.value.assets[id]?.name ?? "");
  return (
    <FieldDialog
      title={`Move ${namesOf(names)}`}
      action="Move"
      onClose={onClose}
      fields={[{ name: "parent", label: "To be part of", kind: "choice", choices: [{ value: AT_TOP, label: "Nothing: to the top" }, ...placeChoices(project.value, assetIds)] }]}
      values={{ parent: project.value.assets[assetIds[0] ?? ""]?.parent ?? AT_TOP }}
      onSubmit={async ({ parent }) => {
        await engine.project.change(moveAssets(project.value, assetIds, parent === AT_TOP ? undefined : String(parent)));
      }}
    />
  );
}
