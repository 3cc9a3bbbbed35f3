/** Editing the hierarchy: create, rename, move, duplicate, delete. Each returns one change, which undo takes back as one. */
import type { ProposedChange } from "../../contract/project.ts";
import { TwinError } from "../../contract/errors.ts";
import type { Asset, Project } from "../project.ts";
import { assetSignalId } from "../signals.ts";
import { childrenOf, freeName, namesOf, put, remove, subtreeOf, type EntityEdit, type NewId } from "./edit.ts";

export interface NewAsset {
  readonly name: string;
  /** Id of its type. */
  readonly type: string;
  readonly parent?: string;
  readonly nowUs: number;
}

/** A new asset as the last part of its parent, in provisioning. Throws `refused` for a taken name. */
export function createAsset(project: Project, { name, type, parent, nowUs }: NewAsset, newId: NewId): { readonly change: ProposedChange; readonly id: string } {
  const asset: Asset = {
    id: newId(),
    name: checkedName(project, name, parent),
    type,
    ...(parent !== undefined && { parent }),
    order: lastOrder(project, parent) + 1,
    parameters: {},
    facts: {},
    lifecycle: { state: "provisioning", sinceUs: nowUs },
  };
  return { id: asset.id, change: { label: `Create ${asset.name}`, changes: [put("assets", asset)] } };
}

export function renameAsset(project: Project, assetId: string, name: string): ProposedChange {
  const asset = assetOf(project, assetId);
  return { label: `Rename ${asset.name} to ${name.trim()}`, changes: [put("assets", { ...asset, name: checkedName(project, name, asset.parent, assetId) })] };
}

/** Description, facts and own parameter values. */
export function describeAsset(project: Project, assetId: string, to: Pick<Asset, "facts" | "parameters"> & { readonly description?: string }): ProposedChange {
  const { description: _old, ...asset } = assetOf(project, assetId);
  return { label: `Edit ${asset.name}`, changes: [put("assets", { ...asset, ...to })] };
}

/**
 * Moves assets, with all below them, to be parts of `parent` (or to the top), before the sibling `before` or last.
 * Throws `refused` where an asset would become a part of itself or meet its own name.
 */
export function moveAssets(project: Project, assetIds: readonly string[], parent: string | undefined, before?: string): ProposedChange {
  const moved = outermost(project, assetIds).map((id) => assetOf(project, id));
  const inside = new Set(subtreeOf(project, moved.map((asset) => asset.id)));
  if (parent !== undefined && inside.has(parent)) throw new TwinError("refused", `${assetOf(project, parent).name} is ${moved[0]?.name ?? "the asset"} or a part of it. Choose a place outside of it.`);
  const movedIds = new Set(moved.map((asset) => asset.id));
  const siblings = childrenOf(project, parent).filter((asset) => !movedIds.has(asset.id));
  const names = new Set(siblings.map((asset) => asset.name));
  const at = before === undefined ? siblings.length : siblings.findIndex((asset) => asset.id === before);
  const low = siblings[at - 1]?.order ?? (siblings[at]?.order ?? 1) - 1;
  const high = siblings[at]?.order ?? low + moved.length + 1;
  const changes = moved.map((asset, index) => {
    if (names.has(asset.name)) throw nameTaken(asset.name);
    names.add(asset.name);
    const { parent: _old, ...rest } = asset;
    return put("assets", { ...rest, ...(parent !== undefined && { parent }), order: low + ((high - low) * (index + 1)) / (moved.length + 1) });
  });
  const place = parent === undefined ? "the top" : assetOf(project, parent).name;
  return { label: `Move ${namesOf(moved.map((asset) => asset.name))} to ${place}`, changes };
}

/** Copies assets with all below them, beside the originals. Bindings are not copied: a signal of the plant has one place. */
export function duplicateAssets(project: Project, assetIds: readonly string[], newId: NewId): { readonly change: ProposedChange; readonly ids: readonly string[] } {
  const tops = outermost(project, assetIds).map((id) => assetOf(project, id));
  const changes: EntityEdit[] = [];
  const ids: string[] = [];
  const taken = new Map<string | undefined, Set<string>>();
  for (const top of tops) {
    const names = taken.get(top.parent) ?? new Set(childrenOf(project, top.parent).map((asset) => asset.name));
    taken.set(top.parent, names);
    const name = freeName(top.name, names);
    names.add(name);
    const copies = new Map(subtreeOf(project, [top.id]).map((id) => [id, newId()]));
    for (const [id, copyId] of copies) {
      const asset = assetOf(project, id);
      const isTop = id === top.id;
      const parent = isTop ? asset.parent : copies.get(asset.parent ?? "");
      const { parent: _old, placement, ...rest } = asset;
      changes.push(put("assets", {
        ...rest,
        id: copyId,
        name: isTop ? name : asset.name,
        ...(parent !== undefined && { parent }),
        order: isTop ? orderAfter(project, asset) : asset.order,
        ...(placement && { placement: beside(placement) }),
      }));
    }
    ids.push(copies.get(top.id) ?? "");
  }
  return { ids, change: { label: `Duplicate ${namesOf(tops.map((asset) => asset.name))}`, changes } };
}

/** Deletes assets with all below them, and what refers to them: bindings, relations, scene bindings. Recorded samples stay. */
export function deleteAssets(project: Project, assetIds: readonly string[]): ProposedChange {
  const tops = outermost(project, assetIds).map((id) => assetOf(project, id));
  const gone = new Set(subtreeOf(project, tops.map((asset) => asset.id)));
  const isGone = (signal: string): boolean => gone.has(signal.split("/")[0] ?? "");
  const changes = [
    ...[...gone].map((id) => remove("assets", id)),
    ...Object.values(project.bindings).filter((binding) => isGone(binding.signal)).map((binding) => remove("bindings", binding.id)),
    ...Object.values(project.relations).filter(({ from, to }) => gone.has(from) || gone.has(to)).map((relation) => remove("relations", relation.id)),
    ...Object.values(project.models).flatMap((model) => {
      const kept = Object.entries(model.nodes).filter(([, assetId]) => !gone.has(assetId));
      return kept.length === Object.keys(model.nodes).length ? [] : [put("models", { ...model, nodes: Object.fromEntries(kept) })];
    }),
  ];
  return { label: `Delete ${namesOf(tops.map((asset) => asset.name))}`, changes };
}

/** How many parts and bound signals go with these assets, for the question before deleting. */
export function deletionSize(project: Project, assetIds: readonly string[]): { readonly assets: number; readonly bindings: number } {
  const gone = subtreeOf(project, assetIds);
  const signals = new Set(gone.flatMap((id) => (project.types[project.assets[id]?.type ?? ""]?.signals ?? []).map((def) => assetSignalId(id, def.id))));
  return { assets: gone.length, bindings: Object.values(project.bindings).filter((binding) => signals.has(binding.signal)).length };
}

/** The asset, or `not-found`. */
export function assetOf(project: Project, assetId: string): Asset {
  const asset = project.assets[assetId];
  if (!asset) throw new TwinError("not-found", "The asset is not there any more. Someone may have deleted it; undo brings it back.");
  return asset;
}

/** Without those that lie below another one of the list. */
function outermost(project: Project, assetIds: readonly string[]): string[] {
  return [...new Set(assetIds)].filter((id) => !subtreeOf(project, assetIds.filter((other) => other !== id)).includes(id));
}

function checkedName(project: Project, name: string, parent: string | undefined, self?: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw new TwinError("bad-input", "An asset needs a name.");
  if (childrenOf(project, parent).some((asset) => asset.name === trimmed && asset.id !== self)) throw nameTaken(trimmed);
  return trimmed;
}

function nameTaken(name: string): TwinError {
  return new TwinError("refused", `There is already a ${name} at this place. Parts of one asset need different names, because signals are found by them.`);
}

function lastOrder(project: Project, parent: string | undefined): number {
  return childrenOf(project, parent).at(-1)?.order ?? 0;
}

function orderAfter(project: Project, asset: Asset): number {
  const siblings = childrenOf(project, asset.parent);
  const next = siblings[siblings.findIndex((other) => other.id === asset.id) + 1];
  return next ? (asset.order + next.order) / 2 : asset.order + 1;
}

/** A copy stands two metres behind its original, where it is seen and covers nothing. */
function beside(placement: NonNullable<Asset["placement"]>): NonNullable<Asset["placement"]> {
  const [x, y, z] = placement.position;
  return { ...placement, position: [x, y, z + 2] };
}
