/** What if, from an instant of the past: which things are other from there on, and how far to look. Progress and Cancel are with the jobs. */
import { useEffect, useState, type ReactNode } from "react";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import type { Project } from "../../../shared/model/project.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { ChangeRows } from "./ChangeRows.tsx";
import { NoModelDialog } from "./NoModelDialog.tsx";
import { TextFaults } from "./TextFaults.tsx";
import "./runs.css";
import { showBeside, showSpanOf } from "./showRuns.ts";
import { changeables, firstRow, whatIfFormAt, whatIfFormOf, whatIfRequestOf, type WhatIfForm } from "./whatIfForm.ts";

export interface WhatIfDialogProps {
  /** An instant to begin anew from, or a run to go on from with one thing changed. */
  readonly from: { readonly atUs: number } | { readonly run: Run };
  readonly onClose: () => void;
}

const ALL = "all uses";
/** As many signals are plotted of themselves; the others are in the report. */
const MOST_PLOTTED = 3;

export function WhatIfDialog({ from, onClose }: WhatIfDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { give, report, say } = useWindow();
  const zone = useZone();
  const [uses, setUses] = useState<readonly UseInfo[]>();
  const [form, setForm] = useState<WhatIfForm>();
  useEffect(() => {
    const begin = ({ uses: found }: { readonly uses: readonly UseInfo[] }): void => {
      setUses(found);
      setForm("run" in from ? whatIfFormOf(from.run, found) : whatIfFormAt(from.atUs, found));
    };
    workbench.engine.runs.uses({}).then(begin, (error: unknown) => (report(error), onClose()));
    // Asked once: the dialog stands for what was applied when it was opened.
  }, []);
  if (!uses || !form) return undefined;
  if (uses.length === 0) return <NoModelDialog title="What if" onClose={onClose} />;
  const among = changeables(uses, form.use);
  const request = whatIfRequestOf(form, uses);
  const change = (part: Partial<WhatIfForm>): void => setForm({ ...form, ...part });
  const choose = (use: string | undefined): void => {
    const left = new Set(changeables(uses, use).map(({ id }) => id));
    const kept = form.changes.filter(({ target }) => left.has(target));
    change({ use, changes: kept.length > 0 ? kept : [firstRow(changeables(uses, use))] });
  };
  const start = (): void => {
    if (typeof request === "string") return;
    say("The what-if has started; its progress is with the jobs at the top.");
    workbench.engine.runs.whatIf(request).then(({ run, baseline }) => {
      showBeside(workbench, [run.id, baseline.id]);
      showSpanOf(workbench, run);
      const moved = movedSignals(run, workbench.project.value);
      if (moved.length > 0) give("trend", { kind: "signal", ids: moved });
    }, report);
    onClose();
  };
  return (
    <Dialog
      title="What if"
      widthPx={640}
      onClose={onClose}
      onSubmit={start}
      buttons={
        <>
          <span className="left">{typeof request === "string" && `Still needed: ${request}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={typeof request === "string"}>Start</Button>
        </>
      }
    >
      <p>The models follow what was measured up to {formatDateTime(form.atUs, zone)}. From there they go on twice: with these changes, and without.</p>
      <TextFaults />
      <ChangeRows fewest={1} among={among} changes={form.changes} onChange={(changes) => change({ changes })} />
      <div className="tb-what-if">
        <NumberField label="Go on for, hours" value={form.hours} onChange={(hours) => change({ hours })} />
        <NumberField label="Follow history before, hours" help="So that what is not measured has settled." value={form.warmUpHours} onChange={(warmUpHours) => change({ warmUpHours })} />
        <ChoiceField label="Solve" value={form.use ?? ALL} choices={[{ value: ALL, label: "All uses as one system" }, ...uses.map(({ name }) => ({ value: name, label: name }))]} onChange={(use) => choose(use === ALL ? undefined : use)} />
        <TextField label="Name of the run" help="May be left empty." value={form.name} onChange={(name) => change({ name })} />
      </div>
      <p className="tb-small">What is not changed follows history where there is some, and keeps its last value after its end.</p>
    </Dialog>
  );
}

/** Measured signals that the changes moved. */
function movedSignals({ whatIf }: Run, project: Project): string[] {
  return (whatIf?.effects ?? []).filter(({ signal, greatest }) => greatest !== 0 && findSignal(project, signal) !== undefined).map(({ signal }) => signal).slice(0, MOST_PLOTTED);
}
