/**
 * Imports a file: choose it (or it was dropped), see how it is understood, change any of that, say where it goes, import with
 * progress and cancel, and read what could not be read. The engine reads; this asks and shows.
 */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { FileGuess, ImportResult, ImportTarget, ReadOptions } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Progress } from "../../../shared/contract/define.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { ProgressLine } from "../Jobs/ProgressLine.tsx";
import { TABLE_ENDINGS } from "./dropped.ts";
import { FileBrowser } from "./FileBrowser.tsx";
import "./import.css";
import { ImportOptions } from "./ImportOptions.tsx";
import { importProblems } from "./importFields.ts";
import { ImportReport } from "./ImportReport.tsx";
import { uploadFile } from "./uploadFile.ts";

export interface ImportDialogProps {
  /** Dropped from outside; without it the engine's files are looked through. */
  readonly file?: File;
  readonly onClose: () => void;
}

type Step =
  | { readonly kind: "choose" }
  | { readonly kind: "working"; readonly what: string; readonly progress?: Progress }
  | { readonly kind: "options"; readonly path: string; readonly guess: FileGuess }
  | { readonly kind: "report"; readonly result: ImportResult };

export function ImportDialog({ file, onClose }: ImportDialogProps): ReactNode {
  const { engine } = useWorkbench();
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const [options, setOptions] = useState<ReadOptions>();
  const [target, setTarget] = useState<ImportTarget>({ kind: "loose" });
  const [error, setError] = useState<unknown>();
  const work = useRef(new AbortController());
  useEffect(() => () => work.current.abort(), []);

  /** Does one step of work; what went wrong is shown and `back` is where the person goes on. */
  const attempt = async (what: string, back: Step, task: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Step>): Promise<void> => {
    work.current = new AbortController();
    setError(undefined);
    setStep({ kind: "working", what });
    try {
      setStep(await task(work.current.signal, (progress) => setStep({ kind: "working", what, progress })));
    } catch (thrown) {
      if (TwinError.from(thrown).code !== "cancelled") setError(thrown);
      setStep(back);
    }
  };
  const understand = async (path: string, signal: AbortSignal): Promise<Step> => {
    const guess = await engine.files.guess({ path }, { signal });
    setOptions(guess.options);
    return { kind: "options", path, guess };
  };
  const choose = (path: string): Promise<void> => attempt("Looking at the first rows …", { kind: "choose" }, (signal) => understand(path, signal));
  useEffect(() => {
    if (!file) return;
    void attempt(`Copying ${file.name} to the engine …`, { kind: "choose" }, async (signal, onProgress) => understand(await uploadFile(engine, file, signal, (share) => onProgress({ share })), signal));
  }, [file]);
  const start = (): void => {
    if (step.kind !== "options" || !options) return;
    const { path } = step;
    void attempt("Importing …", step, async (signal, onProgress) => ({ kind: "report", result: await engine.files.import({ path, options, target }, { signal, onProgress }) }));
  };
  const problems = options ? importProblems(options) : [];
  const name = step.kind === "options" ? step.path.split(/[\\/]/).at(-1) : undefined;
  return (
    <Dialog
      title={name === undefined ? "Import a file" : `Import ${name}`}
      widthPx={1040}
      onClose={onClose}
      onSubmit={start}
      buttons={
        <>
          <span className="left">{step.kind === "options" && problems[0]}</span>
          {step.kind === "options" && <Button onPress={() => setStep({ kind: "choose" })}>Another file</Button>}
          <Button onPress={step.kind === "working" ? () => work.current.abort() : onClose}>{step.kind === "report" ? "Close" : "Cancel"}</Button>
          {step.kind === "options" && <Button look="primary" type="submit" isDisabled={problems.length > 0}>Import</Button>}
        </>
      }
    >
      <ErrorText error={error} />
      {step.kind === "choose" && <FileBrowser wants="file" endings={TABLE_ENDINGS} onChoose={(path) => void choose(path)} />}
      {step.kind === "working" && <ProgressLine what={step.what} {...(step.progress && { progress: step.progress })} />}
      {step.kind === "options" && options && <ImportOptions path={step.path} guess={step.guess} options={options} onOptions={setOptions} target={target} onTarget={setTarget} />}
      {step.kind === "report" && <ImportReport result={step.result} onClose={onClose} />}
    </Dialog>
  );
}
