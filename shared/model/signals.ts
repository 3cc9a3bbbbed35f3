/** Finding and naming signals: the ids under which samples are stored and the paths under which people know them. */
import type { Asset, Binding, DataType, Limits, LooseSignal, Project, SignalDef } from "./project.ts";

/** A signal as panels and queries see it, whichever way it is defined. */
export interface Signal {
  /** `assetId/signalDefId`, or the id of a loose signal. Stable through renames and moves. */
  readonly id: string;
  readonly name: string;
  /** Names from the top asset down, then the signal's own. */
  readonly path: readonly string[];
  readonly asset?: Asset;
  readonly unit?: string;
  readonly dataType: DataType;
  readonly members?: readonly string[];
  readonly limits?: Limits;
  readonly description?: string;
  readonly staleAfterUs?: number;
}

/** The id of an asset's signal. */
export function assetSignalId(assetId: string, signalDefId: string): string {
  return `${assetId}/${signalDefId}`;
}

/** Names of an asset and all it is part of, top first. A loop in a damaged project ends where it closes. */
export function assetPath(project: Project, assetId: string): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let asset = project.assets[assetId]; asset && !seen.has(asset.id); asset = asset.parent === undefined ? undefined : project.assets[asset.parent]) {
    seen.add(asset.id);
    names.unshift(asset.name);
  }
  return names;
}

function signalOfAsset(project: Project, asset: Asset, def: SignalDef): Signal {
  const { id, ...rest } = def;
  return { ...rest, id: assetSignalId(asset.id, id), path: [...assetPath(project, asset.id), def.name], asset };
}

function looseSignal(signal: LooseSignal): Signal {
  return { ...signal, path: [signal.name] };
}

/** All signals an asset has through its type. */
export function signalsOfAsset(project: Project, assetId: string): Signal[] {
  const asset = project.assets[assetId];
  const type = asset && project.types[asset.type];
  return asset && type ? type.signals.map((def) => signalOfAsset(project, asset, def)) : [];
}

/** Every signal of the project: those of assets, then loose ones. */
export function allSignals(project: Project): Signal[] {
  const ofAssets = Object.keys(project.assets).flatMap((id) => signalsOfAsset(project, id));
  return [...ofAssets, ...Object.values(project.signals).map(looseSignal)];
}

/** The signal with this id, or undefined. */
export function findSignal(project: Project, signalId: string): Signal | undefined {
  const slash = signalId.indexOf("/");
  if (slash < 0) {
    const loose = project.signals[signalId];
    return loose && looseSignal(loose);
  }
  const asset = project.assets[signalId.slice(0, slash)];
  const def = asset && project.types[asset.type]?.signals.find((candidate) => candidate.id === signalId.slice(slash + 1));
  return asset && def && signalOfAsset(project, asset, def);
}

/** The binding of a signal, or undefined. */
export function bindingOf(project: Project, signalId: string): Binding | undefined {
  return Object.values(project.bindings).find((binding) => binding.signal === signalId);
}
