/** Runs as bands under the density: laid into as few rows as they fit in, newest first. Pure. */
import type { Run } from "../../shared/contract/runs.ts";
import type { Span } from "../../shared/time/time.ts";

export interface RunBand {
  readonly run: Run;
  readonly row: number;
}

/** More rows than this would hide the density; older runs are left out and stay in the list of runs. */
export const MOST_ROWS = 3;

export function runBands(runs: readonly Run[], span: Span): RunBand[] {
  const rows: Run[][] = [];
  const visible = runs.filter((run) => run.toUs > span.fromUs && run.fromUs < span.toUs && (run.state === "done" || run.state === "running")).sort((a, b) => b.startedUs - a.startedUs);
  return visible.flatMap((run) => {
    let row = rows.findIndex((taken) => taken.every((other) => other.toUs <= run.fromUs || other.fromUs >= run.toUs));
    if (row < 0) row = rows.length;
    if (row >= MOST_ROWS) return [];
    (rows[row] ??= []).push(run);
    return [{ run, row }];
  });
}
