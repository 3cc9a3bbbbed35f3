/** What is shelved, or what is suppressed by design and out of service: what it concerns, until when, by whom and why; and how to end it. */
import { Download, FileInput, ListRestart } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { withholdingsCsv } from "../../../shared/alarms/withholdingsCsv.ts";
import type { Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { useZone } from "../../app/state/zone.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Table } from "../../widgets/rows/Table.tsx";
import { useAlarmDeeds } from "./alarmDeeds.tsx";
import { ImportWithheldDialog } from "./ImportWithheldDialog.tsx";
import { useAlarmJumps } from "./useAlarmJumps.ts";
import { withheldColumns, type WithheldRow } from "./withheldColumns.tsx";
import { useWithheld } from "./useWithheld.ts";

export interface WithheldListProps {
  readonly which: "shelved" | "withheld";
  /** The head of the panel, with what this list adds to it. */
  readonly bar: (actions: ReactNode) => ReactNode;
  readonly filter: string;
}

export function WithheldList({ which, bar, filter }: WithheldListProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const zone = useZone();
  const { openDialog } = useWindow();
  const deeds = useAlarmDeeds();
  const jumps = useAlarmJumps();
  const { withholdings, alarms, error } = useWithheld(true);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const rows = useMemo(() => withheldRows(withholdings.filter(({ kind }) => (kind === "shelved") === (which === "shelved")), alarms), [withholdings, alarms, which]);
  const columns = useMemo(() => withheldColumns({ project, zone, nowUs: workbench.cursor.nowUs }), [project, zone, rows]);
  const endable = (chosen: readonly WithheldRow[]): readonly Withholding[] => chosen.filter(({ kind }) => kind !== "suppressed");
  const mine = endable(rows.filter(({ id }) => selected.includes(id)));
  const save = (): void => saveBlob(new Blob([withholdingsCsv(project, withholdings)], { type: "text/csv" }), exportName("shelved and out of service", workbench.cursor.nowUs, "csv"));
  const verb = which === "shelved" ? "Unshelve …" : "Return to service …";
  useCommands(() => [{ id: "alarms.release", title: which === "shelved" ? "Unshelve the selected alarms" : "Return to service", category: "Alarms", keys: ["U"], panel: "alarms", isEnabled: () => mine.length > 0, run: () => deeds.release(mine) }]);
  return (
    <>
      {bar(
        <>
          <IconButton icon={ListRestart} label={verb} keys="U" isDisabled={mine.length === 0} onPress={() => deeds.release(mine)} />
          <IconButton icon={Download} label="Export as CSV" isDisabled={!withholdings.some(({ kind }) => kind !== "suppressed")} onPress={save} />
          <IconButton icon={FileInput} label="Import CSV …" onPress={() => openDialog((close) => <ImportWithheldDialog onClose={close} />)} />
        </>,
      )}
      <ErrorText error={error} />
      <Table<WithheldRow>
        label={which === "shelved" ? "Shelved alarms" : "Suppressed or out of service"}
        rows={rows}
        rowId={({ id }) => id}
        columns={columns}
        filter={filter}
        selected={selected}
        onSelect={setSelected}
        onActivate={(row) => workbench.cursor.seek(row.sinceUs)}
        menu={(chosen) => [
          { id: "release", label: verb, keys: "U", isDisabled: endable(chosen).length === 0, run: () => deeds.release(endable(chosen)) },
          { id: "seek", label: "Go to when it began", isDisabled: !chosen[0], run: () => chosen[0] && workbench.cursor.seek(chosen[0].sinceUs) },
          ...(chosen[0] ? jumps(chosen[0]) : []),
          ...(chosen[0]?.alarm ? [{ id: "history", label: "History of the alarm …", run: () => chosen[0]?.alarm && deeds.showHistory(chosen[0].alarm) }] : []),
          { kind: "separator", id: "line" },
        ]}
        empty={which === "shelved"
          ? <EmptyState title="Nothing is shelved">Select alarms in the active list and choose “Shelve …” to silence them for a while, with a reason.</EmptyState>
          : <EmptyState title="Nothing is suppressed or out of service">A rule suppresses its alarm by its suppress clause. A rule or an asset is taken out of service from the menu of an alarm.</EmptyState>}
      />
    </>
  );
}

function withheldRows(withholdings: readonly Withholding[], alarms: readonly Alarm[]): WithheldRow[] {
  return withholdings.map((one) => {
    const covered = alarms.filter((alarm) => alarm.assetId === one.assetId && (one.rule ?? alarm.rule) === alarm.rule && (one.alarmKind ?? alarm.kind) === alarm.kind);
    return { ...one, covered: covered.length, ...(covered[0] && { alarm: covered[0] }) };
  });
}
