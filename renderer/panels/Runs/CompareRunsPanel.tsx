/** The runs that stand beside the measured values, compared line by line: what they were made from, what came of them. */
import { useState, type ReactNode } from "react";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { overlaidRuns } from "../../app/state/shownRuns.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { compareRuns, type ComparedLine } from "./compareRuns.ts";
import { runSignalName } from "./runSignalName.ts";
import "./runs.css";

export function CompareRunsPanel(_props: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const shown = useStore(workbench.shown);
  const all = useStore(workbench.runs);
  const zone = useZone();
  const [onlyDiffering, setOnlyDiffering] = useState(true);
  const runs = overlaidRuns(shown).flatMap((id) => all.find((run) => run.id === id) ?? []);
  const lines = compareRuns(runs, {
    time: (tUs) => formatDateTime(tUs, zone), signal: (id) => runSignalName(project, id), asset: (id) => assetLabel(project, id),
    amount: (value, unit) => `${formatNumber(value)} ${displayUnit(unit)}`.trim(),
  });
  const columns: readonly TableColumn<ComparedLine>[] = [
    { id: "what", label: "What", width: "minmax(150px, 1.3fr)", value: ({ what }) => what },
    { id: "differs", label: "Differs", width: "64px", value: ({ differs }) => (differs ? "≠" : "") },
    ...runs.map((run, index): TableColumn<ComparedLine> => ({ id: run.id, label: run.name, width: "minmax(110px, 1fr)", value: ({ values }) => values[index] })),
  ];
  return (
    <section className="tb-runs" aria-label="Compare runs">
      <ViewHead title={`${runs.length} ${runs.length === 1 ? "run" : "runs"} beside measured`}>
        <FlagField label="figures and what differs only" value={onlyDiffering} onChange={setOnlyDiffering} />
      </ViewHead>
      <Table label="Runs compared" rows={runs.length === 0 ? [] : lines.filter(({ differs, kind }) => differs || kind === "figure" || !onlyDiffering)} rowId={({ id }) => id} columns={runs.length === 0 ? columns.slice(0, 1) : columns} empty={<EmptyState title="No run is beside the measured values">Choose runs in the list of runs, then “Compare” in their menu: the trend draws them, and they stand here line by line.</EmptyState>} />
    </section>
  );
}
