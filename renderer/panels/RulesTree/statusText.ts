/** What a text does on the engine, in a few words. */
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import { isTableFile } from "../../../shared/model/textFile.ts";

export function statusText(status: RuleStatus | undefined): string {
  if (!status) return "not compiled yet";
  const errors = status.diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const notes = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : []),
    ...(status.runningErrors.length > 0 ? [`${status.runningErrors.length} broken since it was applied`] : []),
    ...(status.running === "none" ? ["not applied"] : status.running === "previous" ? ["another version runs"] : []),
  ];
  const counted = ([["rule", status.rules], ["calc", status.calcs], ["model", status.models], ["use", status.uses], ["override", status.overrides]] as const).filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}${count === 1 ? "" : "s"}`);
  return [...notes, ...counted].join(", ") || (isTableFile(status.file) ? "table" : "nothing to run");
}
