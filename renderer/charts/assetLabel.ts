/** The short name of an asset where its place in the tree is not seen: its own, with its parent's before it where others are called the same. */
import type { Project } from "../../shared/model/project.ts";

const repeated = new WeakMap<Project["assets"], ReadonlySet<string>>();

/** Names that more than one asset has; worked out once for each state of the assets. */
function repeatedNames(assets: Project["assets"]): ReadonlySet<string> {
  let names = repeated.get(assets);
  if (!names) {
    const seen = new Set<string>();
    const again = new Set<string>();
    for (const { name } of Object.values(assets)) (seen.has(name) ? again : seen).add(name);
    repeated.set(assets, (names = again));
  }
  return names;
}

/** `P-101`, but `P-101 motor` where every pump has a motor. */
export function assetLabel(project: Pick<Project, "assets">, assetId: string): string {
  const asset = project.assets[assetId];
  if (!asset) return assetId;
  const parent = asset.parent === undefined ? undefined : project.assets[asset.parent];
  return parent && repeatedNames(project.assets).has(asset.name) ? `${parent.name} ${asset.name}` : asset.name;
}
