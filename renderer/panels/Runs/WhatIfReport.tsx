/** What a what-if changed, what that did to each signal, and from which states it began. */
import type { ReactNode } from "react";
import type { Run } from "../../../shared/contract/runs.ts";
import { changeText, type WhatIf, type WhatIfEffect } from "../../../shared/contract/whatIf.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { runSignalName } from "./runSignalName.ts";
import { HeldWords, StartTable, startWords } from "./StartStates.tsx";

export function WhatIfReport({ run, whatIf }: { readonly run: Run; readonly whatIf: WhatIf }): ReactNode {
  const workbench = useWorkbench();
  const { give } = useWindow();
  const project = useStore(workbench.project);
  const zone = useZone();
  const { atUs, changes, start, held, effects } = whatIf;
  const place = (assetId: string | undefined): string => (assetId === undefined ? "" : ` on ${assetLabel(project, assetId)}`);
  const name = (id: string): string => runSignalName(project, id);
  return (
    <div className="tb-what-if-report">
      <p>
        From {formatDateTime(atUs, zone)} on: <b>{changes.length === 0 ? "nothing changed" : changes.map((change) => `${change.use} ${changeText(change)}${place(change.asset)}`).join("; ")}</b>.
        {" "}{startWords(whatIf)}.
        {held.length > 0 && <>{" "}<HeldWords held={held} /></>}
      </p>
      {effects && (
        <Table
          label={`Effects of ${run.name}`} rows={movedFirst(effects, name)} rowId={({ signal }) => signal} columns={effectColumns(name, (tUs) => formatDateTime(tUs, zone))}
          onActivate={({ signal }) => findSignal(project, signal) && give("trend", { kind: "signal", ids: [signal] })}
          empty={<p className="tb-no-match">The models have no output.</p>}
        />
      )}
      <StartTable run={run} start={start} />
    </div>
  );
}

/** By name, those that nothing happened to behind the others. */
function movedFirst(effects: readonly WhatIfEffect[], nameOf: (signal: string) => string): WhatIfEffect[] {
  const isStill = ({ greatest }: WhatIfEffect): number => Number(greatest === 0);
  return effects.toSorted((a, b) => isStill(a) - isStill(b) || nameOf(a.signal).localeCompare(nameOf(b.signal)));
}

function effectColumns(nameOf: (signal: string) => string, time: (tUs: number) => string): TableColumn<WhatIfEffect>[] {
  const amount = (value: number, unit: string): string => `${value > 0 ? "+" : ""}${formatNumber(value)} ${displayUnit(unit)}`.trim();
  return [
    { id: "signal", label: "Changed less unchanged", width: "minmax(110px, 1fr)", value: ({ signal }) => nameOf(signal) },
    { id: "greatest", label: "Greatest", width: "92px", isNumeric: true, value: ({ greatest }) => greatest, text: ({ greatest, unit }) => amount(greatest, unit) },
    { id: "at", label: "At", width: "132px", value: ({ greatestAtUs }) => greatestAtUs, text: ({ greatestAtUs, greatest }) => (greatest === 0 ? "" : time(greatestAtUs)) },
    { id: "end", label: "At the end", width: "92px", isNumeric: true, value: ({ end }) => end, text: ({ end, unit }) => amount(end, unit) },
  ];
}
