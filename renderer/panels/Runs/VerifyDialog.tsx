/** A run repeated from what it recorded: identical or not, and what differs. */
import { Check, TriangleAlert } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { Progress } from "../../../shared/contract/define.ts";
import type { Run, Verification } from "../../../shared/contract/runs.ts";
import { differenceText } from "../../../shared/contract/runTexts.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { ProgressLine } from "../Jobs/ProgressLine.tsx";
import "./runs.css";
import { runSignalName } from "./runSignalName.ts";

export function VerifyDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const [found, setFound] = useState<Verification>();
  const [progress, setProgress] = useState<Progress>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const ended = new AbortController();
    workbench.engine.runs.verify({ run: run.id }, { signal: ended.signal, onProgress: setProgress }).then(setFound, (thrown: unknown) => ended.signal.aborted || setError(thrown));
    return () => ended.abort();
  }, [workbench, run.id]);
  return (
    <Dialog title={`Repeat ${run.name}`} widthPx={560} onClose={onClose} buttons={<Button onPress={onClose}>{found || error !== undefined ? "Close" : "Cancel"}</Button>}>
      {!found && error === undefined && <ProgressLine what="It is made once more from the texts and the request that it recorded …" {...(progress && { progress })} />}
      <ErrorText error={error} />
      {found && (
        <p className="tb-verified" role="status">
          {found.identical ? <Check size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
          <b>{found.identical ? "Identical, to the last bit." : "Not identical."}</b>
        </p>
      )}
      {found && found.differences.length > 0 && <ul>{found.differences.map((one) => <li key={one.kind}>{differenceText(one, (id) => runSignalName(project, id))}</li>)}</ul>}
      {found && found.textsSince.length > 0 && <p className="tb-small">Repeated from its own texts. Saved otherwise since: {found.textsSince.join(", ")}.</p>}
    </Dialog>
  );
}
