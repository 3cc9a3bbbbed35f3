/** Fingerprints of what a run has found beside its series: figures of a study, recommended values, fitted parameters, how far off earlier forecasts were. */
import { groupBy } from "../../../shared/collections.ts";
import { hashText } from "./digests.ts";
import type { KeptRun } from "./RunBook.ts";

/** What a run has found, as it is kept. */
export type Findings = Pick<KeptRun, "studyResult" | "calibration"> & { readonly optimisation?: Pick<NonNullable<KeptRun["optimisation"]>, "found">; readonly forecast?: Pick<NonNullable<KeptRun["forecast"]>, "earlier"> };

/** By what it is: names that are kept with the run, so they stay. Of the very text that is kept, in which numbers stand to the last bit. */
export function digestFindings({ studyResult, optimisation, calibration, forecast }: Findings): Record<string, string> {
  const found = optimisation?.found;
  const parts: Record<string, unknown> = {
    ...(studyResult && { amounts: studyResult.amounts, ...Object.fromEntries(groupBy(studyResult.columns, ({ figure, output }) => `${figure} of ${output}`)) }),
    ...(found && { values: found.values, limits: found.constraints, objective: [found.best, found.present, found.feasible, found.furthestOff], search: [found.searched, found.solved, found.settled, found.curve] }),
    ...(forecast?.earlier && { "earlier forecasts": forecast.earlier }),
    ...(calibration && { parameters: calibration.parameters, errors: [calibration.compared, calibration.overall, calibration.unit, calibration.passed], starts: calibration.starts, residuals: calibration.whiteness }),
  };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashText(JSON.stringify(part))]));
}
