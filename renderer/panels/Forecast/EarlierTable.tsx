/** How far off forecasts from earlier instants were, by how far they looked ahead, beside the guess that nothing changes. */
import type { ReactNode } from "react";
import type { EarlierForecasts } from "../../../shared/contract/forecasts.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDuration } from "../../app/state/zone.ts";
import { formatDifference } from "../../charts/formatDifference.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { Table } from "../../widgets/rows/Table.tsx";
import { runSignalName } from "../Runs/runSignalName.ts";

type Row = EarlierForecasts["signals"][number]["leads"][number] & { readonly id: string; readonly signal: string; readonly unit: string };

export function EarlierTable({ run, earlier }: { readonly run: Run; readonly earlier: EarlierForecasts }): ReactNode {
  const project = useStore(useWorkbench().project);
  const { give } = useWindow();
  const rows = earlier.signals.flatMap(({ signal, use, unit, leads }) => leads.map((lead): Row => ({ ...lead, id: `${use} ${signal} ${lead.untilUs}`, signal, unit: displayUnit(unit) })));
  return (
    <>
      <p>
        Such forecasts from {earlier.made === earlier.asked ? `${earlier.made} earlier instants` : `${earlier.made} of ${earlier.asked} earlier instants (for the others history is too short, or the models have no solution)`}, against what came:
      </p>
      <Table
        label={`Earlier forecasts like ${run.name}`}
        rows={rows}
        rowId={({ id }) => id}
        onActivate={({ signal }) => give("trend", { kind: "signal", ids: [signal] })}
        columns={[
          { id: "signal", label: "Signal", width: "minmax(120px, 1fr)", value: ({ signal }) => runSignalName(project, signal) },
          { id: "until", label: "Ahead, up to", width: "92px", isNumeric: true, value: ({ untilUs }) => untilUs, text: ({ untilUs }) => formatDuration(untilUs) },
          { id: "rms", label: "RMS off", width: "96px", isNumeric: true, value: ({ rms }) => rms, text: ({ rms, unit }) => `${formatNumber(rms)} ${unit}`.trim() },
          { id: "held", label: "Last value held", width: "112px", isNumeric: true, value: ({ held }) => held, text: ({ held, unit }) => `${formatNumber(held)} ${unit}`.trim() },
          { id: "band", label: "Nine in ten", width: "132px", isNumeric: true, value: ({ low, high }) => high - low, text: ({ low, high }) => `${formatDifference(low)} … ${formatDifference(high)}` },
          { id: "samples", label: "Samples", width: "72px", isNumeric: true, value: ({ samples }) => samples },
        ]}
        empty={<p className="tb-no-match">Nothing was compared: the uses name no measured signals, or nothing was measured.</p>}
      />
    </>
  );
}
