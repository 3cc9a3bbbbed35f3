/** Edits of texts: saving one leaves what runs of it alone; applying one puts it live. Both are refused where somebody else saved meanwhile. */
import type { Project, TwinText } from "../project.ts";
import { put, type EntityEdit } from "./edit.ts";

/** Saves a text; what runs of it goes on running. `seen`: the saved text it was written from, by default the one there is. */
export function saveText(project: Project, file: string, text: string, seen = project.texts[file]?.text): EntityEdit {
  return { ...put("texts", { ...project.texts[file], id: file, text }), ...seenText(seen) };
}

/** A text to be put live, and the saved one that it was written from. */
export interface TextToApply extends Pick<TwinText, "id" | "text"> {
  readonly seen?: string;
}

/** Saves texts and makes them the versions that run. */
export function applyTexts(texts: readonly TextToApply[]): EntityEdit[] {
  return texts.map(({ id, text, seen }) => ({ ...put("texts", { id, text, applied: text }), ...seenText(seen) }));
}

/** The texts that run, each in its applied version. */
export function appliedTexts(project: Project): TwinText[] {
  return Object.values(project.texts).flatMap(({ id, applied }) => (applied === undefined ? [] : [{ id, text: applied }]));
}

/** Whether something was saved that does not run yet. */
export function isUnapplied({ text, applied }: TwinText): boolean {
  return text !== applied;
}

function seenText(seen: string | undefined): Pick<EntityEdit, "seen"> {
  return seen === undefined ? {} : { seen: { text: seen } };
}
