/** How live runs and their drift are called in lists, sheets and reports. Pure. */
import type { LiveComparison, LiveRun, LiveState } from "../../../shared/contract/liveRuns.ts";
import { isLive, type Run } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";

/** Worst first: what is said of a run whose uses are not alike. */
const WORST_FIRST: readonly LiveState[] = ["stopped", "waiting", "starting", "running"];

/** The state of a run in a list. */
export function runState(run: Run, live: readonly LiveRun[]): string {
  if (!isLive(run)) return run.kind === "live" && run.state === "done" ? "ended" : run.state;
  const states = live.find((one) => one.run === run.id)?.uses.map(({ state }) => state) ?? [];
  return WORST_FIRST.find((state) => states.includes(state)) ?? run.state;
}

/** `0.42 K`; a dash where there is none. */
export function amountText(value: number | undefined, unit: string): string {
  return value === undefined ? "–" : `${formatNumber(value)} ${displayUnit(unit)}`.trim();
}

/** `within since 12:04`, `drifting since 12:04`, or why nothing can be said. */
export function driftText({ drift, sinceUs, why }: LiveComparison, time: (tUs: number) => string): string {
  const since = sinceUs === undefined ? "" : ` since ${time(sinceUs)}`;
  if (drift === "no-band" || why !== undefined) return why ?? "no calibration";
  return drift === "unknown" ? "too few samples yet" : `${drift}${since}`;
}
