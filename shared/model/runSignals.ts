/** Signals of runs: measured ones, and outputs that only runs have. */
import type { Project } from "./project.ts";
import { findSignal } from "./signals.ts";

/** The path of a signal; asset, use and output of one that only runs have (`asset/use:MotorThermal.loss`). */
export function runSignalPath(project: Project, id: string): readonly string[] {
  const signal = findSignal(project, id);
  if (signal) return signal.path;
  const [assetId = "", output = ""] = id.split("/use:");
  return [project.assets[assetId]?.name ?? assetId, ...output.split(".")];
}
