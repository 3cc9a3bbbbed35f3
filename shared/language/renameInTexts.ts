/** Renaming a thing of the project in the texts that name it: in what is saved and, so that nothing stops running, in what was applied. */
import { TwinError } from "../contract/errors.ts";
import type { ProposedChange } from "../contract/project.ts";
import { put } from "../model/edits/edit.ts";
import { appliedTexts } from "../model/edits/texts.ts";
import type { AssetType, Project, TwinText } from "../model/project.ts";
import { renameEdits, targetOf, type Target, type TextEdit } from "./assist.ts";

/** The change with the texts renamed along, as one that undo takes back. Throws `refused` where the new name is taken there. */
export function withTextsRenamed(change: ProposedChange, project: Project, target: Target, newName: string): ProposedChange {
  return withTexts(change, renamedTexts(project, target, newName));
}

/** The same for a type that was edited: its own name and those of its signals and parameters, as far as the draft has others. */
export function withTypeRenamed(change: ProposedChange, project: Project, draft: AssetType): ProposedChange {
  const old = project.types[draft.id];
  if (!old) return change;
  let [at, type] = [project, old];
  const texts = new Map<string, TwinText>();
  const rename = (target: Target, newName: string, renamed: AssetType): void => {
    const changed = renamedTexts(at, target, newName);
    for (const text of changed) texts.set(text.id, text);
    type = renamed;
    at = { ...at, types: { ...at.types, [type.id]: type }, texts: { ...at.texts, ...Object.fromEntries(changed.map((text) => [text.id, text])) } };
  };
  for (const { id, name } of draft.signals) {
    if (type.signals.some((signal) => signal.id === id && signal.name !== name)) rename(targetOf.signal(type.id, id), name, { ...type, signals: type.signals.map((signal) => (signal.id === id ? { ...signal, name } : signal)) });
  }
  for (const { id, name } of draft.parameters) {
    if (type.parameters.some((parameter) => parameter.id === id && parameter.name !== name)) rename(targetOf.assetParameter(type.id, id), name, { ...type, parameters: type.parameters.map((parameter) => (parameter.id === id ? { ...parameter, name } : parameter)) });
  }
  if (old.name !== draft.name) rename(targetOf.type(type.id), draft.name, { ...type, name: draft.name });
  return withTexts(change, [...texts.values()]);
}

function withTexts(change: ProposedChange, texts: readonly TwinText[]): ProposedChange {
  return texts.length === 0 ? change : { ...change, changes: [...change.changes, ...texts.map((text) => put("texts", text))] };
}

/** The texts that name the target, as they read with its new name. */
function renamedTexts(project: Project, target: Target, newName: string): TwinText[] {
  const saved = renamed(Object.values(project.texts), project, target, newName);
  const applied = renamed(appliedTexts(project), project, target, newName);
  return Object.values(project.texts).flatMap((text) => {
    const after: TwinText = { ...text, text: saved.get(text.id) ?? text.text, ...(text.applied !== undefined && { applied: applied.get(text.id) ?? text.applied }) };
    return after.text === text.text && after.applied === text.applied ? [] : [after];
  });
}

/** A text with replacements made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, "start" | "end" | "text">[]): string {
  return edits.toSorted((a, b) => b.start - a.start).reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text);
}

/** The texts that change, by id. */
function renamed(texts: readonly TwinText[], project: Project, target: Target, newName: string): ReadonlyMap<string, string> {
  const result = renameEdits(texts, project, target, newName);
  if ("problem" in result) throw new TwinError("refused", result.problem);
  const files = new Set(result.edits.map(({ file }) => file));
  return new Map(texts.filter(({ id }) => files.has(id)).map(({ id, text }) => [id, applyEdits(text, result.edits.filter(({ file }) => file === id))]));
}
