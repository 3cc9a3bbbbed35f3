/** Asks for the reason of a lifecycle move and makes it. */
import type { ReactNode } from "react";
import { moveLifecycle } from "../../../shared/model/edits/lifecycle.ts";
import { namesOf } from "../../../shared/model/edits/edit.ts";
import type { Lifecycle, Project } from "../../../shared/model/project.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";

export interface LifecycleDialogProps {
  readonly assetIds: readonly string[];
  readonly to: Lifecycle;
  readonly project: Project;
  readonly onClose: () => void;
}

export function LifecycleDialog({ assetIds, to, project, onClose }: LifecycleDialogProps): ReactNode {
  const { engine, info, cursor } = useWorkbench();
  const assets = assetIds.flatMap((id) => project.assets[id] ?? []);
  const from = assets[0]?.lifecycle.state ?? "";
  return (
    <FieldDialog
      title={`${namesOf(assets.map((asset) => asset.name))}: ${from} → ${to}`}
      action={`Set to ${to}`}
      onClose={onClose}
      fields={[{ name: "reason", label: "Reason", kind: "text", required: true, help: "Kept with the change and shown in the inspector." }]}
      onSubmit={async ({ reason }) => {
        await engine.project.change(moveLifecycle(project, assetIds, { to, reason: String(reason), by: info.value?.operator ?? "", nowUs: cursor.nowUs }));
      }}
    />
  );
}
