/** The audit trail of definitions: what was changed, when, by whom and why. Undo and redo stand above it. */
import { Redo2, Undo2 } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { AuditEntry } from "../../../shared/contract/project.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { Table } from "../../widgets/rows/Table.tsx";

const MAX_LISTED = 500;

export function ChangesView(): ReactNode {
  const workbench = useWorkbench();
  const { commands, report } = useWindow();
  const info = useStore(workbench.info);
  const zone = useZone();
  const [entries, setEntries] = useState<readonly AuditEntry[]>();
  const [error, setError] = useState<unknown>();
  const [filter, setFilter] = useState("");
  // Every frame of the project brings a new info: a change, an undo, a redo.
  useEffect(() => {
    workbench.engine.project.audit({ limit: MAX_LISTED }).then((answer) => setEntries(answer.entries), setError);
  }, [info]);
  const run = (id: string): void => void Promise.resolve(commands.find(id)?.run(workbench)).catch(report);
  return (
    <>
      <ViewHead title="Changes">
        <IconButton icon={Undo2} label={info?.undo === undefined ? "Nothing to undo" : `Undo ${info.undo}`} keys="Ctrl+Z" isDisabled={info?.undo === undefined} onPress={() => run("edit.undo")} />
        <IconButton icon={Redo2} label={info?.redo === undefined ? "Nothing to redo" : `Redo ${info.redo}`} keys="Ctrl+Y" isDisabled={info?.redo === undefined} onPress={() => run("edit.redo")} />
      </ViewHead>
      <div className="filter"><SearchField label="Filter by what, who, why …" value={filter} onChange={setFilter} /></div>
      <ErrorText error={error} />
      <Table
        label="Changes"
        rows={entries ?? []}
        rowId={(entry) => `${entry.atUs} ${entry.label}`}
        filter={filter}
        columns={[
          { id: "at", label: "When", width: "98px", value: (entry) => entry.atUs, text: (entry) => formatSince(entry.atUs, zone, workbench.cursor.nowUs) },
          { id: "what", label: "What", width: "minmax(120px, 2fr)", value: (entry) => entry.label, render: (entry) => <span className="text" title={[entry.label, entry.reason].filter(Boolean).join("\n")}>{entry.label}</span> },
          { id: "who", label: "Who", width: "56px", value: (entry) => entry.operator },
          { id: "why", label: "Why", width: "minmax(60px, 0.7fr)", value: (entry) => entry.reason },
        ]}
        empty={entries && <EmptyState title="Nothing has been changed yet">Every change to assets, sources, rules and settings is listed here, with who made it and why.</EmptyState>}
      />
    </>
  );
}
