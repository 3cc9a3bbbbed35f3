/** Runs: simulate over the shown span, compare residuals, show a run beside the measured values or in their place. */
import { ChartScatter, Crosshair, Eye, GitBranch, Layers, Pencil, Play, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { CalibrationReport } from "../Calibration/CalibrationReport.tsx";
import { StudyReport } from "../Study/StudyReport.tsx";
import { ResidualTable } from "./ResidualTable.tsx";
import { runColumns } from "./runColumns.tsx";
import "./runs.css";
import { showBeside, showSpanOf, toggleBeside } from "./showRuns.ts";
import { SimulateDialog } from "./SimulateDialog.tsx";
import { WhatIfDialog } from "./WhatIfDialog.tsx";
import { WhatIfReport } from "./WhatIfReport.tsx";

export function RunsList({ isNarrow }: { readonly isNarrow: boolean }): ReactNode {
  const workbench = useWorkbench();
  const { openDialog, openPanel, report } = useWindow();
  const runs = useStore(workbench.runs);
  const shown = useStore(workbench.shown);
  const zone = useZone();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const chosen = runs.find((run) => run.id === selected[0]);
  const simulate = (): void => openDialog((close) => <SimulateDialog onClose={close} onDone={(run) => showBeside(workbench, [run.id])} />);
  const whatIf = (): void => openDialog((close) => <WhatIfDialog from={{ atUs: workbench.cursor.value.tUs }} onClose={close} />);
  const calibrate = (): void => openPanel("calibration");
  const study = (): void => openPanel("study");
  const toggleOverlay = (run: string): void => toggleBeside(workbench, run);
  const showInstead = (run: string): void => workbench.shown.update((state) => ({ ...state, run: state.run === run ? MEASURED : run }));
  const remove = (ids: readonly string[]): void => {
    workbench.shown.update((state) => ({ run: ids.includes(state.run) ? MEASURED : state.run, overlays: state.overlays.filter((id) => !ids.includes(id)) }));
    for (const run of ids) workbench.engine.runs.remove({ run }).catch(report);
  };
  const rename = (run: Run): void => openDialog((close) => (
    <FieldDialog title="Rename run" action="Rename" onClose={close} fields={[{ name: "name", label: "Name", kind: "text", required: true }]} values={{ name: run.name }} onSubmit={({ name }) => workbench.engine.runs.describe({ run: run.id, name: String(name).trim() })} />
  ));
  const menu = (rows: readonly Run[]): MenuEntry[] => {
    const [run] = rows;
    if (!run) return [];
    return [
      { id: "beside", label: "Beside the measured values", icon: Layers, isChecked: shown.overlays.includes(run.id), isDisabled: run.state !== "done", run: () => toggleOverlay(run.id) },
      { id: "instead", label: "In place of the measured values", icon: Eye, isChecked: shown.run === run.id, isDisabled: run.state !== "done", run: () => showInstead(run.id) },
      { id: "span", label: "Show its span", run: () => showSpanOf(workbench, run) },
      { id: "rename", label: "Rename …", icon: Pencil, run: () => rename(run) },
      { id: "delete", label: rows.length === 1 ? "Delete the run" : `Delete ${rows.length} runs`, icon: Trash2, run: () => remove(rows.map(({ id }) => id)) },
      { kind: "separator", id: "line" },
    ];
  };
  return (
    <div className="tb-runs">
      <ViewHead title={isNarrow ? "Runs" : "Simulations over the past"}>
        {isNarrow ? <IconButton icon={Crosshair} label="Calibrate …" onPress={calibrate} /> : <Button icon={Crosshair} onPress={calibrate}>Calibrate …</Button>}
        {isNarrow ? <IconButton icon={ChartScatter} label="Study …" onPress={study} /> : <Button icon={ChartScatter} onPress={study}>Study …</Button>}
        {isNarrow ? <IconButton icon={GitBranch} label="What if from the time cursor …" onPress={whatIf} /> : <Button icon={GitBranch} onPress={whatIf}>What if …</Button>}
        {isNarrow ? <IconButton icon={Play} label="Simulate …" onPress={simulate} /> : <Button icon={Play} onPress={simulate}>Simulate …</Button>}
      </ViewHead>
      {shown.run !== MEASURED && (
        <p className="shown">
          Panels show “{runs.find((run) => run.id === shown.run)?.name ?? shown.run}” in place of measured values. <button type="button" className="tb-link" onClick={() => showInstead(shown.run)}>Show measured</button>
        </p>
      )}
      <Table
        label="Runs"
        rows={runs}
        rowId={(run) => run.id}
        columns={runColumns({ isNarrow, since: (tUs) => formatSince(tUs, zone, workbench.cursor.nowUs) })}
        startSort={{ column: "started", descending: true }}
        selected={selected}
        onSelect={setSelected}
        onActivate={(run) => toggleOverlay(run.id)}
        menu={menu}
        empty={<EmptyState title="No runs yet" actions={<Button look="primary" icon={Play} onPress={simulate}>Simulate …</Button>}>A run solves the models over a span of the recorded past. Its outputs then stand beside the measured values in trends and in the viewport.</EmptyState>}
      />
      {chosen && (
        <div className="details">
          <ViewHead title={chosen.name} level={3}>
            <FlagField label="beside measured" value={shown.overlays.includes(chosen.id)} isDisabled={chosen.state !== "done"} onChange={() => toggleOverlay(chosen.id)} />
          </ViewHead>
          {chosen.whatIf && chosen.state === "done" && <WhatIfReport run={chosen} whatIf={chosen.whatIf} />}
          {chosen.study && <StudyReport run={chosen} study={chosen.study} />}
          {chosen.calibration && <CalibrationReport run={chosen} calibration={chosen.calibration} />}
          {!chosen.study && !chosen.calibration && <ResidualTable run={chosen} />}
        </div>
      )}
    </div>
  );
}
