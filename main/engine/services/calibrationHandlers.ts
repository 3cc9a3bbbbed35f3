/** `calibrationService` over the calibrations. */
import type { calibrationService, CalibrationEvent } from "../../../shared/contract/calibration.ts";
import type { Handlers } from "../../../shared/contract/define.ts";
import type { Calibrations } from "../calibration/index.ts";
import { during } from "./streams.ts";

export function calibrationHandlers(calibrations: Calibrations): Handlers<typeof calibrationService> {
  return {
    calibrate: (request, { signal }) => during<CalibrationEvent>(async (tell, ended) => ({ kind: "done", run: await calibrations.calibrate(request, tell, { signal: ended }) }), signal),
  };
}
