/** The alarm list: what stands at the cursor, or what has been over the shown span. Acknowledged here, several at once. */
import { CheckCheck } from "lucide-react";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useAlarms } from "../../app/state/atCursor.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, SearchField } from "../../widgets/controls/fields.tsx";
import { byUrgency, isAcknowledged } from "../../widgets/facts/alarmOrder.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { alarmColumns } from "./alarmColumns.tsx";
import "./alarms.css";
import { useAlarmsInSpan } from "./useAlarmsInSpan.ts";

type Which = "standing" | "history";

export function AlarmsPanel({ config, setConfig }: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const { openDialog, commands, give } = useWindow();
  const project = useStore(workbench.project);
  const zone = useZone();
  const which: Which = config === "history" ? "history" : "standing";
  const standing = useAlarms();
  const history = useAlarmsInSpan(which === "history");
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<readonly string[]>([]);
  const alarms = useMemo(() => [...(which === "standing" ? standing : history.alarms)].sort(byUrgency), [which, standing, history.alarms]);
  const columns = useMemo(() => alarmColumns({ project, zone, nowUs: workbench.cursor.nowUs, withEnd: which === "history" }), [project, zone, which]);
  const open = alarms.filter((alarm) => selected.includes(alarm.id) && alarm.state !== "ended" && !isAcknowledged(alarm));

  useEffect(() => {
    const chosen = alarms.filter((alarm) => selected.includes(alarm.id));
    if (chosen.length > 0) workbench.selection.set({ assets: [...new Set(chosen.map((alarm) => alarm.assetId))], signals: [], madeIn: "alarms" });
  }, [selected]);

  const acknowledge = useCallback((ids: readonly string[]) => {
    openDialog((close) => (
      <FieldDialog
        title={ids.length === 1 ? "Acknowledge alarm" : `Acknowledge ${ids.length} alarms`}
        fields={[{ name: "note", label: "Note", kind: "text", help: "What was seen or done; kept with the alarm. May be left empty." }]}
        action="Acknowledge"
        onClose={close}
        onSubmit={async ({ note }) => {
          const text = String(note ?? "").trim();
          await workbench.engine.rules.acknowledge({ alarms: [...ids], ...(text !== "" && { note: text }) });
        }}
      />
    ));
  }, [openDialog, workbench]);
  useCommands(() => [{ id: "alarms.acknowledge", title: "Acknowledge the selected alarms", category: "Alarms", keys: ["A"], panel: "alarms", isEnabled: () => open.length > 0, run: () => acknowledge(open.map((alarm) => alarm.id)) }]);

  const menu = (rows: readonly Alarm[]): MenuEntry[] => {
    const mine = rows.filter((alarm) => alarm.state !== "ended" && !isAcknowledged(alarm));
    const [first] = rows;
    return [
      { id: "ack", label: "Acknowledge …", keys: "A", isDisabled: mine.length === 0, run: () => acknowledge(mine.map((alarm) => alarm.id)) },
      { id: "seek", label: "Go to when it began", isDisabled: !first, run: () => first && workbench.cursor.seek(first.sinceUs) },
      { id: "plot", label: "Plot its asset's signals", isDisabled: !first, run: () => first && give("trend", { kind: "asset", ids: [first.assetId] }) },
      { kind: "separator", id: "line" },
    ];
  };
  return (
    <div className="tb-alarms">
      <div className="bar">
        <ChoiceField label="Which alarms" hideLabel value={which} onChange={setConfig} choices={[{ value: "standing", label: "At the cursor" }, { value: "history", label: "Over the shown span" }]} />
        <SearchField label="Filter by asset, message, state" value={filter} onChange={setFilter} />
        <Button icon={CheckCheck} isDisabled={open.length === 0} onPress={() => acknowledge(open.map((alarm) => alarm.id))}>Acknowledge …</Button>
      </div>
      {which === "history" && <ErrorText error={history.error} />}
      <Table
        label="Alarms"
        rows={alarms}
        rowId={(alarm) => alarm.id}
        columns={columns}
        filter={filter}
        selected={selected}
        onSelect={setSelected}
        onActivate={(alarm) => workbench.cursor.seek(alarm.sinceUs)}
        menu={menu}
        empty={
          <EmptyState title={which === "standing" ? "Nothing is wrong at this instant" : "No alarms in the shown span"} actions={<Button onPress={() => void commands.find("view.rules")?.run(workbench)}>Show rules and models</Button>}>
            Alarms appear here when a rule's condition holds. {which === "standing" ? "Choose “Over the shown span” to see earlier ones." : "Widen the span on the timeline to look further back."}
          </EmptyState>
        }
      />
    </div>
  );
}
