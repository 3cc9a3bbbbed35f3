/** Other projects in a browser: one that is there is chosen from the engine's machine, a new one is made in a folder there. */
import { useState, type ReactNode } from "react";
import { FileBrowser } from "../../panels/Import/FileBrowser.tsx";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { showProject } from "../connection/browserShell.ts";
import { nativeShell } from "../connection/nativeShell.ts";
import { useWindow, type WindowServices } from "../state/WindowServices.ts";

/** How this window's shell changes projects. */
export interface ProjectMoves {
  readonly create: () => void;
  readonly choose: () => void;
  readonly open: (folder: string) => void;
}

/** Electron's shell has dialogs of its own and gives every project a window; in a browser the project changes in place. */
export function projectMoves({ openDialog, report }: Pick<WindowServices, "openDialog" | "report">): ProjectMoves {
  const shell = nativeShell();
  const attempt = (work: Promise<void>): void => void work.catch(report);
  if (shell !== undefined) return { create: () => attempt(shell.newProject()), choose: () => attempt(shell.openProject()), open: (folder) => attempt(shell.openFolder(folder)) };
  return {
    create: () => openDialog((close) => <NewProjectDialog onClose={close} />),
    choose: () => openDialog((close) => <OpenProjectDialog onClose={close} />),
    open: (folder) => attempt(showProject({ kind: "open", folder })),
  };
}

export function useProjectMoves(): ProjectMoves {
  return projectMoves(useWindow());
}

const WHAT_HAPPENS = "It is shown in this window; the present project is closed in order, and recording it ends.";

function OpenProjectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const open = (folder: string): void => {
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    showProject({ kind: "open", folder }).catch(setError).finally(() => setBusy(false));
  };
  return (
    <Dialog title="Open a project" widthPx={760} onClose={onClose} buttons={<><span className="left">{isBusy && "Opening …"}</span><Button onPress={onClose}>Cancel</Button></>}>
      <p>{WHAT_HAPPENS}</p>
      <ErrorText error={error} />
      <FileBrowser wants="project" onChoose={open} />
    </Dialog>
  );
}

function NewProjectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [name, setName] = useState("");
  const [parent, setParent] = useState("");
  const missing = name.trim() === "" ? "a name" : parent === "" ? "a folder to put it in" : undefined;
  const create = (): void => {
    if (isBusy || missing !== undefined) return;
    setBusy(true);
    setError(undefined);
    showProject({ kind: "new", parent, name }).catch(setError).finally(() => setBusy(false));
  };
  return (
    <Dialog
      title="New project"
      widthPx={760}
      onClose={onClose}
      onSubmit={create}
      buttons={
        <>
          <span className="left">{isBusy ? "Making it …" : missing !== undefined && `Still needed: ${missing}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={isBusy || missing !== undefined}>Create</Button>
        </>
      }
    >
      <p>A folder of this name is made in the folder shown below. {WHAT_HAPPENS}</p>
      <TextField label="Name" value={name} onChange={setName} autoFocus />
      <ErrorText error={error} />
      <FileBrowser wants="folder" onFolder={setParent} />
    </Dialog>
  );
}
