/** What a use was off by when it was calibrated: from the newest calibration of it whose values it has. */
import { fittedUses, parametersOf, type CalibrationResult } from "../../../shared/contract/calibration.ts";
import type { CalibratedBand } from "../../../shared/contract/liveRuns.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";

/** Values are taken over with 7 digits. */
const SAME = 1e-6;

/** The band of a compared signal, or why there is none, in plain words. */
export function calibratedBand(runs: readonly Run[], { name, assetId, model, parameters }: UseProgram, signal: string): CalibratedBand | string {
  const isOfIt = (calibration: CalibrationResult): boolean => fittedUses(calibration).some(({ use, assetIds }) => use === name && assetIds.includes(assetId)) && parametersOf(calibration.parameters, calibration.use, name).length > 0;
  const made = runs.filter(({ state, calibration }) => state === "done" && calibration && isOfIt(calibration)).sort((a, b) => b.startedUs - a.startedUs);
  if (made.length === 0) return "It was never calibrated.";
  const passed = made.filter(({ calibration }) => calibration?.passed);
  if (passed.length === 0) return "No calibration of it has passed.";
  const taken = passed.find(({ calibration }) => calibration && parametersOf(calibration.parameters, calibration.use, name).every(({ name: fitted, value }) => {
    const now = parameters[model.parameters.findIndex((parameter) => parameter.name === fitted)] ?? NaN;
    return Math.abs(now - value) <= SAME * Math.abs(value);
  }));
  if (!taken) return "It has other values than its calibrations found.";
  const rmse = taken.calibration?.compared.find((fit) => fit.signal === signal)?.heldOut;
  return rmse === undefined ? "Its calibration did not compare this signal." : { rmse, run: taken.id, madeUs: taken.finishedUs ?? taken.startedUs };
}
