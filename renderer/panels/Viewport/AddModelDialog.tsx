/** Brings a GLB of the engineer's own into the scene. The engine checks and copies it. */
import type { ReactNode } from "react";
import type { SceneModel } from "../../../shared/model/project.ts";
import { newId } from "../../app/newId.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { AddFileDialog } from "../Import/AddFileDialog.tsx";

export interface AddModelDialogProps {
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File;
  readonly onClose: () => void;
}

export function AddModelDialog({ file, onClose }: AddModelDialogProps): ReactNode {
  const { engine } = useWorkbench();
  const { change } = useWindow();
  const add = async (path: string, signal?: AbortSignal): Promise<void> => {
    const added = await engine.files.addSceneModel({ path }, signal ? { signal } : {});
    const model: SceneModel = { id: newId(), file: added.file, placement: { position: [0, 0, 0], rotationDeg: 0, scale: 1 }, nodes: {} };
    if (await change({ label: `Add ${added.file.replace(/^scene\//, "")} to the scene`, changes: [{ table: "models", id: model.id, after: { ...model } }] })) onClose();
  };
  return (
    <AddFileDialog
      title="Add a 3D model (GLB)"
      text="A binary glTF 2.0 file with everything inside. It is copied into the project; right-click its parts in the scene to bind them to assets."
      adding="Checking and copying the model …"
      endings={[".glb"]} file={file} onAdd={add} onClose={onClose}
    />
  );
}
