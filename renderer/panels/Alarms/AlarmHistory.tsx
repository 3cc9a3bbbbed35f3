/** Everything that happened to one alarm: when, what, by whom, why. Enter or a double click goes to the instant. */
import { useEffect, useState, type ReactNode } from "react";
import type { AlarmEvent, AlarmEventKind } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { alarmStateText } from "../../widgets/facts/alarmOrder.ts";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";

const WIDTH_PX = 760;

const EVENT_TEXT: Readonly<Record<AlarmEventKind, string>> = {
  raised: "raised", acknowledged: "acknowledged", returned: "returned to normal", reset: "reset", "alarmed-again": "alarmed again", superseded: "a new alarm took its place",
  commented: "comment", shelved: "shelved", unshelved: "unshelved", "shelving-ended": "shelving ended by itself", suppressed: "suppressed by design", unsuppressed: "suppressed no more",
  "out-of-service": "taken out of service", "in-service": "back in service",
};

interface EventRow extends AlarmEvent {
  readonly id: string;
}

export function AlarmHistory({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }): ReactNode {
  const { engine, cursor, project: projectStore } = useWorkbench();
  const project = useStore(projectStore);
  const zone = useZone();
  const [events, setEvents] = useState<readonly EventRow[]>([]);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const life = new AbortController();
    engine.alarms.events({ alarm: alarm.id }, { signal: life.signal }).then(
      (answer) => setEvents(answer.events.map((event, index) => ({ ...event, id: String(index) }))),
      (thrown: unknown) => !life.signal.aborted && setError(thrown),
    );
    return () => life.abort();
  }, [engine, alarm.id]);
  const columns: readonly TableColumn<EventRow>[] = [
    { id: "at", label: "When", width: "150px", value: (event) => event.atUs, text: (event) => formatDateTime(event.atUs, zone), data: (event) => formatIso(event.atUs) },
    { id: "what", label: "What", width: "160px", value: (event) => EVENT_TEXT[event.what] + (event.untilUs === undefined ? "" : ` until ${formatDateTime(event.untilUs, zone, "minute")}`) },
    { id: "by", label: "By", width: "100px", value: (event) => event.by ?? "" },
    { id: "reason", label: "Note or reason", width: "minmax(120px, 1fr)", value: (event) => event.reason ?? "" },
    { id: "state", label: "Then", width: "112px", value: (event) => (event.state === undefined ? "" : alarmStateText({ state: event.state })) },
  ];
  return (
    <Dialog
      title={`History: ${alarm.rule} on ${assetLabel(project, alarm.assetId)}`}
      widthPx={WIDTH_PX}
      onClose={onClose}
      buttons={<><span className="left">Double click or Enter goes to the instant.</span><Button onPress={onClose}>Close</Button></>}
    >
      <p>{alarm.message}</p>
      <ErrorText error={error} />
      <div className="tb-alarm-events">
        <Table label="Events of the alarm" rows={events} rowId={(event) => event.id} columns={columns} onActivate={(event) => cursor.seek(event.atUs)} empty={<EmptyState title="Nothing is recorded of this alarm">It is older than the record of events.</EmptyState>} />
      </div>
    </Dialog>
  );
}
