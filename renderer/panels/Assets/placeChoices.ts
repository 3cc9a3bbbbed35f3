/** The places of the hierarchy as choices, each with its path; without some assets and what is below them. Pure. */
import { subtreeOf } from "../../../shared/model/edits/edit.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import type { Choice } from "../../widgets/controls/fields.tsx";

export function placeChoices(project: Project, except: readonly string[]): Choice[] {
  const excluded = new Set(subtreeOf(project, except));
  return Object.keys(project.assets)
    .filter((id) => !excluded.has(id))
    .map((id) => ({ value: id, label: assetPath(project, id).join(" › ") }))
    .sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
}
