/** What a trend remembers in the layout: its signals, and whether its list and its table are shown. Checks what a file says. */
import type { Project } from "../../../shared/model/project.ts";
import { signalsOfAsset } from "../../../shared/model/signals.ts";
import type { DragPayload } from "../../app/dragdrop.ts";

export interface TrendConfig {
  readonly signals: readonly string[];
  readonly showList: boolean;
  readonly showTable: boolean;
}

/** Series beyond this cannot be told apart, and the engine answers so many at once. */
export const MOST_SIGNALS = 64;

export function readTrendConfig(config: unknown): TrendConfig {
  const given = typeof config === "object" && config !== null ? config : {};
  const signals = "signals" in given && Array.isArray(given.signals) ? given.signals.filter((id): id is string => typeof id === "string") : [];
  return {
    signals: [...new Set(signals)].slice(0, MOST_SIGNALS),
    showList: !("showList" in given) || given.showList !== false,
    showTable: "showTable" in given && given.showTable === true,
  };
}

/** The config with signals added; assets bring the signal of their label, or all their numbers if there is none. */
export function addToTrend(config: unknown, payload: DragPayload, project?: Project): TrendConfig {
  const before = readTrendConfig(config);
  const ids = payload.kind === "signal" ? payload.ids : payload.kind === "asset" && project ? payload.ids.flatMap((id) => plottedOfAsset(project, id)) : [];
  return { ...before, signals: [...new Set([...before.signals, ...ids])].slice(0, MOST_SIGNALS) };
}

function plottedOfAsset(project: Project, assetId: string): string[] {
  const asset = project.assets[assetId];
  const label = asset && project.types[asset.type]?.look.labelSignal;
  const signals = signalsOfAsset(project, assetId);
  const labelled = signals.filter(({ name }) => name === label);
  return (labelled.length > 0 ? labelled : signals.filter(({ dataType }) => dataType === "number")).map(({ id }) => id);
}
