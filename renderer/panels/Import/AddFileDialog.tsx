/** Brings a file of the engineer's own into the project: chosen on the engine's machine, or dropped into the window and streamed there. What becomes of it is the caller's. */
import { useEffect, useState, type ReactNode } from "react";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { FileBrowser } from "./FileBrowser.tsx";
import "./import.css";
import { uploadFile } from "./uploadFile.ts";

export interface AddFileDialogProps {
  readonly title: string;
  /** What kind of file, and what becomes of it. */
  readonly text: string;
  readonly endings: readonly string[];
  /** Said while it is added. */
  readonly adding: string;
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File | undefined;
  readonly onAdd: (path: string, signal?: AbortSignal) => Promise<void>;
  readonly onClose: () => void;
}

export function AddFileDialog({ title, text, endings, adding, file, onAdd, onClose }: AddFileDialogProps): ReactNode {
  const { engine } = useWorkbench();
  const [error, setError] = useState<unknown>();
  const [work, setWork] = useState<string>();
  const add = (path: string, signal?: AbortSignal): Promise<void> => {
    setWork(adding);
    return onAdd(path, signal);
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
    <Dialog title={title} onClose={onClose} widthPx={640} buttons={<Button onPress={onClose}>Cancel</Button>}>
      <p>{text}</p>
      <ErrorText error={error} />
      {work !== undefined ? <p role="status">{work}</p> : !file && <FileBrowser wants="file" endings={endings} onChoose={(path) => attempt(add(path))} />}
    </Dialog>
  );
}
