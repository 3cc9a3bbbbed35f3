/** What colours the viewport: nothing, a signal by name across all assets that have it, or how far a run is off it. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";

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
}

/** Names of numeric signals that assets have, most common first. */
export function colourableSignals(project: Project, assets: Iterable<string>): ColourableSignal[] {
  const found = new Map<string, { name: string; unit?: string; assets: number }>();
  for (const asset of assets) {
    for (const signal of signalsOfAsset(project, asset)) {
      if (signal.dataType !== "number") continue;
      const known = found.get(signal.name);
      if (known) known.assets += 1;
      else found.set(signal.name, { name: signal.name, assets: 1, ...(signal.unit !== undefined && { unit: signal.unit }) });
    }
  }
  return [...found.values()].sort((a, b) => b.assets - a.assets || a.name.localeCompare(b.name));
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
