/** What a table remembers in the layout: its signals (none: it follows the selection) and the signal whose samples it lists. */
import type { Project } from "../../../shared/model/project.ts";
import { allSignals, findSignal, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import type { DragPayload } from "../../app/dragdrop.ts";
import type { Selection } from "../../app/state/Workbench.ts";

export interface TableConfig {
  readonly signals: readonly string[];
  readonly assets: readonly string[];
  /** Lists the raw samples of this signal instead. */
  readonly samplesOf?: string;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

export function readTableConfig(config: unknown): TableConfig {
  const given = typeof config === "object" && config !== null ? config : {};
  const samplesOf = "samplesOf" in given && typeof given.samplesOf === "string" ? { samplesOf: given.samplesOf } : {};
  return { signals: texts("signals" in given ? given.signals : []), assets: texts("assets" in given ? given.assets : []), ...samplesOf };
}

/** The config with dragged or chosen things added. Nodes that are bound to nothing cannot be shown. */
export function addToTable(config: unknown, payload: DragPayload): TableConfig {
  const before = readTableConfig(config);
  if (payload.kind === "signal") return { ...before, signals: [...new Set([...before.signals, ...payload.ids])] };
  if (payload.kind === "asset") return { ...before, assets: [...new Set([...before.assets, ...payload.ids])] };
  return before;
}

/** Signals of an asset and of all that is part of it. */
function signalsBelow(project: Project, assetId: string): Signal[] {
  const parts = Object.values(project.assets).filter(({ parent }) => parent === assetId).sort((a, b) => a.order - b.order);
  return [...signalsOfAsset(project, assetId), ...parts.flatMap(({ id }) => signalsBelow(project, id))];
}

/** Chosen signals; without any, those of what is selected; without that, all. */
export function signalsToList(project: Project, config: TableConfig, selection: Selection): { readonly signals: readonly Signal[]; readonly of: "chosen" | "selection" | "project" } {
  const pick = (signals: readonly string[], assets: readonly string[]): Signal[] => {
    const found = [...signals.flatMap((id) => findSignal(project, id) ?? []), ...assets.flatMap((id) => signalsBelow(project, id))];
    return [...new Map(found.map((signal) => [signal.id, signal])).values()];
  };
  if (config.signals.length + config.assets.length > 0) return { signals: pick(config.signals, config.assets), of: "chosen" };
  const selected = pick(selection.signals, selection.assets);
  return selected.length > 0 ? { signals: selected, of: "selection" } : { signals: allSignals(project), of: "project" };
}
