/** When and where a rule would have fired, or could not decide; a row brings every panel to that instant. */
import type { ReactNode } from "react";
import { assetPath } from "../../shared/model/signals.ts";
import type { BacktestResult, Interval, RulePreview } from "../../shared/contract/rules.ts";
import { compareIntervals, type Stretch } from "../../shared/time/intervalSets.ts";
import { useWorkbench } from "../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../app/state/zone.ts";
import { Button } from "../widgets/controls/Button.tsx";
import { EmptyState } from "../widgets/controls/EmptyState.tsx";
import { Dialog } from "../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../widgets/rows/Table.tsx";
import "./editor.css";

interface IntervalRow {
  readonly id: string;
  readonly assetId: string;
  readonly asset: string;
  readonly interval: Interval;
  readonly what: What;
}

/** Beside the version that runs: what both do, what appears, what vanishes. */
type What = "fires" | "= as live" | "+ appears" | "− vanishes" | "cannot decide";

export interface IntervalsDialogProps {
  readonly preview: RulePreview;
  readonly onClose: () => void;
}

export function IntervalsDialog({ preview, onClose }: IntervalsDialogProps): ReactNode {
  const workbench = useWorkbench();
  const zone = useZone();
  const rows = preview.results.flatMap((result) => rowsOf(result, assetPath(workbench.project.value, result.assetId).slice(-2).join(" › ")));
  const columns: readonly TableColumn<IntervalRow>[] = [
    { id: "from", label: "From", width: "160px", value: ({ interval }) => interval.fromUs, text: ({ interval }) => formatDateTime(interval.fromUs, zone) },
    { id: "to", label: "To", width: "160px", value: ({ interval }) => interval.toUs ?? Infinity, text: ({ interval }) => (interval.toUs === undefined ? "still active" : formatDateTime(interval.toUs, zone)) },
    { id: "lasted", label: "Lasted", width: "100px", value: lastedUs, text: (row) => (lastedUs(row) === Infinity ? "" : formatDuration(lastedUs(row))) },
    { id: "what", label: "What", width: "110px", value: ({ what }) => what },
    { id: "asset", label: "Asset", width: "minmax(160px, 1fr)", value: ({ asset }) => asset },
  ];
  const show = ({ interval, assetId }: IntervalRow): void => {
    workbench.cursor.seek(interval.fromUs);
    workbench.selection.set({ assets: [assetId], signals: [] });
    onClose();
  };
  return (
    <Dialog title={`${preview.rule}: what it would have done`} widthPx={760} onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      <p className="editor-hint">Enter or a double click on a row brings all panels to that instant.</p>
      {preview.notRun.length > 0 && <p className="editor-hint">Not run: {preview.notRun.map(({ reason }) => reason).join("; ")}.</p>}
      <div className="editor-intervals">
        <Table label="Intervals" rows={rows} rowId={({ id }) => id} columns={columns} startSort={{ column: "from", descending: true }} onActivate={show} empty={<EmptyState title="It would never have fired">Choose a longer span above the editor, or look at its condition.</EmptyState>} />
      </div>
    </Dialog>
  );
}

function rowsOf({ assetId, intervals, running, unknown }: BacktestResult, asset: string): IntervalRow[] {
  const row = (interval: Interval, what: What): IntervalRow => ({ id: `${assetId} ${what} ${interval.fromUs}`, assetId, asset, interval, what });
  const { appearing, vanishing } = compareIntervals(intervals, running ?? [], Infinity);
  const isIn = (stretches: readonly Stretch[], { fromUs }: Interval): boolean => stretches.some((stretch) => stretch.fromUs === fromUs);
  return [
    ...intervals.map((interval) => row(interval, running === undefined ? "fires" : isIn(appearing, interval) ? "+ appears" : "= as live")),
    ...(running ?? []).filter((interval) => isIn(vanishing, interval)).map((interval) => row(interval, "− vanishes")),
    ...unknown.map((interval) => row(interval, "cannot decide")),
  ];
}

function lastedUs({ interval }: IntervalRow): number {
  return interval.toUs === undefined ? Infinity : interval.toUs - interval.fromUs;
}
