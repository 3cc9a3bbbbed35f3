/** Editing asset types. Assets follow their type at once; what depended on a removed signal or parameter goes with it. */
import type { ProposedChange } from "../../contract/project.ts";
import { TwinError } from "../../contract/errors.ts";
import { isUnitError, parseUnit } from "../../units/parseUnit.ts";
import type { AssetType, Project } from "../project.ts";
import { put, remove } from "./edit.ts";

/** A type name as rules write it: a plain word. */
const TYPE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** A signal's name: plain words joined by dots. */
const SIGNAL_NAME = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

export const PLAIN_LOOK: AssetType["look"] = { shape: "box", size: [1, 1, 1] };

export function emptyType(id: string, name: string): AssetType {
  return { id, name, signals: [], parameters: [], states: [], look: PLAIN_LOOK };
}

/** What is wrong with a type as drafted, one sentence each; empty where it can be saved. */
export function typeProblems(project: Project, draft: AssetType): string[] {
  const problems: string[] = [];
  if (!TYPE_NAME.test(draft.name)) problems.push(`“${draft.name}” cannot be a type's name: rules name types, so it is one word of letters, digits and underscores.`);
  if (Object.values(project.types).some((type) => type.name === draft.name && type.id !== draft.id)) problems.push(`There is already a type ${draft.name}.`);
  const names = new Set<string>();
  for (const { name, unit, limits } of [...draft.signals, ...draft.parameters.map((parameter) => ({ ...parameter, limits: undefined }))]) {
    if (!SIGNAL_NAME.test(name)) problems.push(`“${name}” cannot be a name in rules: use words of letters, digits and underscores, joined by dots.`);
    if (names.has(name)) problems.push(`${name} stands twice.`);
    names.add(name);
    const read = unit === undefined ? undefined : parseUnit(unit);
    if (read && isUnitError(read)) problems.push(`${name}: ${read.problem}`);
    if (limits?.low !== undefined && limits.high !== undefined && limits.low >= limits.high) problems.push(`${name}: the lower limit is not below the upper one.`);
  }
  return problems;
}

/** Saves a type. Bindings of removed signals and own values of removed parameters are removed with them. */
export function saveType(project: Project, draft: AssetType): ProposedChange {
  const [problem] = typeProblems(project, draft);
  if (problem !== undefined) throw new TwinError("bad-input", problem);
  const before = project.types[draft.id];
  const kept = new Set(draft.signals.map((def) => def.id));
  const lost = new Set((before?.signals ?? []).map((def) => def.id).filter((id) => !kept.has(id)));
  const parameters = new Set(draft.parameters.map((parameter) => parameter.id));
  const assets = Object.values(project.assets).filter((asset) => asset.type === draft.id);
  const ids = new Set(assets.map((asset) => asset.id));
  const isLost = (signal: string): boolean => {
    const [assetId = "", defId = ""] = signal.split("/");
    return ids.has(assetId) && lost.has(defId);
  };
  return {
    label: before ? `Edit type ${draft.name}` : `Create type ${draft.name}`,
    changes: [
      put("types", draft),
      ...Object.values(project.bindings).filter((binding) => isLost(binding.signal)).map((binding) => remove("bindings", binding.id)),
      ...assets.flatMap((asset) => {
        const own = Object.entries(asset.parameters).filter(([id]) => parameters.has(id));
        return own.length === Object.keys(asset.parameters).length ? [] : [put("assets", { ...asset, parameters: Object.fromEntries(own) })];
      }),
    ],
  };
}

/** Deletes a type that no asset uses. Throws `refused` naming one that does. */
export function deleteType(project: Project, typeId: string): ProposedChange {
  const type = project.types[typeId];
  if (!type) throw new TwinError("not-found", "The type is not there any more.");
  const users = Object.values(project.assets).filter((asset) => asset.type === typeId);
  if (users[0]) throw new TwinError("refused", `${users.length === 1 ? users[0].name : `${users[0].name} and ${users.length - 1} more`} are of type ${type.name}. Give them another type or delete them first.`);
  return { label: `Delete type ${type.name}`, changes: [remove("types", typeId)] };
}
