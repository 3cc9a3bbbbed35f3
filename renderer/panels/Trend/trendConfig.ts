/** What a trend remembers in the layout: its signals, whether its list and its table are shown, and what is measured. Checks what a file says. */
import type { Span } from "../../../shared/time/time.ts";
import type { Marks } from "../../charts/MarkLines.ts";
import type { Project } from "../../../shared/model/project.ts";
import { signalsOfAsset } from "../../../shared/model/signals.ts";
import { parsePayload, type DragPayload } from "../../app/dragdrop.ts";

export interface TrendConfig {
  readonly signals: readonly string[];
  /** Handed over but not yet looked up: assets and nodes become signals when the panel is there. */
  readonly pending: readonly DragPayload[];
  readonly showList: boolean;
  readonly showTable: boolean;
  /** The instants measured between, while that is done. */
  readonly marks?: Marks;
}

/** Series beyond this cannot be told apart, and the engine answers so many at once. */
export const MOST_SIGNALS = 64;

export function readTrendConfig(config: unknown): TrendConfig {
  const given = typeof config === "object" && config !== null ? config : {};
  const signals = "signals" in given && Array.isArray(given.signals) ? given.signals.filter((id): id is string => typeof id === "string") : [];
  const pending = "pending" in given && Array.isArray(given.pending) ? given.pending.flatMap((one) => parsePayload(JSON.stringify(one)) ?? []) : [];
  return {
    pending,
    signals: [...new Set(signals)].slice(0, MOST_SIGNALS),
    showList: !("showList" in given) || given.showList !== false,
    showTable: "showTable" in given && given.showTable === true,
    ...("marks" in given && isMarks(given.marks) && { marks: given.marks }),
  };
}

function isMarks(value: unknown): value is Marks {
  return typeof value === "object" && value !== null && "aUs" in value && Number.isSafeInteger(value.aUs) && "bUs" in value && Number.isSafeInteger(value.bUs);
}

/** A and B at a third from either edge: both in sight, neither in the way. */
export function firstMarks({ fromUs, toUs }: Span): Marks {
  const third = Math.round((toUs - fromUs) / 3);
  return { aUs: fromUs + third, bUs: toUs - third };
}

/** The config with signals added, or with what has still to be looked up. */
export function addToTrend(config: unknown, payload: DragPayload): TrendConfig {
  const before = readTrendConfig(config);
  if (payload.kind !== "signal") return { ...before, pending: [...before.pending, payload] };
  return { ...before, signals: [...new Set([...before.signals, ...payload.ids])].slice(0, MOST_SIGNALS) };
}

/** Signals of assets: the one of their label, or all their numbers if there is none. */
export function signalsToPlot(project: Project, assets: readonly string[]): DragPayload {
  return { kind: "signal", ids: assets.flatMap((id) => plottedOfAsset(project, id)) };
}

function plottedOfAsset(project: Project, assetId: string): string[] {
  const asset = project.assets[assetId];
  const label = asset && project.types[asset.type]?.look.labelSignal;
  const signals = signalsOfAsset(project, assetId);
  const labelled = signals.filter(({ name }) => name === label);
  return (labelled.length > 0 ? labelled : signals.filter(({ dataType }) => dataType === "number")).map(({ id }) => id);
}
