/** Renaming a thing of the project in the texts that name it: in what is saved and, so that nothing stops running, in what was applied. */
import { TwinError } from "../contract/errors.ts";
import type { ProposedChange } from "../contract/project.ts";
import { put } from "../model/edits/edit.ts";
import { appliedTexts } from "../model/edits/texts.ts";
import type { AssetType, Project, TwinText } from "../model/project.ts";
import { renameEdits, targetOf, type Target, type TextEdit } from "./assist.ts";

/** The change with the texts renamed along, as one that undo takes back. Throws `refused` where the new name is taken there. */
export function withTextsRenamed(change: ProposedChange, project: Project, target: Target, newName: string): ProposedChange {
  return withRenames(change, project, [{ target, newName }]);
}

/**
 * The same for a type that was edited: its own name and those of its signals and parameters, its states and their members, as
 * far as the draft has others. States and members have no ids: one is the same as before where it stands in the same place.
 */
export function withTypeRenamed(change: ProposedChange, project: Project, draft: AssetType): ProposedChange {
  const old = project.types[draft.id];
  if (!old) return change;
  const changed = <T extends { readonly id: string; readonly name: string }>(before: readonly T[], after: readonly T[]): readonly T[] => after.filter(({ id, name }) => before.some((one) => one.id === id && one.name !== name));
  return withRenames(change, project, [
    ...changed(old.signals, draft.signals).map(({ id, name }) => ({ target: targetOf.signal(old.id, id), newName: name })),
    ...changed(old.parameters, draft.parameters).map(({ id, name }) => ({ target: targetOf.assetParameter(old.id, id), newName: name })),
    ...signalMembers(old, draft),
    ...states(old, draft),
    ...(old.name === draft.name ? [] : [{ target: targetOf.type(old.id), newName: draft.name }]),
  ]);
}

function signalMembers({ id, signals }: AssetType, draft: AssetType): Rename[] {
  return signals.flatMap((signal) => {
    const after = draft.signals.find((one) => one.id === signal.id);
    return members(targetOf.signal(id, signal.id), signal.members ?? [], after?.members ?? []);
  });
}

function states({ id, states: before }: AssetType, draft: AssetType): Rename[] {
  const renames = renamedInPlace(before.map(({ name }) => name), draft.states.map(({ name }) => name));
  return [
    ...renames.map(({ from, to }) => ({ target: targetOf.state(id, from), newName: to })),
    ...before.flatMap((state) => {
      const name = renames.find(({ from }) => from === state.name)?.to ?? state.name;
      return members(targetOf.state(id, state.name), state.members, draft.states.find((one) => one.name === name)?.members ?? []);
    }),
  ];
}

function members(owner: Target, before: readonly string[], after: readonly string[]): Rename[] {
  return renamedInPlace(before, after).map(({ from, to }) => ({ target: targetOf.member(owner, from), newName: to }));
}

/** Names that are gone with the new ones in their places. Where the list became shorter, places tell nothing. */
function renamedInPlace(before: readonly string[], after: readonly string[]): { readonly from: string; readonly to: string }[] {
  if (after.length < before.length) return [];
  return before.flatMap((from, index) => {
    const to = after[index];
    return to === undefined || after.includes(from) || before.includes(to) ? [] : [{ from, to }];
  });
}

interface Rename {
  readonly target: Target;
  readonly newName: string;
}

/** All in one go, each found in the project as it is before, so that names may also be exchanged. */
function withRenames(change: ProposedChange, project: Project, renames: readonly Rename[]): ProposedChange {
  const saved = renamed(Object.values(project.texts), project, renames);
  const applied = renamed(appliedTexts(project), project, renames);
  const changes = Object.values(project.texts).flatMap((text) => {
    const after: TwinText = { ...text, text: saved.get(text.id) ?? text.text, ...(text.applied !== undefined && { applied: applied.get(text.id) ?? text.applied }) };
    return after.text === text.text && after.applied === text.applied ? [] : [put("texts", after)];
  });
  return changes.length === 0 ? change : { ...change, changes: [...change.changes, ...changes] };
}

/** A text with replacements made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, "start" | "end" | "text">[]): string {
  return edits.toSorted((a, b) => b.start - a.start).reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text);
}

/** The texts that change, by id. */
function renamed(texts: readonly TwinText[], project: Project, renames: readonly Rename[]): ReadonlyMap<string, string> {
  const edits = renames.flatMap(({ target, newName }) => {
    const result = renameEdits(texts, project, target, newName);
    if ("problem" in result) throw new TwinError("refused", result.problem);
    return result.edits;
  });
  const files = new Set(edits.map(({ file }) => file));
  return new Map(texts.filter(({ id }) => files.has(id)).map(({ id, text }) => [id, applyEdits(text, edits.filter(({ file }) => file === id))]));
}
