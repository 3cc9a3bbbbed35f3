/** How a signal of a run is called in a table: its asset and its name. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { runSignalPath } from "../../../shared/model/runSignals.ts";
import { findSignal } from "../../../shared/model/signals.ts";

export function runSignalName(project: Project, id: string): string {
  const path = runSignalPath(project, id);
  return (findSignal(project, id) ? path.slice(-2) : path).join(" › ");
}
