/** How frames of the engine's streams become the lists that panels read. Pure. */
import type { Notice } from "../../../shared/contract/engine.ts";
import type { ProjectFrame } from "../../../shared/contract/project.ts";
import { applyChanges } from "../../../shared/model/change.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { Selection } from "./Workbench.ts";

export const EMPTY_PROJECT: Project = { settings: {}, sources: {}, types: {}, assets: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {} };

/** Notices kept for looking back. */
const MAX_NOTICES = 50;

export function projectAfter(project: Project, frame: ProjectFrame): Project {
  return frame.kind === "snapshot" ? frame.project : applyChanges(project, frame.change.changes);
}

/** Without what a change took away (a deletion, an undo); what the project has not heard of yet stays. */
export function selectionAfter(selection: Selection, before: Project, after: Project): Selection {
  const isGone = (id: string): boolean => {
    const [owner = ""] = id.split("/");
    return (before.assets[owner] !== undefined && after.assets[owner] === undefined) || (before.signals[id] !== undefined && after.signals[id] === undefined);
  };
  if (![...selection.assets, ...selection.signals].some(isGone)) return selection;
  return { ...selection, assets: selection.assets.filter((id) => !isGone(id)), signals: selection.signals.filter((id) => !isGone(id)) };
}

export function noticesAfter(known: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...known, notice].slice(-MAX_NOTICES);
}
