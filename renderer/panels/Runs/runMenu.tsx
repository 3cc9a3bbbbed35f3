/** What can be done with runs of the list: the entries of their menu. */
import { BadgeCheck, BellRing, Columns3, Download, Eye, Layers, NotebookPen, Pencil, Pin, PinOff, Repeat2, Trash2 } from "lucide-react";
import { MEASURED } from "../../../shared/contract/history.ts";
import { hasResults, isLive, isOneCourse, isRepeatable, type Run } from "../../../shared/contract/runs.ts";
import type { WindowServices } from "../../app/state/WindowServices.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { ForecastDialog } from "../Forecast/ForecastDialog.tsx";
import { CleanUpDialog } from "./CleanUpDialog.tsx";
import { saveRun } from "./exportRun.ts";
import { NotesDialog } from "./NotesDialog.tsx";
import { RunAlarmsDialog } from "./RunAlarmsDialog.tsx";
import { showBeside, showInstead, showSpanOf, toggleBeside } from "./showRuns.ts";
import { SimulateDialog } from "./SimulateDialog.tsx";
import { VerifyDialog } from "./VerifyDialog.tsx";
import { WhatIfDialog } from "./WhatIfDialog.tsx";

export interface RunMenuParts {
  readonly workbench: Workbench;
  readonly services: WindowServices;
}

/** Of the first of the runs, and of all of them where that makes sense. */
export function runMenu(rows: readonly Run[], { workbench, services }: RunMenuParts): MenuEntry[] {
  const [run] = rows;
  if (!run) return [];
  const { shown, engine } = workbench;
  const { openDialog, openPanel, report } = services;
  const isDone = run.state === "done";
  const isSingle = rows.length === 1;
  const isPlain = isSingle && isOneCourse(run);
  const again = (): void => openDialog((close) => {
    if (run.forecast) return <ForecastDialog from={run} onClose={close} />;
    return run.whatIf ? <WhatIfDialog from={{ run }} onClose={close} /> : <SimulateDialog from={run} onClose={close} onDone={({ id }) => showBeside(workbench, [id])} />;
  });
  const compare = (): void => {
    // One is added to those that are beside each other; several are chosen to be seen by themselves.
    if (isSingle) showBeside(workbench, [run.id]);
    else shown.update((state) => ({ ...state, overlays: rows.map(({ id }) => id) }));
    openPanel("run-compare");
  };
  const describe = (part: { readonly pinned: boolean }): void => {
    for (const { id } of rows) engine.runs.describe({ run: id, ...part }).catch(report);
  };
  return [
    { id: "beside", label: "Beside the measured values", icon: Layers, isChecked: shown.value.overlays.includes(run.id), isDisabled: !hasResults(run), run: () => toggleBeside(workbench, run.id) },
    { id: "instead", label: "In place of the measured values", icon: Eye, isChecked: shown.value.run === run.id, isDisabled: !hasResults(run), run: () => showInstead(workbench, run.id) },
    { id: "span", label: "Show its span", run: () => showSpanOf(workbench, run) },
    { id: "compare", label: isSingle ? "Compare with those beside" : `Compare ${rows.length} runs`, icon: Columns3, isDisabled: !rows.every(hasResults), run: compare },
    { id: "alarms", label: "Would alarms have come? …", icon: BellRing, isDisabled: !isDone || !isPlain, run: () => openDialog((close) => <RunAlarmsDialog run={run} onClose={close} />) },
    { kind: "separator", id: "line-again" },
    { id: "again", label: "Again with one change …", icon: Repeat2, isDisabled: !isSingle || !canBeAskedAgain(run), run: again },
    { id: "verify", label: "Repeat and verify …", icon: BadgeCheck, isDisabled: !isSingle || !isRepeatable(run), run: () => openDialog((close) => <VerifyDialog run={run} onClose={close} />) },
    { id: "csv", label: "Save its outputs (CSV)", icon: Download, isDisabled: !hasResults(run) || !isSingle, run: () => void saveRun(workbench, run, "csv").catch(report) },
    { id: "parquet", label: "Save its outputs (Parquet)", icon: Download, isDisabled: !hasResults(run) || !isSingle, run: () => void saveRun(workbench, run, "parquet").catch(report) },
    { kind: "separator", id: "line-describe" },
    { id: "rename", label: "Rename …", icon: Pencil, isDisabled: !isSingle, run: () => rename(run, { workbench, services }) },
    { id: "notes", label: "Notes …", icon: NotebookPen, isDisabled: !isSingle, run: () => openDialog((close) => <NotesDialog run={run} onClose={close} />) },
    run.pinned ? { id: "unpin", label: "Unpin", icon: PinOff, run: () => describe({ pinned: false }) } : { id: "pin", label: "Pin: keep it", icon: Pin, run: () => describe({ pinned: true }) },
    { id: "delete", label: isSingle ? "Delete the run" : `Delete ${rows.length} runs`, icon: Trash2, isDisabled: rows.some((row) => row.pinned || isLive(row)), run: () => remove(rows.map(({ id }) => id), { workbench, services }) },
    { id: "clean-up", label: "Clean up …", run: () => openDialog((close) => <CleanUpDialog onClose={close} />) },
    { kind: "separator", id: "line" },
  ];
}

/** Calibrations, studies and optimisations have panels of their own to be made again in; the forecast dialog has no place for ranges and scenarios of single assets. */
function canBeAskedAgain(run: Run): boolean {
  if (!run.forecast) return isOneCourse(run) && !run.optimisation;
  return [...run.forecast.scenarios, ...(run.forecast.uncertainty?.variables ?? [])].every(({ asset }) => asset === undefined);
}

function rename(run: Run, { workbench, services }: RunMenuParts): void {
  services.openDialog((close) => (
    <FieldDialog title="Rename run" action="Rename" onClose={close} fields={[{ name: "name", label: "Name", kind: "text", required: true }]} values={{ name: run.name }} onSubmit={({ name }) => workbench.engine.runs.describe({ run: run.id, name: String(name).trim() })} />
  ));
}

function remove(ids: readonly string[], { workbench, services }: RunMenuParts): void {
  workbench.shown.update((state) => ({ run: ids.includes(state.run) ? MEASURED : state.run, overlays: state.overlays.filter((id) => !ids.includes(id)) }));
  for (const run of ids) workbench.engine.runs.remove({ run }).catch(services.report);
}
