/** Brings a GLB of the engineer's own into the scene: chosen on the engine's machine, or dropped into the window and streamed there. The engine checks and copies it. */
import { useEffect, useState, type ReactNode } from "react";
import type { SceneModel } from "../../../shared/model/project.ts";
import { newId } from "../../app/newId.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { FileBrowser } from "../Import/FileBrowser.tsx";
import "../Import/import.css";
import { uploadFile } from "../Import/uploadFile.ts";

export interface AddModelDialogProps {
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File;
  readonly onClose: () => void;
}

export function AddModelDialog({ file, onClose }: AddModelDialogProps): ReactNode {
  const { engine } = useWorkbench();
  const { change } = useWindow();
  const [error, setError] = useState<unknown>();
  const [work, setWork] = useState<string>();
  const add = async (path: string, signal?: AbortSignal): Promise<void> => {
    setWork("Checking and copying the model …");
    const added = await engine.files.addSceneModel({ path }, signal ? { signal } : {});
    const model: SceneModel = { id: newId(), file: added.file, placement: { position: [0, 0, 0], rotationDeg: 0, scale: 1 }, nodes: {} };
    if (await change({ label: `Add ${added.file.replace(/^scene\//, "")} to the scene`, changes: [{ table: "models", id: model.id, after: { ...model } }] })) onClose();
  };
  const attempt = (task: Promise<void>): void => {
    setError(undefined);
    task.catch(setError).finally(() => setWork(undefined));
  };
  useEffect(() => {
    if (!file) return;
    const ending = new AbortController();
    setWork(`Reading ${file.name} …`);
    attempt(uploadFile(engine, file, ending.signal, (share) => setWork(`Reading ${file.name}: ${Math.round(share * 100)} %`)).then((path) => add(path, ending.signal)));
    return () => ending.abort();
    // Once for the dropped file.
  }, [file]);
  return (
    <Dialog title="Add a 3D model (GLB)" onClose={onClose} widthPx={640} buttons={<Button onPress={onClose}>Cancel</Button>}>
      <p>A binary glTF 2.0 file with everything inside. It is copied into the project; right-click its parts in the scene to bind them to assets.</p>
      <ErrorText error={error} />
      {work !== undefined ? <p role="status">{work}</p> : !file && <FileBrowser wants="file" endings={[".glb"]} onChoose={(path) => attempt(add(path))} />}
    </Dialog>
  );
}
