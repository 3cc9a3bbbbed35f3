/** Stretches in which rules are active, or cannot decide, beside those of another answer; a row is an instant to go to. */
import type { ReactNode } from "react";
import { assetPath } from "../../shared/model/signals.ts";
import type { BacktestResult, Interval } from "../../shared/contract/rules.ts";
import { compareIntervals, type Stretch } from "../../shared/time/intervalSets.ts";
import { useWorkbench } from "../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../app/state/zone.ts";
import { Table, type TableColumn } from "../widgets/rows/Table.tsx";
import "./editor.css";

export interface ComparedResult extends Pick<BacktestResult, "rule" | "assetId" | "intervals" | "unknown"> {
  /** The other answer; absent where there is none. */
  readonly against: readonly Interval[] | undefined;
}

/** What is said of a stretch. */
export interface IntervalWords {
  /** Where there is no other answer. */
  readonly alone: string;
  readonly both: string;
  readonly appears: string;
  readonly vanishes: string;
}

interface IntervalRow {
  readonly id: string;
  readonly rule: string;
  readonly assetId: string;
  readonly asset: string;
  readonly interval: Interval;
  readonly what: string;
}

export interface IntervalTableProps {
  readonly results: readonly ComparedResult[];
  readonly words: IntervalWords;
  /** Several rules are told apart by name. */
  readonly showRule?: boolean;
  readonly onShow: (fromUs: number, assetId: string) => void;
  readonly empty: ReactNode;
}

export function IntervalTable({ results, words, showRule = false, onShow, empty }: IntervalTableProps): ReactNode {
  const workbench = useWorkbench();
  const zone = useZone();
  const rows = results.flatMap((result) => rowsOf(result, words, assetPath(workbench.project.value, result.assetId).slice(-2).join(" › ")));
  const columns: readonly TableColumn<IntervalRow>[] = [
    ...(showRule ? [{ id: "rule", label: "Rule", width: "minmax(120px, 1fr)", value: ({ rule }: IntervalRow) => rule }] : []),
    { id: "from", label: "From", width: "160px", value: ({ interval }) => interval.fromUs, text: ({ interval }) => formatDateTime(interval.fromUs, zone) },
    { id: "to", label: "To", width: "160px", value: ({ interval }) => interval.toUs ?? Infinity, text: ({ interval }) => (interval.toUs === undefined ? "still active" : formatDateTime(interval.toUs, zone)) },
    { id: "lasted", label: "Lasted", width: "100px", value: lastedUs, text: (row) => (lastedUs(row) === Infinity ? "" : formatDuration(lastedUs(row))) },
    { id: "what", label: "What", width: "120px", value: ({ what }) => what },
    { id: "asset", label: "Asset", width: "minmax(140px, 1fr)", value: ({ asset }) => asset },
  ];
  return (
    <div className="editor-intervals">
      <Table label="Intervals" rows={rows} rowId={({ id }) => id} columns={columns} startSort={{ column: "from", descending: true }} onActivate={({ interval, assetId }) => onShow(interval.fromUs, assetId)} empty={empty} />
    </div>
  );
}

function rowsOf({ rule, assetId, intervals, against, unknown }: ComparedResult, { alone, both, appears, vanishes }: IntervalWords, asset: string): IntervalRow[] {
  const row = (interval: Interval, what: string): IntervalRow => ({ id: `${rule} ${assetId} ${what} ${interval.fromUs}`, rule, assetId, asset, interval, what });
  const { appearing, vanishing } = compareIntervals(intervals, against ?? [], Infinity);
  const isIn = (stretches: readonly Stretch[], { fromUs }: Interval): boolean => stretches.some((stretch) => stretch.fromUs === fromUs);
  return [
    ...intervals.map((interval) => row(interval, against === undefined ? alone : isIn(appearing, interval) ? appears : both)),
    ...(against ?? []).filter((interval) => isIn(vanishing, interval)).map((interval) => row(interval, vanishes)),
    ...unknown.map((interval) => row(interval, "cannot decide")),
  ];
}

function lastedUs({ interval }: IntervalRow): number {
  return interval.toUs === undefined ? Infinity : interval.toUs - interval.fromUs;
}
