/** Signals with their values at the time cursor: name, value, what runs beside it say, unit, quality, age. */
import { useMemo, type ReactNode } from "react";
import { covers, type Run } from "../../../shared/contract/runs.ts";
import { formatIso } from "../../../shared/time/time.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { writeDrag } from "../../app/dragdrop.ts";
import { useCourses } from "../../app/state/CoursesAtCursor.ts";
import { overlaidRuns } from "../../app/state/shownRuns.ts";
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
  /** By run, in the order of their columns. */
  readonly ofRuns: readonly (SignalValue | undefined)[];
  readonly ageUs: number | undefined;
}

export interface ValueTableProps {
  readonly panel: string;
  readonly signals: readonly Signal[];
  readonly filter: string;
  readonly onSamples: (signal: string) => void;
  readonly onRemove?: ((signals: readonly string[]) => void) | undefined;
}

/** Runs that are laid over and predict one of these signals. The run that is shown in place of measured is the value itself. */
function useRunsBeside(signals: readonly Signal[]): readonly Run[] {
  const workbench = useWorkbench();
  const shown = useStore(workbench.shown);
  const all = useStore(workbench.runs);
  return useMemo(() => {
    const listed = new Set(signals.map(({ id }) => id));
    return overlaidRuns(shown).flatMap((id) => all.find((run) => run.id === id && id !== shown.run && run.signals.some((signal) => listed.has(signal))) ?? []);
  }, [signals, shown, all]);
}

function valueColumn(id: string, label: string, of: (row: Row) => SignalValue | undefined): TableColumn<Row> {
  const shownAs = (row: Row): string | undefined => {
    const value = of(row);
    return value && formatValue(value.value, row.signal, value.text);
  };
  return {
    id, label, width: "110px", isNumeric: true, value: (row) => (row.signal.dataType === "number" ? of(row)?.value : shownAs(row)), text: (row) => shownAs(row) ?? "—",
    data: (row) => (row.signal.dataType === "number" ? String(of(row)?.value ?? "") : (shownAs(row) ?? "")), render: (row) => <span className={of(row)?.isUnknown === false ? "" : "table-unknown"}>{shownAs(row) ?? "—"}</span>,
  };
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
  const runs = useRunsBeside(signals);
  const inRun = useCourses(useMemo(() => signals.flatMap(({ id }) => runs.flatMap((run) => (run.signals.includes(id) ? [{ signal: id, run: run.id }] : []))), [signals, runs]));
  const rows = signals.map((signal): Row => {
    const value = valueOf(signal.id);
    const ofRuns = runs.map((run) => (covers(run, tUs) ? inRun({ signal: signal.id, run: run.id }) : undefined));
    return { signal, value, ofRuns, ageUs: value === undefined ? undefined : Math.max(0, tUs - value.tUs) };
  });
  const columns = useMemo((): TableColumn<Row>[] => [
    { id: "asset", label: "Asset", width: "minmax(90px, 0.7fr)", value: (row) => row.signal.path.slice(0, -1).join(" › "), render: (row) => <span className="text" title={row.signal.path.slice(0, -1).join(" › ")}>{row.signal.asset ? assetLabel(project.value, row.signal.asset.id) : "—"}</span> },
    { id: "name", label: "Signal", width: "minmax(120px, 1fr)", value: (row) => row.signal.name },
    valueColumn("value", "Value", (row) => row.value),
    ...runs.map(({ id, name }, index) => valueColumn(`run ${id}`, name, (row) => row.ofRuns[index])),
    { id: "unit", label: "Unit", width: "62px", value: (row) => shownUnit(row.signal) },
    { id: "quality", label: "Quality", width: "86px", value: (row) => qualityWord(row.value) },
    { id: "age", label: "Age", width: "90px", isNumeric: true, value: (row) => row.ageUs, text: (row) => (row.ageUs === undefined ? "" : formatDuration(row.ageUs)), data: (row) => (row.ageUs === undefined ? "" : `${row.ageUs / 1e6} s`) },
    { id: "at", label: "Sample at", width: "186px", isNumeric: true, value: (row) => row.value?.tUs, text: (row) => (row.value ? formatDateTime(row.value.tUs, zone, "millisecond") : ""), data: (row) => (row.value ? formatIso(row.value.tUs) : "") },
  ], [zone, project, runs]);
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
