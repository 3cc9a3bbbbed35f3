/** The columns of the list of runs. */
import { Pin, Radio } from "lucide-react";
import type { LiveRun } from "../../../shared/contract/liveRuns.ts";
import { isLive, type Run } from "../../../shared/contract/runs.ts";
import { kindText } from "../../../shared/contract/runTexts.ts";
import { formatDuration } from "../../app/state/zone.ts";
import { runState } from "../LiveRuns/liveWords.ts";
import type { TableColumn } from "../../widgets/rows/Table.tsx";

export interface RunColumnOptions {
  readonly isNarrow: boolean;
  readonly since: (tUs: number) => string;
  readonly live: readonly LiveRun[];
}

export function runColumns({ isNarrow, since, live }: RunColumnOptions): TableColumn<Run>[] {
  const name: TableColumn<Run> = { id: "name", label: "Name", width: isNarrow ? "minmax(90px, 1.4fr)" : "minmax(150px, 2fr)", value: (run) => run.name, render: (run) => <>{isLive(run) && <Radio size={13} aria-label="runs along with the plant" className="tb-live-mark" />}{run.pinned && <Pin size={12} aria-label="pinned" className="tb-pinned" />}{run.name}</> };
  const state: TableColumn<Run> = { id: "state", label: "State", width: "70px", value: (run) => runState(run, live) };
  // What goes on with the plant stands before all that was begun.
  const started: TableColumn<Run> = { id: "started", label: "Started", width: "90px", value: (run) => (isLive(run) ? Number.MAX_SAFE_INTEGER : run.startedUs), text: (run) => since(run.startedUs) };
  const kind: TableColumn<Run> = { id: "kind", label: "Kind", width: "92px", value: (run) => run.kind, text: (run) => kindText(run.kind) };
  if (isNarrow) return [name, state];
  return [
    name,
    kind,
    state,
    started,
    { id: "from", label: "From", width: "90px", value: (run) => run.fromUs, text: (run) => since(run.fromUs) },
    { id: "span", label: "Span", width: "70px", value: (run) => run.toUs - run.fromUs, text: (run) => (isLive(run) ? "goes on" : formatDuration(run.toUs - run.fromUs)) },
    { id: "uses", label: "Models used", width: "minmax(100px, 1fr)", value: (run) => run.uses.join(", ") },
    { id: "steps", label: "Steps", width: "76px", isNumeric: true, value: (run) => run.steps || undefined },
    { id: "notes", label: "Notes", width: "minmax(60px, 1fr)", value: (run) => run.notes },
  ];
}
