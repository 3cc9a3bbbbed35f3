/** How a signal of a run is called in a table: its asset, with what that is part of, and its name. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { runSignalPath } from "../../../shared/model/runSignals.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { assetLabel } from "../../charts/assetLabel.ts";

export function runSignalName(project: Project, id: string): string {
  const signal = findSignal(project, id);
  const assetId = signal?.asset?.id ?? id.split("/")[0] ?? "";
  const name = signal?.name ?? runSignalPath(project, id).slice(1).join(".");
  return project.assets[assetId] ? `${assetLabel(project, assetId)} › ${name}` : name;
}
