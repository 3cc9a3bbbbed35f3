/** The alarms that stand at the cursor, or were over the shown span: filtered, sorted, and dealt with several at once. */
import { AlarmClockOff, CheckCheck } from "lucide-react";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import { useAlarms } from "../../app/state/atCursor.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, FlagField } from "../../widgets/controls/fields.tsx";
import { byUrgency, isAcknowledged, isLatched } from "../../widgets/facts/alarmOrder.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { alarmColumns } from "./alarmColumns.tsx";
import { useAlarmDeeds } from "./alarmDeeds.tsx";
import { openWhy } from "../Why/whyConfig.ts";
import { filterAlarms, NO_FILTER, priorityFilters, stateFilters, type PriorityFilter, type StateFilter } from "./alarmView.ts";
import { useAlarmJumps } from "./useAlarmJumps.ts";
import { useAlarmsInSpan } from "./useAlarmsInSpan.ts";

export interface AlarmListProps {
  readonly which: "standing" | "history";
  /** The head of the panel, with what this list adds to it: buttons, and filters of its own. */
  readonly bar: (actions: ReactNode, filters?: ReactNode) => ReactNode;
  readonly filter: string;
}

const isOpen = (alarm: Alarm): boolean => alarm.state !== "ended";
const needsAcknowledging = (alarm: Alarm): boolean => isOpen(alarm) && !isAcknowledged(alarm);

export function AlarmList({ which, bar, filter }: AlarmListProps): ReactNode {
  const workbench = useWorkbench();
  const { commands, openPanel } = useWindow();
  const project = useStore(workbench.project);
  const selection = useStore(workbench.selection);
  const zone = useZone();
  const deeds = useAlarmDeeds();
  const jumps = useAlarmJumps();
  const standing = useAlarms();
  const history = useAlarmsInSpan(which === "history");
  const [state, setState] = useState<StateFilter>(NO_FILTER.state);
  const [priority, setPriority] = useState<PriorityFilter>(NO_FILTER.priority);
  const [assets, setAssets] = useState(NO_FILTER.assets);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const listed = which === "standing" ? standing : history.alarms;
  const alarms = useMemo(() => [...filterAlarms(listed, { state, priority, assets }, project)].sort(byUrgency), [listed, state, priority, assets, project]);
  const columns = useMemo(() => alarmColumns({ project, zone, nowUs: workbench.cursor.nowUs, withEnd: which === "history" }), [project, zone, which]);
  const chosen = useMemo(() => {
    const wanted = new Set(selected);
    return alarms.filter((alarm) => wanted.has(alarm.id));
  }, [alarms, selected]);
  const isFiltered = state !== "any" || priority !== "any" || assets !== undefined;

  useEffect(() => {
    if (chosen.length > 0) workbench.selection.set({ assets: [...new Set(chosen.map((alarm) => alarm.assetId))], signals: [], madeIn: "alarms" });
  }, [selected]);

  const why = (alarm: Alarm): void => {
    workbench.cursor.seek(alarm.sinceUs);
    openPanel("why", openWhy({ rule: alarm.rule, asset: alarm.assetId }));
  };
  const open = chosen.filter(isOpen);
  const unacknowledged = chosen.filter(needsAcknowledging);
  const latched = chosen.filter(isLatched);
  useCommands(() => [
    { id: "alarms.acknowledge", title: "Acknowledge the selected alarms", category: "Alarms", keys: ["A"], panel: "alarms", isEnabled: () => unacknowledged.length > 0, run: () => deeds.acknowledge(unacknowledged) },
    { id: "alarms.shelve", title: "Shelve the selected alarms", category: "Alarms", keys: ["S"], panel: "alarms", isEnabled: () => open.length > 0, run: () => deeds.shelve(open) },
    { id: "alarms.comment", title: "Comment on the selected alarms", category: "Alarms", keys: ["C"], panel: "alarms", isEnabled: () => open.length > 0, run: () => deeds.comment(open) },
    { id: "alarms.reset", title: "Reset the selected latched alarms", category: "Alarms", keys: ["R"], panel: "alarms", isEnabled: () => latched.length > 0, run: () => deeds.reset(latched) },
    { id: "alarms.outOfService", title: "Take the selected alarms out of service", category: "Alarms", keys: ["O"], panel: "alarms", isEnabled: () => open.length > 0, run: () => deeds.takeOutOfService(open) },
    { id: "alarms.why", title: "Why did the selected alarm begin …", category: "Alarms", keys: ["W"], panel: "alarms", isEnabled: () => chosen.length > 0, run: () => chosen[0] && why(chosen[0]) },
    { id: "alarms.history", title: "History of the selected alarm", category: "Alarms", keys: ["H"], panel: "alarms", isEnabled: () => chosen.length > 0, run: () => chosen[0] && deeds.showHistory(chosen[0]) },
  ]);

  const menu = (rows: readonly Alarm[]): MenuEntry[] => {
    const [first] = rows;
    const [mine, waiting, reset] = [rows.filter(isOpen), rows.filter(needsAcknowledging), rows.filter(isLatched)];
    return [
      { id: "ack", label: "Acknowledge …", keys: "A", isDisabled: waiting.length === 0, run: () => deeds.acknowledge(waiting) },
      { id: "comment", label: "Comment …", keys: "C", isDisabled: mine.length === 0, run: () => deeds.comment(mine) },
      { id: "shelve", label: "Shelve …", keys: "S", isDisabled: mine.length === 0, run: () => deeds.shelve(mine) },
      { id: "out", label: "Take out of service …", keys: "O", isDisabled: mine.length === 0, run: () => deeds.takeOutOfService(mine) },
      { id: "reset", label: "Reset …", keys: "R", isDisabled: reset.length === 0, run: () => deeds.reset(reset) },
      { kind: "separator", id: "jumps" },
      { id: "history", label: "History of the alarm …", keys: "H", isDisabled: !first, run: () => first && deeds.showHistory(first) },
      { id: "why", label: "Why …", keys: "W", isDisabled: !first, run: () => first && why(first) },
      { id: "seek", label: "Go to when it began", isDisabled: !first, run: () => first && workbench.cursor.seek(first.sinceUs) },
      ...(first?.clearedUs === undefined ? [] : [{ id: "seek-end", label: "Go to when it returned to normal", run: () => workbench.cursor.seek(first.clearedUs ?? first.sinceUs) }]),
      ...(first ? jumps(first) : []),
      { kind: "separator", id: "line" },
    ];
  };
  const followed = selection.assets.filter((id) => project.assets[id]);
  return (
    <>
      {bar(
        <>
          <IconButton icon={CheckCheck} label="Acknowledge …" keys="A" isDisabled={unacknowledged.length === 0} onPress={() => deeds.acknowledge(unacknowledged)} />
          <IconButton icon={AlarmClockOff} label="Shelve …" keys="S" isDisabled={open.length === 0} onPress={() => deeds.shelve(open)} />
        </>,
        <>
          <ChoiceField label="Which state" hideLabel value={state} choices={stateFilters} onChange={(value) => setState(stateFilters.find((one) => one.value === value)?.value ?? "any")} />
          <ChoiceField label="Which priority" hideLabel value={priority} choices={priorityFilters} onChange={(value) => setPriority(priorityFilters.find((one) => one.value === value)?.value ?? "any")} />
          <FlagField label={assetsLabel(project.assets[(assets ?? followed)[0] ?? ""]?.name, (assets ?? followed).length)} value={assets !== undefined} isDisabled={assets === undefined && followed.length === 0} onChange={(isOn) => setAssets(isOn ? followed : undefined)} />
        </>,
      )}
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
        empty={isFiltered && listed.length > 0 ? <p className="tb-no-match">{listed.length === 1 ? "The one alarm does not pass the filters." : `None of ${listed.length} alarms passes the filters.`}</p> : (
          <EmptyState title={which === "standing" ? "Nothing is wrong at this instant" : "No alarms in the shown span"} actions={<Button onPress={() => void commands.find("view.rules")?.run(workbench)}>Show rules and models</Button>}>
            Alarms appear here when a rule's condition holds. {which === "standing" ? "Choose “History, shown span” to see earlier ones." : "Widen the span on the timeline to look further back."}
          </EmptyState>
        )}
      />
    </>
  );
}

function assetsLabel(name: string | undefined, count: number): string {
  if (name === undefined) return "Selected only";
  return count === 1 ? `${name} only` : `${count} assets only`;
}
