/** The sentence that says that a live run drifts. */
import type { Project } from "../../../shared/model/project.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { withUnit } from "../../../shared/units/displayUnit.ts";
import type { DriftChange } from "./LiveFollower.ts";

const DIGITS = 3;

export function driftText({ program, comparison: { signal, rms, band, unit } }: DriftChange, project: Project): string {
  const amount = (value: number | undefined): string => (value === undefined ? "unknown" : withUnit(String(Number(value.toPrecision(DIGITS))), unit));
  const asset = project.assets[program.assetId]?.name ?? program.assetId;
  return `${program.name} on ${asset} drifts: over the last hour it was off ${findSignal(project, signal)?.name ?? signal} by ${amount(rms)}, ${amount(band?.rmse)} when it was calibrated.`;
}
