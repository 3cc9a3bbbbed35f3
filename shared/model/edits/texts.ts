/** Edits of texts: saving one leaves what runs of it alone; applying one puts it live. */
import type { Project, TwinText } from "../project.ts";
import { put, type EntityEdit } from "./edit.ts";

/** Saves a text; what runs of it goes on running. */
export function saveText(project: Project, file: string, text: string): EntityEdit {
  return put("texts", { ...project.texts[file], id: file, text });
}

/** Saves texts and makes them the versions that run. */
export function applyTexts(texts: readonly Pick<TwinText, "id" | "text">[]): EntityEdit[] {
  return texts.map(({ id, text }) => put("texts", { id, text, applied: text }));
}

/** The texts that run, each in its applied version. */
export function appliedTexts(project: Project): TwinText[] {
  return Object.values(project.texts).flatMap(({ id, applied }) => (applied === undefined ? [] : [{ id, text: applied }]));
}

/** Whether something was saved that does not run yet. */
export function isUnapplied({ text, applied }: TwinText): boolean {
  return text !== applied;
}
