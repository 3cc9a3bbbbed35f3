/** What colours the viewport: nothing, a signal by name across all assets that have it, or how far a run is off it. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { findSignal, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";

export type Colouring = { readonly by: "nothing" } | { readonly by: "signal"; readonly name: string } | { readonly by: "residual"; readonly name: string };

export const NO_COLOURING: Colouring = { by: "nothing" };

export function readColouring(value: unknown): Colouring {
  if (typeof value !== "object" || value === null || !("by" in value) || !("name" in value) || typeof value.name !== "string") return NO_COLOURING;
  return value.by === "signal" || value.by === "residual" ? { by: value.by, name: value.name } : NO_COLOURING;
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

/** Names of signals that a run has: what residuals can be shown of. */
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
