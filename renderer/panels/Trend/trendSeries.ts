/** Which series a trend draws: its signals measured, and beside each the runs that are laid over and have it. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { bandOf, changesOf, type Run } from "../../../shared/contract/runs.ts";
import { bandRun } from "../../../shared/contract/studies.ts";
import type { Project } from "../../../shared/model/project.ts";
import { findSignal, type Signal } from "../../../shared/model/signals.ts";
import { overlaidRuns } from "../../app/state/shownRuns.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import type { Nature } from "../../charts/seriesLook.ts";
import type { Shown } from "../../app/state/Workbench.ts";
import { DRAFT, draftLineOf, type DraftCurves } from "../../timeline/draftCurves.ts";

export interface TrendSeries {
  readonly key: string;
  readonly signal: Signal;
  readonly run: string;
  readonly tag: string;
  /** Place among the trend's signals, and of the run among the overlays: they choose the look. */
  readonly index: number;
  readonly runIndex: number;
  /** The signal with its asset, short. */
  readonly label: string;
  /** Name of the run; absent for measured. */
  readonly runName?: string;
  /** Of the run. */
  readonly nature: Nature;
  /** One end of a band, beside its middle. */
  readonly isBandEnd: boolean;
}

export function seriesKey(signal: string, run: string): string {
  return `${signal}@${run}`;
}

/** Measured first, then its runs and what is being written of it, signal by signal. Signals that no longer exist are left out. */
export function trendSeries(project: Project, signals: readonly string[], shown: Shown, runs: readonly Run[], drafts: DraftCurves): TrendSeries[] {
  const overlays = overlaidRuns(shown);
  return signals.flatMap((id, index) => {
    const signal = findSignal(project, id);
    if (!signal) return [];
    const tag = String(index + 1);
    const label = shortLabel(project, signal);
    const measured: TrendSeries = { key: seriesKey(id, MEASURED), signal, label, run: MEASURED, tag, index, runIndex: -1, nature: "simulated", isBandEnd: false };
    const beside = overlays.flatMap((runId, runIndex): TrendSeries[] => {
      const run = runs.find((candidate) => candidate.id === runId);
      if (!run?.signals.includes(id)) return [];
      const own: TrendSeries = { key: seriesKey(id, runId), signal, label, run: runId, tag: `${tag}s${runIndex === 0 ? "" : runIndex + 1}`, index, runIndex, runName: run.name, nature: natureOf(run), isBandEnd: false };
      return [own, ...bandEnds(own, run)];
    });
    const draft = draftLineOf(drafts, id);
    const written = draft && { ...measured, key: seriesKey(id, DRAFT), run: DRAFT, tag: `${tag}d`, runIndex: 0, runName: `${draft.use} as written`, nature: "whatIf" as const };
    return [measured, ...beside, ...(written ? [written] : [])];
  });
}

/** An unchanged replay is merely simulated. */
function natureOf(run: Run): Nature {
  if (run.kind === "forecast") return "forecast";
  return (run.kind === "what-if" || run.kind === "optimisation") && changesOf(run).length > 0 ? "whatIf" : "simulated";
}

/** What lies to both sides of a band's middle. */
function bandEnds(middle: TrendSeries, run: Run): TrendSeries[] {
  const band = bandOf(run);
  if (!band) return [];
  const words = run.kind === "sweep" ? ["lowest", "highest"] : band.map((share) => `${Math.round(100 * share)} % below`);
  return (["low", "high"] as const).map((end, i): TrendSeries => {
    const name = bandRun(run.id, end);
    return { ...middle, key: seriesKey(middle.signal.id, name), run: name, tag: `${middle.tag}${end === "low" ? "↓" : "↑"}`, runName: `${middle.runName ?? ""}: ${words[i] ?? end}`, isBandEnd: true };
  });
}

/** A signal's name with its asset's, for a list: `P-101 motor power`. */
export function shortLabel(project: Pick<Project, "assets">, signal: Signal): string {
  return signal.asset ? `${assetLabel(project, signal.asset.id)} ${signal.name}` : signal.name;
}
