/** What colours the viewport: nothing, a signal by name across all assets that have it, or how far two courses of it are apart. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { findSignal, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";

/** One course of a signal minus another: measured or of a run, by id. Where one is left open, it is what stands beside the other. */
export interface Difference {
  readonly by: "difference";
  readonly name: string;
  readonly of?: string;
  readonly from?: string;
}

export type Colouring = { readonly by: "nothing" } | { readonly by: "signal"; readonly name: string } | Difference;

export const NO_COLOURING: Colouring = { by: "nothing" };

export function readColouring(value: unknown): Colouring {
  if (typeof value !== "object" || value === null || !("by" in value) || !("name" in value) || typeof value.name !== "string") return NO_COLOURING;
  if (value.by === "signal") return { by: value.by, name: value.name };
  // As layouts of old say it.
  if (value.by === "residual") return { by: "difference", name: value.name };
  if (value.by !== "difference") return NO_COLOURING;
  return { by: value.by, name: value.name, ...("of" in value && typeof value.of === "string" && { of: value.of }), ...("from" in value && typeof value.from === "string" && { from: value.from }) };
}

/** The two courses of a difference. `shown`: what is shown now, measured first; what it does not name is not compared. Open without two. */
export function sidesOf({ of, from }: Difference, shown: readonly string[]): { readonly of: string; readonly from: string } | undefined {
  const isShown = (one: string | undefined): one is string => one !== undefined && shown.includes(one);
  const first = isShown(of) ? of : shown.find((one) => one !== from);
  const second = isShown(from) && from !== first ? from : shown.find((one) => one !== first);
  return first === undefined || second === undefined ? undefined : { of: first, from: second };
}

export interface ColourableSignal {
  readonly name: string;
  readonly unit?: string;
  /** How many assets of the scene have it. */
  readonly assets: number;
  /** Some of them show it on their label. */
  readonly isLabelled: boolean;
}

/** Names of numeric signals that assets have: those on labels first, then the most common. */
export function colourableSignals(project: Project, assets: Iterable<string>): ColourableSignal[] {
  const found = new Map<string, { name: string; unit?: string; assets: number; isLabelled: boolean }>();
  for (const asset of assets) {
    const label = project.types[project.assets[asset]?.type ?? ""]?.look.labelSignal;
    for (const signal of signalsOfAsset(project, asset)) {
      if (signal.dataType !== "number") continue;
      const known = found.get(signal.name) ?? { name: signal.name, assets: 0, isLabelled: false, ...(signal.unit !== undefined && { unit: signal.unit }) };
      found.set(signal.name, { ...known, assets: known.assets + 1, isLabelled: known.isLabelled || signal.name === label });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.isLabelled) - Number(a.isLabelled) || b.assets - a.assets || a.name.localeCompare(b.name));
}

/** Names of signals that a run has: what differences can be shown of. */
export function simulatedNames(project: Project, runs: readonly { readonly signals: readonly string[] }[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const id of new Set(runs.flatMap(({ signals }) => signals))) {
    const signal = findSignal(project, id);
    if (signal) names.add(signal.name);
  }
  return names;
}

/** The signal by which each asset is coloured; assets that have none of that name keep their neutral look. */
export function colouringSignals(project: Project, assets: Iterable<string>, name: string): ReadonlyMap<string, Signal> {
  const signals = new Map<string, Signal>();
  for (const asset of assets) {
    const own = signalsOfAsset(project, asset).find((signal) => signal.name === name && signal.dataType === "number");
    if (own) signals.set(asset, own);
  }
  return signals;
}
