/** The facts of the scene as a table: each asset that stands in it, its labelled value, alarm and place. */
import { useMemo, type ReactNode } from "react";
import { assetPath, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { type Readable, useStore } from "../../app/state/Store.ts";
import { useValues } from "../../app/state/values.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatDifference, unitOfDifference } from "../../charts/formatDifference.ts";
import { formatValue, shownUnit } from "../../charts/formatValue.ts";
import { worstByAsset } from "../../widgets/facts/alarmOrder.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import type { Colouring } from "../../viewport/colour/colouring.ts";
import type { AssetDifference } from "../../viewport/colour/DifferenceValues.ts";
import { labelContent, labelSignals, shownRunAt, type LabelContent, type LabelSignals } from "../../viewport/labels/labelContent.ts";
import { placedAssets } from "../../viewport/placements.ts";

interface Row {
  readonly asset: string;
  readonly path: string;
  readonly type: string;
  readonly signals: LabelSignals;
  readonly colourSignal: Signal | undefined;
  readonly place: string;
}

export interface SceneTableProps {
  readonly panel: string;
  readonly colouring: Colouring;
  /** As they stood at the time cursor. */
  readonly alarms: Readable<readonly Alarm[]>;
  readonly differences: Readable<ReadonlyMap<string, AssetDifference>>;
  readonly onFrame: (asset: string) => void;
}

export function SceneTable({ panel, colouring, alarms: alarmStore, differences, onFrame }: SceneTableProps): ReactNode {
  const { project: projectStore, selection, shown, runs, cursor } = useWorkbench();
  const project = useStore(projectStore);
  const alarms = worstByAsset(project, useStore(alarmStore));
  const { run } = useStore(shown);
  const at = shownRunAt(run, useStore(runs), useStore(cursor).tUs);
  const selected = useStore(selection).assets;
  const name = colouring.by === "nothing" ? undefined : colouring.name;
  const rows = useMemo(() => [...placedAssets(project)].map(([asset, { position, rotationDeg }]): Row => ({
    asset, path: assetPath(project, asset).join(" › "), type: project.types[project.assets[asset]?.type ?? ""]?.name ?? "", signals: labelSignals(project, asset),
    colourSignal: name === undefined ? undefined : signalsOfAsset(project, asset).find((signal) => signal.name === name),
    place: `${position.map((at) => at.toFixed(2)).join(", ")} m, ${rotationDeg}°`,
  })), [project, name]);
  const valueOf = useValues(useMemo(() => rows.flatMap(({ signals: { value, running }, colourSignal }) => [value, running, colourSignal].flatMap((signal) => (signal ? [signal.id] : []))), [rows]));
  const contentOf = (row: Row): LabelContent => labelContent(row.path, row.signals, valueOf, at, alarms.get(row.asset)?.assetId === row.asset ? alarms.get(row.asset) : undefined);
  const differenceAt = useStore(differences);
  const colourText = (row: Row): string => {
    if (colouring.by === "difference") {
      const found = differenceAt.get(row.asset);
      return !found ? "" : Number.isNaN(found.value) ? "unknown" : `${formatDifference(found.value)} ${unitOfDifference(found.signal.unit)}`;
    }
    const value = row.colourSignal && valueOf(row.colourSignal.id);
    return row.colourSignal && value && !value.isUnknown ? `${formatValue(value.value, row.colourSignal, value.text)} ${shownUnit(row.colourSignal)}` : row.colourSignal ? "unknown" : "";
  };
  const columns: TableColumn<Row>[] = [
    { id: "asset", label: "Asset", width: "minmax(120px, 1fr)", value: (row) => row.path, render: (row) => <span className="text" title={row.path}>{assetLabel(project, row.asset)}</span> },
    { id: "type", label: "Type", width: "120px", value: (row) => row.type },
    { id: "signal", label: "Signal", width: "130px", value: (row) => row.signals.value?.name },
    { id: "value", label: "Value", width: "90px", isNumeric: true, value: (row) => contentOf(row).value },
    { id: "unit", label: "Unit", width: "56px", value: (row) => contentOf(row).unit },
    { id: "words", label: "State", width: "84px", value: (row) => contentOf(row).words.join(", ") },
    { id: "alarm", label: "Alarm", width: "170px", value: (row) => alarmText(contentOf(row)) },
    ...(name === undefined ? [] : [{ id: "colour", label: colouring.by === "difference" ? `Δ ${name}` : name, width: "120px", isNumeric: true, value: colourText } satisfies TableColumn<Row>]),
    { id: "place", label: "Place", width: "190px", isNumeric: true, value: (row) => row.place },
  ];
  return (
    <Table
      label="Assets in the scene" rows={rows} rowId={(row) => row.asset} columns={columns} selected={selected}
      onSelect={(assets) => selection.set({ assets, signals: [], madeIn: panel })} onActivate={(row) => onFrame(row.asset)}
      empty={<p className="tb-note">No asset has a look yet. Give its type a shape.</p>}
    />
  );
}

function alarmText({ alarm }: LabelContent): string {
  return alarm ? `${alarm.severity}, ${alarm.isAcknowledged ? "acknowledged" : "unacknowledged"}` : "";
}
