/** The columns of what withholds alarms. */
import type { Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Project } from "../../../shared/model/project.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { formatSince } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { AlarmMark } from "../../widgets/facts/AlarmMark.tsx";
import { alarmStateText, isAcknowledged, isGone, withheldText } from "../../widgets/facts/alarmOrder.ts";
import type { TableColumn } from "../../widgets/rows/Table.tsx";

export interface WithheldRow extends Withholding {
  /** How many alarms stand behind it now, and one of them. */
  readonly covered: number;
  readonly alarm?: Alarm;
}

export function withheldColumns({ project, zone, nowUs }: { readonly project: Project; readonly zone: string; readonly nowUs: number }): TableColumn<WithheldRow>[] {
  const since = (tUs: number): string => formatSince(tUs, zone, nowUs);
  const asset = (row: WithheldRow): string => assetLabel(project, row.assetId);
  return [
    { id: "since", label: "Since", width: "96px", value: (row) => row.sinceUs, text: (row) => since(row.sinceUs), data: (row) => formatIso(row.sinceUs) },
    { id: "until", label: "Until", width: "112px", value: (row) => row.untilUs ?? Infinity, text: (row) => untilText(row, since), data: (row) => (row.untilUs === undefined ? "" : formatIso(row.untilUs)) },
    { id: "what", label: "What", width: "100px", value: (row) => withheldText(row.kind) },
    { id: "asset", label: "Asset", width: "minmax(92px, 1fr)", value: asset, render: (row) => <span className="text" title={assetPath(project, row.assetId).join(" › ")}>{asset(row)}</span> },
    { id: "rule", label: "Rule", width: "minmax(96px, 2fr)", value: (row) => (row.rule ?? "all rules") + (row.alarmKind === "cannot-decide" ? ", cannot decide" : "") },
    { id: "by", label: "By", width: "88px", value: (row) => row.by ?? "by design" },
    { id: "reason", label: "Reason", width: "minmax(96px, 3fr)", value: (row) => row.reason ?? "" },
    {
      id: "now", label: "Behind it", width: "132px", value: (row) => behindText(row),
      render: (row) => (
        <>
          {row.alarm && <AlarmMark severity={row.alarm.severity} isAcknowledged={isAcknowledged(row.alarm)} isGone={isGone(row.alarm)} />}
          <span className="text">{behindText(row)}</span>
        </>
      ),
    },
  ];
}

function untilText(row: WithheldRow, since: (tUs: number) => string): string {
  if (row.untilUs !== undefined) return since(row.untilUs);
  return row.kind === "shelved" ? "it returns" : row.kind === "suppressed" ? "the rule says so" : "taken back";
}

function behindText({ covered, alarm }: WithheldRow): string {
  if (!alarm) return "no alarm";
  return covered === 1 ? alarmStateText(alarm) : `${covered} alarms`;
}
