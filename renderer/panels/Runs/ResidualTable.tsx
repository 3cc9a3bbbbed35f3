/** How far a run is from what was measured: root mean square of the difference, per compared signal, largest first. */
import type { ReactNode } from "react";
import type { ComparedSignal, Run } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatCount } from "../../app/formatSize.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { runSignalName } from "./runSignalName.ts";

export function ResidualTable({ run }: { readonly run: Run }): ReactNode {
  const workbench = useWorkbench();
  const { give } = useWindow();
  const project = useStore(workbench.project);
  if (run.state === "failed") return <ErrorText error={run.message ?? "The run failed."} />;
  const path = (row: ComparedSignal): string => runSignalName(project, row.signal);
  return (
    <Table
      label={`Residuals of ${run.name}`}
      rows={run.compared}
      rowId={(row) => `${row.signal} ${row.use}`}
      startSort={{ column: "rmse", descending: true }}
      onActivate={(row) => give("trend", { kind: "signal", ids: [row.signal] })}
      onSelect={(ids) => {
        const signals = ids.map((id) => id.split(" ")[0] ?? "");
        workbench.selection.set({ assets: [...new Set(signals.map((id) => id.split("/")[0] ?? ""))], signals, madeIn: "runs" });
      }}
      columns={[
        { id: "signal", label: "Compared signal", width: "minmax(120px, 1fr)", value: path },
        { id: "rmse", label: "RMS residual", width: "112px", isNumeric: true, value: (row) => row.rmse, text: (row) => `${formatNumber(row.rmse)} ${displayUnit(row.unit)}`.trim() },
        { id: "samples", label: "Samples", width: "76px", isNumeric: true, value: (row) => row.samples, text: (row) => formatCount(row.samples) },
      ]}
      empty={<p className="tb-no-match">{run.state === "done" ? "Nothing was compared: the uses name no measured signals." : "Compared when the run is done."}</p>}
    />
  );
}
