/** The nodes of the asset tree: assets with their parts and signals in order, then signals that belong to none. Pure. */
import { childrenOf } from "../../../shared/model/edits/edit.ts";
import type { Asset, Project } from "../../../shared/model/project.ts";
import { signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import type { TreeNode } from "../../widgets/rows/flattenTree.ts";

export type AssetNode =
  | { readonly kind: "asset"; readonly id: string; readonly label: string; readonly asset: Asset; readonly typeName: string; readonly children: readonly AssetNode[] }
  | { readonly kind: "signal"; readonly id: string; readonly label: string; readonly signal: Signal }
  | { readonly kind: "loose"; readonly id: string; readonly label: string; readonly children: readonly AssetNode[] };

/** Id of the group of loose signals; no entity can have it, because ids hold no blank. */
export const LOOSE_GROUP = "loose signals";

export function assetNodes(project: Project): readonly AssetNode[] {
  const seen = new Set<string>();
  const nodesBelow = (parent: string | undefined): AssetNode[] =>
    childrenOf(project, parent).flatMap((asset): AssetNode[] => {
      if (seen.has(asset.id)) return []; // a damaged project may hold a loop; it ends where it closes
      seen.add(asset.id);
      const signals = signalsOfAsset(project, asset.id).map((signal): AssetNode => ({ kind: "signal", id: signal.id, label: signal.name, signal }));
      const typeName = project.types[asset.type]?.name ?? "type missing";
      return [{ kind: "asset", id: asset.id, label: `${asset.name} ${typeName}`, asset, typeName, children: [...nodesBelow(asset.id), ...signals] }];
    });
  const loose = Object.values(project.signals).map((signal): AssetNode => ({ kind: "signal", id: signal.id, label: signal.name, signal: { ...signal, path: [signal.name] } }));
  return [...nodesBelow(undefined), ...(loose.length > 0 ? [{ kind: "loose", id: LOOSE_GROUP, label: "Loose signals", children: loose } as const] : [])] satisfies readonly TreeNode[];
}

/** What is open at first: the places that hold machines; machines themselves, with their parts and signals, stay closed. */
export function startingExpanded(project: Project): ReadonlySet<string> {
  const parents = new Set(Object.values(project.assets).flatMap((asset) => asset.parent ?? []));
  const places = [...parents].flatMap((id) => project.assets[id]?.parent ?? []);
  return new Set(places.length > 0 ? places : parents);
}

/** The assets that must be open for these assets and signals to be seen. */
export function ancestorsOf(project: Project, ids: readonly string[]): string[] {
  const found = new Set<string>();
  for (const id of ids) {
    const [assetId = "", def] = id.split("/");
    if (project.signals[id]) found.add(LOOSE_GROUP);
    for (let parent = def === undefined ? project.assets[assetId]?.parent : assetId; parent !== undefined && !found.has(parent); parent = project.assets[parent]?.parent) found.add(parent);
  }
  return [...found];
}
