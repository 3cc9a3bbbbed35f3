/** From where a what-if or a forecast goes on: its states, how they came about, and the inputs that history has no more of. */
import type { ReactNode } from "react";
import type { Run } from "../../../shared/contract/runs.ts";
import type { HeldInput, StartState, WhatIf } from "../../../shared/contract/whatIf.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { runSignalName } from "./runSignalName.ts";

/** How the states at the begin came about. */
export function startWords({ warmUpUs, start }: Pick<WhatIf, "warmUpUs" | "start">): string {
  return `${warmUpUs === 0 ? "Begun with the models' own start values" : `History was followed for ${formatDuration(warmUpUs)} before`}${start.some(({ measured }) => measured !== undefined) ? ", measured states as they were measured" : ""}`;
}

/** Which inputs keep their last value, as history ends; each by itself in the tooltip. */
export function HeldWords({ held }: { readonly held: readonly HeldInput[] }): ReactNode {
  const project = useStore(useWorkbench().project);
  const zone = useZone();
  return <span title={held.map(({ signal, sinceUs }) => `${runSignalName(project, signal)} from ${formatDateTime(sinceUs, zone)}`).join("\n")}>{heldWords(held, (tUs) => formatDateTime(tUs, zone))}</span>;
}

export function StartTable({ run, start }: { readonly run: Run; readonly start: readonly StartState[] }): ReactNode {
  const project = useStore(useWorkbench().project);
  return <Table label={`States at the begin of ${run.name}`} rows={start} rowId={({ use, assetId, state }) => `${use} ${assetId} ${state}`} columns={startColumns((id) => assetLabel(project, id), (id) => runSignalName(project, id))} empty={<p className="tb-no-match">The models have no states.</p>} />;
}

function heldWords(held: readonly HeldInput[], time: (tUs: number) => string): string {
  const from = time(Math.min(...held.map(({ sinceUs }) => sinceUs)));
  return held.length === 1 ? `One input keeps its last value, after its history's end at ${from}.` : `${held.length} inputs keep their last values, after their histories' ends; the first is at ${from}.`;
}

function startColumns(assetName: (id: string) => string, nameOf: (signal: string) => string): TableColumn<StartState>[] {
  return [
    { id: "state", label: "State at the begin", width: "minmax(110px, 1fr)", value: ({ use, assetId, state }) => `${assetName(assetId)} ${use} ${state}` },
    { id: "value", label: "Value", width: "92px", isNumeric: true, value: ({ value }) => value, text: ({ value, unit }) => `${formatNumber(value)} ${displayUnit(unit)}`.trim() },
    { id: "from", label: "From", width: "minmax(90px, 0.8fr)", value: ({ measured }) => (measured === undefined ? "followed history" : `measured ${nameOf(measured)}`) },
  ];
}
