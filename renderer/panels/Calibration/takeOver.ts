/** Found values into the project's text of calibrations: saved and shown, live only when a person applies it. */
import { fittedUses, parametersOf, type CalibrationResult, type CalibrationSpan } from "../../../shared/contract/calibration.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { CALIBRATED_FILE, calibratedText } from "../../../shared/language/calibratedText.ts";
import { saveText } from "../../../shared/model/edits/texts.ts";
import type { Project } from "../../../shared/model/project.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { openText } from "../../app/openText.ts";
import type { WindowServices } from "../../app/state/WindowServices.ts";
import { formatNumber } from "../../charts/formatValue.ts";

export interface TakeOverParts {
  readonly run: Run;
  readonly calibration: CalibrationResult;
  readonly project: Project;
  readonly services: Pick<WindowServices, "change" | "openPanel" | "say">;
  readonly writtenAt: string;
  readonly spanText: (span: CalibrationSpan) => string;
}

export async function takeOver({ run, calibration, project, services, writtenAt, spanText }: TakeOverParts): Promise<void> {
  const { use: own, parameters, spans, overall, unit, passed, author } = calibration;
  const amount = (value: number): string => `${formatNumber(value)} ${displayUnit(unit)}`.trim();
  const of = (heldOut: boolean): string => spans.filter((span) => span.heldOut === heldOut).map(spanText).join(", ");
  const notes = [
    `${writtenAt} by ${author} (${run.id})${passed ? "" : ", not passed on a span held out"}`,
    `fitted on ${of(false)}: off by ${amount(overall.fit)}`,
    ...(overall.heldOut === undefined ? [] : [`held out ${of(true)}: off by ${amount(overall.heldOut)}, guessing ${amount(Math.min(overall.constant, overall.lastValue))}`]),
  ];
  // An override for each use of which something was fitted.
  const text = fittedUses(calibration).reduce((before, { use, assetIds }) => {
    const found = parametersOf(parameters, own, use).map(({ name, unit: ownUnit, value, low, high, verdict }) => ({ name, unit: ownUnit, value, note: `${low === undefined ? "…" : formatNumber(low)} .. ${high === undefined ? "…" : formatNumber(high)}, ${verdict}` }));
    return found.length === 0 ? before : calibratedText(before, project, { use, assetIds, parameters: found, notes });
  }, project.texts[CALIBRATED_FILE]?.text ?? "");
  if (!(await services.change({ label: `Take over ${run.name}`, changes: [saveText(project, CALIBRATED_FILE, text)] }))) return;
  openText(services.openPanel, CALIBRATED_FILE);
  services.say("The values are saved in models/calibrated.twin. They run once you apply that text (Ctrl+Enter).");
}
