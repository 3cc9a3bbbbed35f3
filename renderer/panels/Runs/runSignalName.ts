/** How a signal of a run is called in a table. Pure. */
import type { Project } from "../../../shared/model/project.ts";
import { findSignal } from "../../../shared/model/signals.ts";

/** Asset and signal; asset, use and output for one that only runs have. */
export function runSignalName(project: Project, id: string): string {
  const signal = findSignal(project, id);
  if (signal) return signal.path.slice(-2).join(" › ");
  const [assetId = "", output = ""] = id.split("/use:");
  return `${project.assets[assetId]?.name ?? assetId} › ${output}`;
}
