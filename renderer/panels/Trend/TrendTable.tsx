/** The facts of a plot as a table: the same series, the same instant, the same stretch. For reading aloud, copying and sorting. */
import { useMemo, type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatNumber, qualityText } from "../../charts/formatValue.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import type { Readout } from "./readouts.ts";
import type { TrendCoordinator } from "./TrendCoordinator.ts";
import type { TrendSeries } from "./trendSeries.ts";

interface Row {
  readonly series: TrendSeries;
  readonly readout: Readout;
  readonly least?: number;
  readonly greatest?: number;
  readonly samples: number;
  readonly gaps: number;
}

export function TrendTable({ coordinator }: { readonly coordinator: TrendCoordinator }): ReactNode {
  const zone = useZone();
  const { cursor } = useWorkbench();
  const { span } = useStore(cursor);
  const series = useStore(coordinator.series);
  const readouts = useStore(coordinator.readouts);
  const rows = readouts.flatMap((readout): Row[] => {
    const one = series.find(({ key }) => key === readout.key);
    const data = coordinator.dataOf(readout.key);
    if (!one || !data) return [];
    const range = data.range(span.fromUs, span.toUs);
    return [{ series: one, readout, samples: data.samples, gaps: data.gaps.length / 2, ...(range && { least: range.min, greatest: range.max }) }];
  });
  const columns = useMemo((): TableColumn<Row>[] => [
    { id: "tag", label: "No.", width: "44px", value: (row) => row.series.tag },
    { id: "signal", label: "Signal", width: "minmax(140px, 1fr)", value: (row) => row.series.label },
    { id: "run", label: "Run", width: "120px", value: (row) => (row.series.run === MEASURED ? "measured" : (row.series.runName ?? row.series.run)) },
    { id: "value", label: "Value", width: "96px", isNumeric: true, value: (row) => row.readout.value },
    { id: "unit", label: "Unit", width: "64px", value: (row) => row.readout.unit },
    { id: "quality", label: "Quality", width: "90px", value: (row) => row.readout.unknown ?? qualityText(row.readout.status) },
    { id: "at", label: "Sample at", width: "190px", isNumeric: true, value: (row) => row.readout.tUs, text: (row) => (row.readout.tUs === undefined ? "" : formatDateTime(row.readout.tUs, zone, "millisecond")) },
    { id: "residual", label: "Residual", width: "90px", isNumeric: true, value: (row) => row.readout.residual },
    { id: "least", label: "Least", width: "90px", isNumeric: true, value: (row) => row.least, text: (row) => (row.least === undefined ? "" : formatNumber(row.least)) },
    { id: "greatest", label: "Greatest", width: "90px", isNumeric: true, value: (row) => row.greatest, text: (row) => (row.greatest === undefined ? "" : formatNumber(row.greatest)) },
    { id: "samples", label: "Samples", width: "90px", isNumeric: true, value: (row) => row.samples },
    { id: "gaps", label: "Gaps", width: "60px", isNumeric: true, value: (row) => row.gaps },
  ], [zone]);
  return <Table label="Series of this plot" rows={rows} rowId={(row) => row.series.key} columns={columns} empty={<p className="trend-note">Nothing is plotted.</p>} />;
}
