/** Ids of the signals that only simulations have. */
import type { UseProgram } from "../../../shared/language/ir.ts";

/** `assetId/use:MotorThermal.loss`: an output that is compared with nothing measured. */
export function outputSignalId(use: UseProgram, output: string): string {
  return `${use.assetId}/use:${use.name}.${output}`;
}
