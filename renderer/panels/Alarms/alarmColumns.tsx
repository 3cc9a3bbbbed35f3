/**
 * The columns of an alarm list. What says most stands first: in a narrow panel priority, time, asset and message are seen without
 * scrolling sideways; whether it was acknowledged is in the mark too.
 */
import { formatIso } from "../../../shared/time/time.ts";
import type { ReactNode } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import { useValue } from "../../app/state/values.ts";
import { formatSince } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { AlarmMark, SEVERITIES } from "../../widgets/facts/AlarmMark.tsx";
import { alarmStateText, isAcknowledged, isGone, withheldText } from "../../widgets/facts/alarmOrder.ts";
import { ValueWithUnit } from "../../widgets/facts/ValueWithUnit.tsx";
import type { TableColumn } from "../../widgets/rows/Table.tsx";

export interface AlarmColumnOptions {
  readonly project: Project;
  readonly zone: string;
  readonly nowUs: number;
  readonly withEnd: boolean;
}

/** The signal whose value stands in the row: the one its asset shows on its label. */
export function shownSignal(project: Project, assetId: string): Signal | undefined {
  const asset = project.assets[assetId];
  const label = asset && project.types[asset.type]?.look.labelSignal;
  const signals = signalsOfAsset(project, assetId);
  return signals.find((signal) => signal.name === label) ?? signals.find((signal) => signal.dataType === "number");
}

function AlarmValue({ signal }: { readonly signal: Signal | undefined }): ReactNode {
  const value = useValue(signal?.id);
  return signal ? <ValueWithUnit signal={signal} value={value} /> : undefined;
}

export function alarmColumns({ project, zone, nowUs, withEnd }: AlarmColumnOptions): TableColumn<Alarm>[] {
  const since = (tUs: number): string => formatSince(tUs, zone, nowUs);
  const end: TableColumn<Alarm> = { id: "end", label: "Until", width: "96px", value: (alarm) => alarm.clearedUs, text: (alarm) => (alarm.clearedUs === undefined ? "" : since(alarm.clearedUs)), data: (alarm) => (alarm.clearedUs === undefined ? "" : formatIso(alarm.clearedUs)) };
  return [
    {
      id: "priority", label: "Priority", width: "80px", value: (alarm) => SEVERITIES.indexOf(alarm.severity), text: (alarm) => alarm.severity,
      render: (alarm) => <AlarmMark severity={alarm.severity} isAcknowledged={isAcknowledged(alarm)} isGone={isGone(alarm)} withWord />,
    },
    { id: "since", label: "Since", width: "96px", value: (alarm) => alarm.sinceUs, text: (alarm) => since(alarm.sinceUs), data: (alarm) => formatIso(alarm.sinceUs), render: (alarm) => <span className="tb-num">{since(alarm.sinceUs)}</span> },
    { id: "asset", label: "Asset", width: "minmax(92px, 1fr)", value: (alarm) => assetLabel(project, alarm.assetId), render: (alarm) => <span className="text" title={assetPath(project, alarm.assetId).join(" › ")}>{assetLabel(project, alarm.assetId)}</span> },
    {
      id: "message", label: "Message", width: "minmax(112px, 4fr)", value: (alarm) => alarm.message,
      render: (alarm) => <span className="text" title={[alarm.message, alarm.advise, alarm.acknowledged?.note].filter(Boolean).join("\n")}>{alarm.message}</span>,
    },
    { id: "state", label: "State", width: "124px", value: (alarm) => [alarmStateText(alarm), ...(alarm.withheld ?? []).map(withheldText)].join(", ") },
    ...(withEnd ? [end] : []),
    { id: "value", label: "Value", width: "104px", isNumeric: true, value: (alarm) => shownSignal(project, alarm.assetId)?.name, render: (alarm) => <AlarmValue signal={shownSignal(project, alarm.assetId)} /> },
  ];
}
