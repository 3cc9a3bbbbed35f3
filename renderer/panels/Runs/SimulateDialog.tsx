/** Starts a simulation over the shown span, or over that of another run: one use, or all as one system. Progress and Cancel are with the jobs. */
import { useEffect, useState, type ReactNode } from "react";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { beyondNow } from "../../app/state/beyondNow.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import { NoModelDialog } from "./NoModelDialog.tsx";
import { TextFaults } from "./TextFaults.tsx";

const ALL = "all uses";

export interface SimulateDialogProps {
  /** The run that is made again with another choice. */
  readonly from?: Run;
  readonly onClose: () => void;
  readonly onDone: (run: Run) => void;
}

export function SimulateDialog({ from, onClose, onDone }: SimulateDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { report, say } = useWindow();
  const zone = useZone();
  const [uses, setUses] = useState<readonly UseInfo[]>();
  useEffect(() => void workbench.engine.runs.uses({}).then((answer) => setUses(answer.uses), (error: unknown) => (report(error), onClose())), []);
  const { fromUs, toUs } = from ?? workbench.cursor.value.span;
  const cut = beyondNow(toUs, workbench.cursor.nowUs);
  if (!uses) return undefined;
  if (uses.length === 0) return <NoModelDialog title="Simulate" onClose={onClose} />;
  const start = (use: string, name: string): void => {
    say("Simulation started; its progress is with the jobs at the top.");
    const span = { fromUs: Math.round(fromUs), toUs: Math.round(toUs) };
    workbench.engine.runs.simulate({ span, ...(use !== ALL && { use }), ...(name !== "" && { name }) }).then(onDone, report);
  };
  return (
    <FieldDialog
      title="Simulate"
      text={`Over the span ${from ? `of ${from.name}` : "that the timeline shows"}: ${formatDateTime(fromUs, zone, "minute")} to ${formatDateTime(toUs, zone, "minute")}, ${formatDuration(toUs - fromUs)}. The texts are solved as saved.${cut === undefined ? "" : ` ${cut}`}`}
      action="Start"
      onClose={onClose}
      fields={[
        { name: "use", label: "Solve", kind: "choice", choices: [{ value: ALL, label: "All uses as one system" }, ...uses.map((use) => ({ value: use.name, label: `${use.name} on ${use.assetIds.length} ${use.assetIds.length === 1 ? "asset" : "assets"}` }))] },
        { name: "name", label: "Name of the run", kind: "text", help: "May be left empty." },
      ]}
      values={{ use: from?.origin?.use ?? ALL }}
      onSubmit={({ use, name }) => start(String(use), String(name ?? "").trim())}
    >
      <TextFaults />
    </FieldDialog>
  );
}
