/** Signals with their values at the time cursor: name, value, unit, quality, age. */
import { useMemo, type ReactNode } from "react";
import { formatIso } from "../../../shared/time/time.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { writeDrag } from "../../app/dragdrop.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { useValues, type SignalValue } from "../../app/state/values.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatValue, qualityText, shownUnit } from "../../charts/formatValue.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";

interface Row {
  readonly signal: Signal;
  readonly value: SignalValue | undefined;
  readonly ageUs: number | undefined;
}

export interface ValueTableProps {
  readonly panel: string;
  readonly signals: readonly Signal[];
  readonly filter: string;
  readonly onSamples: (signal: string) => void;
  readonly onRemove?: ((signals: readonly string[]) => void) | undefined;
}

/** `good`, or why the value is not to be taken for current. */
function qualityWord(value: SignalValue | undefined): string {
  if (!value) return "no value";
  return value.isUnknown && value.status >>> 30 < 2 ? "stale" : qualityText(value.status);
}

export function ValueTable({ panel, signals, filter, onSamples, onRemove }: ValueTableProps): ReactNode {
  const { cursor, project, selection } = useWorkbench();
  const { give } = useWindow();
  const zone = useZone();
  const { tUs } = useStore(cursor);
  const selected = useStore(selection).signals;
  const valueOf = useValues(useMemo(() => signals.map(({ id }) => id), [signals]));
  const rows = signals.map((signal): Row => {
    const value = valueOf(signal.id);
    return { signal, value, ageUs: value === undefined ? undefined : Math.max(0, tUs - value.tUs) };
  });
  const columns = useMemo((): TableColumn<Row>[] => [
    { id: "asset", label: "Asset", width: "minmax(90px, 0.7fr)", value: (row) => row.signal.path.slice(0, -1).join(" › "), render: (row) => <span className="text" title={row.signal.path.slice(0, -1).join(" › ")}>{row.signal.asset ? assetLabel(project.value, row.signal.asset.id) : "—"}</span> },
    { id: "name", label: "Signal", width: "minmax(120px, 1fr)", value: (row) => row.signal.name },
    { id: "value", label: "Value", width: "110px", isNumeric: true, value: (row) => (row.signal.dataType === "number" ? row.value?.value : row.value && formatValue(row.value.value, row.signal, row.value.text)), text: (row) => (row.value ? formatValue(row.value.value, row.signal, row.value.text) : "—"), data: (row) => (row.value === undefined ? "" : row.signal.dataType === "number" ? String(row.value.value) : formatValue(row.value.value, row.signal, row.value.text)), render: (row) => <span className={row.value?.isUnknown === false ? "" : "table-unknown"}>{row.value ? formatValue(row.value.value, row.signal, row.value.text) : "—"}</span> },
    { id: "unit", label: "Unit", width: "62px", value: (row) => shownUnit(row.signal) },
    { id: "quality", label: "Quality", width: "86px", value: (row) => qualityWord(row.value) },
    { id: "age", label: "Age", width: "90px", isNumeric: true, value: (row) => row.ageUs, text: (row) => (row.ageUs === undefined ? "" : formatDuration(row.ageUs)), data: (row) => (row.ageUs === undefined ? "" : `${row.ageUs / 1e6} s`) },
    { id: "at", label: "Sample at", width: "186px", isNumeric: true, value: (row) => row.value?.tUs, text: (row) => (row.value ? formatDateTime(row.value.tUs, zone, "millisecond") : ""), data: (row) => (row.value ? formatIso(row.value.tUs) : "") },
  ], [zone, project]);
  const select = (ids: readonly string[]): void => selection.set({ assets: [...new Set(ids.flatMap((id) => (id.includes("/") ? [id.slice(0, id.indexOf("/"))] : [])))], signals: ids, madeIn: panel });
  return (
    <Table
      label="Values at the time cursor" rows={rows} rowId={(row) => row.signal.id} columns={columns} filter={filter} selected={selected} onSelect={select}
      onActivate={(row) => onSamples(row.signal.id)}
      onDragStart={(dragged, transfer) => writeDrag(transfer, { kind: "signal", ids: dragged.map((row) => row.signal.id) }, dragged.map((row) => row.signal.path.join(".")).join("\n"))}
      menu={(chosen) => {
        const ids = chosen.map((row) => row.signal.id);
        const [first] = ids;
        return [
          { id: "plot", label: "Plot", run: () => give("trend", { kind: "signal", ids }) },
          ...(first === undefined ? [] : [{ id: "samples", label: "List samples", run: () => onSamples(first) }]),
          ...(onRemove ? [{ id: "remove", label: "Remove from this table", run: () => onRemove(ids) }] : []),
        ];
      }}
      empty={<p className="tb-note">The project has no signals yet. Add a source, or import a file.</p>}
    />
  );
}
