/** Which courses of signals panels show beside each other: what is measured, and runs. */
import { MEASURED } from "../../../shared/contract/history.ts";
import type { Shown } from "./Workbench.ts";

/** Runs that are shown in place of what is measured or laid over it, each once. */
export function overlaidRuns(shown: Shown): string[] {
  const runs = shown.run === MEASURED ? shown.overlays : [shown.run, ...shown.overlays];
  return [...new Set(runs)].filter((run) => run !== MEASURED);
}

/** Everything that can be compared: measured first. */
export function shownCourses(shown: Shown): string[] {
  return [MEASURED, ...overlaidRuns(shown)];
}
