/** A run that goes on with the plant: per use how it stands, how far off it is now and over the last hour, and whether it drifts. */
import { ChartSpline, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { LiveComparison, LiveUse } from "../../../shared/contract/liveRuns.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { runSignalName } from "../Runs/runSignalName.ts";
import { amountText, driftText } from "./liveWords.ts";
import { plotLive } from "./plotLive.ts";
import "./liveRuns.css";

interface Row {
  readonly use: LiveUse;
  /** Absent for a use that compares nothing. */
  readonly compared?: LiveComparison;
}

export function LiveReport({ run }: { readonly run: Run }): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const { report } = services;
  const project = useStore(workbench.project);
  const live = useStore(workbench.liveRuns).find((one) => one.run === run.id);
  const zone = useZone();
  const time = (tUs: number): string => formatSince(tUs, zone, workbench.cursor.nowUs);
  const uses = live?.uses ?? [];
  const rows = uses.flatMap((use): Row[] => (use.compared.length === 0 ? [{ use }] : use.compared.map((compared) => ({ use, compared }))));
  const troubles = uses.flatMap((use) => troublesOf(use, { asset: assetLabel(project, use.assetId), time, nameOf: (signal) => runSignalName(project, signal) }));
  const until = Math.min(...uses.flatMap(({ untilUs }) => untilUs ?? []));
  return (
    <div className="tb-live-report">
      {troubles.length > 0 && <ul className="troubles">{troubles.map((trouble) => <li key={trouble}>{trouble}</li>)}</ul>}
      {uses.some(({ state }) => state === "stopped") && <div className="actions"><Button icon={RotateCcw} onPress={() => workbench.engine.liveRuns.restart({ run: run.id }).catch(report)}>Start again</Button></div>}
      <Table
        label={`How far ${run.name} is off`}
        rows={rows}
        rowId={({ use, compared }) => `${use.assetId} ${compared?.signal ?? ""}`}
        startSort={{ column: "signal", descending: false }}
        onActivate={({ compared }) => compared && plotLive(workbench, services, run.id, [compared.signal])}
        onSelect={(ids) => workbench.selection.set({ assets: [...new Set(ids.map((id) => id.split(" ")[0] ?? ""))], signals: ids.flatMap((id) => id.split(" ")[1] || []), madeIn: "runs" })}
        columns={columns((id) => runSignalName(project, id), (id) => assetLabel(project, id), time)}
        empty={<p className="tb-no-match">It joins the plant …</p>}
      />
      <p>
        Runs along with the plant{Number.isFinite(until) && `, computed up to ${time(until)}`}. Rules read it as <code>residual(…)</code>.
        {" "}<button type="button" className="tb-link" onClick={() => plotLive(workbench, services, run.id)}><ChartSpline size={13} aria-hidden /> Show in the trend</button>
      </p>
    </div>
  );
}

interface Words {
  readonly asset: string;
  readonly time: (tUs: number) => string;
  readonly nameOf: (signal: string) => string;
}

/** What is not as it should be, in sentences. */
function troublesOf({ state, reason, waitsFor, late, lateFromUs, unfollowed }: LiveUse, { asset, time, nameOf }: Words): string[] {
  return [
    ...(state === "stopped" ? [`${asset} has stopped. ${reason ?? ""}`] : []),
    ...(state === "waiting" ? [`${asset} waits for a known value of ${(waitsFor ?? []).map(nameOf).join(", ")}.`] : []),
    ...(unfollowed === undefined ? [] : [`${asset} began with the model's own start values: over the past day there was no solution.`]),
    ...(late === 0 || lateFromUs === undefined ? [] : [`${asset}: ${late === 1 ? "one value or gap" : `${late.toLocaleString("en")} values or gaps`} came too late, the first of ${time(lateFromUs)}. A simulation would differ from there on.`]),
  ];
}

/** What matters first: a narrow dock shows only the first ones. */
function columns(nameOf: (signal: string) => string, assetName: (id: string) => string, time: Words["time"]): TableColumn<Row>[] {
  return [
    { id: "signal", label: "Compared signal", width: "minmax(130px, 1.2fr)", value: ({ use, compared }) => (compared ? nameOf(compared.signal) : `${assetName(use.assetId)}: nothing is compared`) },
    { id: "residual", label: "Residual", width: "84px", isNumeric: true, value: ({ compared }) => compared?.residual, text: ({ compared }) => amountText(compared?.residual, compared?.unit ?? "1") },
    { id: "drift", label: "Drift", width: "minmax(110px, 1fr)", value: ({ compared }) => compared && driftText(compared, time), render: ({ compared }) => compared && <span className={compared.drift === "drifting" ? "tb-drifting" : ""}>{driftText(compared, time)}</span> },
    { id: "rms", label: "RMS, 1 h", width: "84px", isNumeric: true, value: ({ compared }) => compared?.rms, text: ({ compared }) => amountText(compared?.rms, compared?.unit ?? "1") },
    { id: "band", label: "Calibrated", width: "84px", isNumeric: true, value: ({ compared }) => compared?.band?.rmse, text: ({ compared }) => amountText(compared?.band?.rmse, compared?.unit ?? "1") },
    { id: "state", label: "State", width: "66px", value: ({ use }) => use.state },
  ];
}
