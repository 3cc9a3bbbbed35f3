/** Renaming a thing of the project in the texts that name it: in what is saved and, so that nothing stops running, in what was applied. */
import { TwinError } from "../contract/errors.ts";
import type { ProposedChange } from "../contract/project.ts";
import { put } from "../model/edits/edit.ts";
import { appliedTexts } from "../model/edits/texts.ts";
import type { Project, TwinText } from "../model/project.ts";
import { renameEdits, type Target, type TextEdit } from "./assist.ts";

/** The change with the texts renamed along, as one that undo takes back. Throws `refused` where the new name is taken there. */
export function withTextsRenamed(change: ProposedChange, project: Project, target: Target, newName: string): ProposedChange {
  const saved = renamed(Object.values(project.texts), project, target, newName);
  const applied = renamed(appliedTexts(project), project, target, newName);
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
function renamed(texts: readonly TwinText[], project: Project, target: Target, newName: string): ReadonlyMap<string, string> {
  const result = renameEdits(texts, project, target, newName);
  if ("problem" in result) throw new TwinError("refused", result.problem);
  const files = new Set(result.edits.map(({ file }) => file));
  return new Map(texts.filter(({ id }) => files.has(id)).map(({ id, text }) => [id, applyEdits(text, result.edits.filter(({ file }) => file === id))]));
}
