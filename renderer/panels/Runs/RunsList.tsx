/** Runs: simulate over the shown span, compare residuals, show a run beside the measured values or in their place. */
import { ChartScatter, Crosshair, FastForward, GitBranch, type LucideIcon, Play } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import { hasResults, isLive } from "../../../shared/contract/runs.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { CalibrationReport } from "../Calibration/CalibrationReport.tsx";
import { ForecastReport } from "../Forecast/ForecastReport.tsx";
import { LiveReport } from "../LiveRuns/LiveReport.tsx";
import { plotLive } from "../LiveRuns/plotLive.ts";
import { OptimisationReport } from "../Study/OptimisationReport.tsx";
import { StudyReport } from "../Study/StudyReport.tsx";
import { ResidualTable } from "./ResidualTable.tsx";
import { runColumns } from "./runColumns.tsx";
import { runMenu } from "./runMenu.tsx";
import { runDialogs } from "./runDialogs.tsx";
import "./runs.css";
import { showInstead, toggleBeside } from "./showRuns.ts";
import { WhatIfReport } from "./WhatIfReport.tsx";

export interface RunsListProps {
  readonly isNarrow: boolean;
  /** Another one each time somebody asks for a run to be shown, `{ run }`. */
  readonly asked?: unknown;
}

export function RunsList({ isNarrow, asked }: RunsListProps): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const { openPanel } = services;
  const runs = useStore(workbench.runs);
  const shown = useStore(workbench.shown);
  const zone = useZone();
  const liveRuns = useStore(workbench.liveRuns);
  const [selected, setSelected] = useState<readonly string[]>([]);
  useEffect(() => {
    const run: unknown = typeof asked === "object" && asked !== null && "run" in asked ? asked.run : undefined;
    if (typeof run === "string") setSelected([run]);
  }, [asked]);
  const chosen = runs.find((run) => run.id === selected[0]);
  const ask = runDialogs(workbench, services);
  const action = (icon: LucideIcon, label: string, run: () => void): ReactNode => (isNarrow ? <IconButton icon={icon} label={label} onPress={run} /> : <Button icon={icon} onPress={run}>{label}</Button>);
  return (
    <div className="tb-runs">
      <ViewHead title="Runs">
        {action(Crosshair, "Calibrate …", () => openPanel("calibration"))}
        {action(ChartScatter, "Study …", () => openPanel("study"))}
        {action(GitBranch, "What if …", ask.whatIf)}
        {action(FastForward, "Forecast …", ask.forecast)}
        {action(Play, "Simulate …", ask.simulate)}
      </ViewHead>
      {shown.run !== MEASURED && (
        <p className="shown">
          Panels show “{runs.find((run) => run.id === shown.run)?.name ?? shown.run}” in place of measured values. <button type="button" className="tb-link" onClick={() => showInstead(workbench, shown.run)}>Show measured</button>
        </p>
      )}
      <Table
        label="Runs"
        rows={runs}
        rowId={(run) => run.id}
        columns={runColumns({ isNarrow, live: liveRuns, since: (tUs) => formatSince(tUs, zone, workbench.cursor.nowUs) })}
        startSort={{ column: "started", descending: true }}
        selected={selected}
        onSelect={setSelected}
        onActivate={(run) => (isLive(run) ? plotLive(workbench, services, run.id) : toggleBeside(workbench, run.id))}
        menu={(rows) => runMenu(rows, { workbench, services })}
        empty={<EmptyState title="No runs yet" actions={<Button look="primary" icon={Play} onPress={ask.simulate}>Simulate …</Button>}>A run solves the models over a span of the recorded past. Its outputs then stand beside the measured values in trends and in the viewport.</EmptyState>}
      />
      {chosen && (
        <div className="details">
          <ViewHead title={chosen.name} level={3}>
            {!chosen.study && !chosen.calibration && <FlagField label="beside measured" value={shown.overlays.includes(chosen.id)} isDisabled={!hasResults(chosen)} onChange={() => toggleBeside(workbench, chosen.id)} />}
          </ViewHead>
          {chosen.notes !== undefined && <p className="notes">{chosen.notes}</p>}
          {chosen.origin?.faults?.map((fault) => <p className="notes" key={fault}>{fault}</p>)}
          {chosen.whatIf && chosen.state === "done" && <WhatIfReport run={chosen} whatIf={chosen.whatIf} />}
          {chosen.forecast && chosen.state === "done" && <ForecastReport run={chosen} forecast={chosen.forecast} />}
          {chosen.optimisation && chosen.state === "done" && <OptimisationReport run={chosen} optimisation={chosen.optimisation} />}
          {chosen.study && <StudyReport run={chosen} study={chosen.study} />}
          {chosen.calibration && <CalibrationReport run={chosen} calibration={chosen.calibration} />}
          {isLive(chosen) && <LiveReport run={chosen} />}
          {!isLive(chosen) && !chosen.study && !chosen.calibration && !(chosen.forecast && chosen.state === "done") && <ResidualTable run={chosen} />}
        </div>
      )}
    </div>
  );
}
